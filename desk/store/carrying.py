"""Rows on their way between a database file and a server, as they lie in the columns.

SQLite knows numbers, texts and bytes, and PostgreSQL reads each of them as what its own column
holds. Nothing is understood on the way, so that nothing can be lost: not a letter of the JSON of
which the journal's digests were made. Every table comes after those it points to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Integer,
    Table,
    Text,
    TypeDecorator,
    cast,
    func,
    select,
    text,
    type_coerce,
)

from desk.domain.errors import NotADatabase
from desk.store import engines, search
from desk.store.records import Record, VisitorEntryRecord
from desk.store.trouble import known, refusal

TABLES: Sequence[Table] = Record.metadata.sorted_tables

_AT_A_TIME = 5_000
_ENTRIES = VisitorEntryRecord.__table__


def to_file(server: Connection, file: Connection) -> None:
    """Fill the empty tables of a file with all that a server's transaction sees."""
    file.execute(text("PRAGMA defer_foreign_keys = ON"))
    for table in TABLES:
        carried = 0
        for rows in _of_server(server, table):
            file.exec_driver_sql(_insertion(table), rows)
            carried += len(rows)
            if table is _ENTRIES:
                _index(file, rows)
        _require_all(file, table, carried)
    file.execute(text("DELETE FROM sqlite_sequence"))
    for table in TABLES:
        key = table.autoincrement_column
        if key is not None and table.dialect_options["sqlite"]["autoincrement"]:
            row = {"name": table.name, "last": _last(server, key)}
            file.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), row)


def to_server(file: Any, server: Connection, where: str) -> None:
    """Put all that a file holds in the place of a server's rows; `where` names the file.

    Of the file the driver's own connection is asked.
    """
    import psycopg

    server.execute(text(f"TRUNCATE {', '.join(map(name, TABLES))}"))
    for table in TABLES:
        try:
            carried = _copied_in(server, table, _of_file(file, table))
        except psycopg.Error as error:
            found = refusal(error, where)
            line = str(error).strip().partition("\n")[0]
            raise found or NotADatabase(where, f"{table.name}: {line}") from error
        _require_all(server, table, carried)
    numbered = dict(file.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    for table in TABLES:
        if (key := table.autoincrement_column) is not None:
            _set_last(server, key, int(numbered.get(table.name, 0)))


def _of_server(server: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    query = select(*map(_as_in_a_file, table.columns)).order_by(*table.primary_key.columns)
    with known(engines.where(server.engine.url)):
        found = server.execute(query, execution_options={"yield_per": _AT_A_TIME})
        for part in found.partitions():
            yield [tuple(row) for row in part]


def _as_in_a_file(column: Column[Any]) -> ColumnElement[Any]:
    match column.type:
        case Boolean():
            return cast(column, Integer)
        case JSON():
            return cast(column, Text)
        case Date():
            return func.to_char(column, "YYYY-MM-DD")
        case TypeDecorator() as kept_as:
            return type_coerce(column, kept_as.impl_instance)
        case _:
            return column


def _of_file(file: Any, table: Table) -> Iterable[Sequence[Any]]:
    rows: Iterable[Sequence[Any]] = file.execute(f"SELECT {_names(table)} FROM {name(table)}")
    return rows


def _insertion(table: Table) -> str:
    places = ", ".join("?" * len(table.columns))
    return f"INSERT INTO {name(table)} ({_names(table)}) VALUES ({places})"


def _copied_in(server: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> int:
    """Write the rows as one statement, at whose end they may point to each other."""
    carried = 0
    raw: Any = server.connection.driver_connection
    with (
        raw.cursor() as cursor,
        cursor.copy(f"COPY {name(table)} ({_names(table)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
            carried += 1
    return carried


def _index(file: Connection, rows: list[tuple[Any, ...]]) -> None:
    at, folded = (list(_ENTRIES.columns).index(_ENTRIES.c[name]) for name in ("id", "folded"))
    search.index(file, ((row[at], row[folded]) for row in rows))


def _require_all(connection: Connection, table: Table, carried: int) -> None:
    found = connection.scalar(select(func.count()).select_from(table))
    assert found == carried, f"{table.name} has {found} rows of {carried}"


def _last(server: Connection, key: Column[int]) -> int:
    """The last id that the server gave away, to a row that may be gone."""
    last = "CASE WHEN is_called THEN last_value ELSE last_value - 1 END"
    return int(server.scalar(text(f"SELECT {last} FROM {_sequence(server, key)}")) or 0)


def _set_last(server: Connection, key: Column[int], numbered: int) -> None:
    last = max(numbered, server.scalar(select(func.max(key))) or 0)
    # Unlike `setval`, this is undone with the transaction.
    server.execute(text(f"ALTER SEQUENCE {_sequence(server, key)} RESTART WITH {last + 1}"))


def _sequence(server: Connection, key: Column[int]) -> str:
    """The sequence that numbers the rows, spelled as a statement needs it."""
    of = {"of": name(key.table), "by": key.name}
    return str(server.scalar(text("SELECT pg_get_serial_sequence(:of, :by)"), of))


def name(table: FromClause) -> str:
    """The table as a statement needs it."""
    return f'"{table.description}"'


def _names(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)
