"""SQLAlchemy's dialects as the tests use them: those of databases that are alike are the same.

Each test opens a database of its own, and SQLAlchemy makes the text of every statement anew for
each. Here the thousands of databases of a run share what has been made, as the transactions of a
program that runs all day do. Whatever is imported here is in place for the process.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

STATEMENTS = 5_000  # are remembered

_made: LRUCache[Any, Any] = LRUCache(STATEMENTS)


class Files(SQLiteDialect_pysqlite):
    """SQLite by the same library."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Files) and self.dbapi is other.dbapi

    def __hash__(self) -> int:
        return hash((Files, id(self.dbapi)))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=_made)


class Servers(PGDialect_psycopg):
    """PostgreSQL, of which the tests start one server."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Servers)

    def __hash__(self) -> int:
        return hash(Servers)

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=_made)


def share() -> None:
    """Let every database opened from now on be of these dialects."""
    registry.register("sqlite", __name__, Files.__name__)
    registry.register("postgresql.psycopg", __name__, Servers.__name__)
