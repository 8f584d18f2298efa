"""All that a database holds, so that two states of it can be compared row by row."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from sqlalchemy import select

from desk.store import driver
from desk.store.database import Database
from desk.store.records import Record

Rows = list[dict[str, Any]]


# They go on with each change and never back, or are of no account to anybody.
PASSING = ("version", "updated_at", "updated_by", "place")


def contents(database: Database, *, without: tuple[str, ...] = PASSING) -> dict[str, Rows]:
    """Every row of every table whose changes are journalled, by table and in order of id.

    Nobody cares which of its places a slot has given to whom, and when a row was changed last.
    """
    found: dict[str, Rows] = {}
    with database.read() as tx:
        for mapper in Record.registry.mappers:
            if not mapper.class_.journalled:
                continue
            table = mapper.class_.__table__
            rows = tx.session.execute(select(table).order_by(table.c.id)).mappings()
            found[table.name] = [
                {name: value for name, value in row.items() if name not in without} for row in rows
            ]
    return found


def grams(database: Database) -> list[tuple[int, str]]:
    """Which visitor entries the search index of an SQLite file finds by which pieces."""
    path = database.engine.url.database
    if database.engine.dialect.name != "sqlite" or path is None:
        return []
    with closing(driver.module().connect(path)) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE temp.pieces USING fts5vocab(main, visitor_gram, instance)"
        )
        found = connection.execute("SELECT doc, term FROM temp.pieces ORDER BY doc, term")
        return [(int(doc), str(term)) for doc, term in found]
