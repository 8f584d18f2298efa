"""Rows of a file set aside on the disk while it is found out which of them belong together.

The rows of one visit can stand anywhere in a file, and a file may have millions of rows; so they
are kept in a nameless temporary file that is gone as soon as it is closed, whatever happens.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from desk.domain.errors import DiskFull
from desk.transfer.csv_rows import Row

_AT_ONCE = 500
_TABLES = """
    PRAGMA journal_mode = OFF;
    CREATE TABLE row (number INTEGER PRIMARY KEY, line INTEGER, key TEXT, cells TEXT);
    CREATE TABLE refused (number INTEGER PRIMARY KEY, line INTEGER, cells TEXT, reason TEXT);
    CREATE TABLE turn (first INTEGER PRIMARY KEY, key TEXT);
"""


class Scratch:
    """Rows by what they have in common, and those that were refused. Close it after use."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.executescript(_TABLES)
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        if isinstance(error, sqlite3.Error):
            raise DiskFull("the folder for temporary files", str(error)) from error

    def add(self, key: str, row: Row) -> None:
        """Set a row aside with those of the same key."""
        self._number += 1
        self._file.execute(
            "INSERT INTO row VALUES (?, ?, ?, ?)",
            (self._number, row.line, key, json.dumps(row.cells)),
        )

    def refuse(self, row: Row, reason: str) -> None:
        """Set a row aside as refused."""
        self._file.execute(
            "INSERT INTO refused VALUES ((SELECT count(*) FROM refused), ?, ?, ?)",
            (row.line, json.dumps(row.cells), reason),
        )

    def sort(self) -> None:
        """To be called once, between adding and asking for groups."""
        self._file.executescript(
            "CREATE INDEX row_key ON row (key, number);"
            "INSERT INTO turn SELECT min(number), key FROM row GROUP BY key ORDER BY 1;"
        )

    def groups(self) -> Iterator[tuple[str, list[Row]]]:
        """The rows of each key that is not settled, in the order of the first of each."""
        last = 0
        while True:
            query = "SELECT first, key FROM turn WHERE first > ? ORDER BY first LIMIT ?"
            turns = self._file.execute(query, (last, _AT_ONCE)).fetchall()
            if not turns:
                return
            for first, key in turns:
                last = first
                yield key, self._rows("SELECT line, cells FROM row WHERE key = ?", key)

    def settle(self, keys: Iterable[str]) -> None:
        """Nothing more needs to be done with the rows of these keys."""
        self._file.executemany(
            "DELETE FROM turn WHERE first = (SELECT min(number) FROM row WHERE key = ?)",
            ((key,) for key in keys),
        )

    def refused(self) -> Iterator[tuple[Row, str]]:
        """Every row that was refused and why, in the order of the file."""
        query = "SELECT line, cells, reason FROM refused ORDER BY line, number"
        for line, cells, reason in self._file.execute(query):
            yield Row(line, tuple(json.loads(cells))), reason

    def _rows(self, query: str, key: str) -> list[Row]:
        found = self._file.execute(f"{query} ORDER BY number", (key,))
        return [Row(line, tuple(json.loads(cells))) for line, cells in found]
