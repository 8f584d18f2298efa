"""What a database file says, read with nothing but Python's own SQLite."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def revision(path: Path) -> str:
    """Of its tables."""
    return _column(path, "SELECT version_num FROM alembic_version")[0]


def people(path: Path) -> list[str]:
    """The first names."""
    return _column(path, "SELECT first_name FROM person ORDER BY id")


def _column(path: Path, query: str) -> list[str]:
    # Without a log nobody has it open, and SQLite need leave no files of ours beside it.
    how = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "immutable=1"
    with closing(sqlite3.connect(f"file:{path}?{how}", uri=True)) as connection:
        return [str(row[0]) for row in connection.execute(query)]
