"""A process that makes a database, writes, makes copies, erases, and goes back to the copies.

After each act it says, in a line of JSON, what is true from then on: which visitors are in the log,
which files lie beside the database, and whose names stand in no file any more.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path

from desk.services import erasing, house, traces
from desk.store import backup, kept_copies
from desk.store.database import Database
from tests import build
from tests.conftest import Clock, at

ERASED = "Zebulon"
CROWD = [f"Guest {number}" for number in range(100)]


@dataclass
class Truth:
    """What is true so far."""

    visitors: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)


class Desk:
    """Somebody at work with one file, who says what is true after each act."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._clock = Clock(at(9))
        self._truth = Truth()

    @contextmanager
    def opened(self) -> Iterator[Database]:
        database = house.opened(f"sqlite:///{self._file}", clock=self._clock)
        try:
            yield database
        finally:
            database.close()

    def enter(self, database: Database, *visitors: str) -> list[int]:
        """Write down who came and has left; the numbers of the entries."""
        with database.write("ann") as tx:
            left = {"arrived_at": tx.now, "departed_at": tx.now}
            numbers = [build.entry(tx, 1, each, **left).id for each in visitors]
        self._truth.visitors += visitors
        self._say()
        return numbers

    def leave_behind(self, database: Database) -> None:
        """Leave what a process leaves that is killed while it writes a copy anew."""
        left = self._file.with_name(f".{self._file.name}-left")
        left.mkdir()
        backup.copy(database.engine, left / self._file.name)

    def keep(self, database: Database) -> tuple[Path, list[str]]:
        """Make a copy; where it is, and who is in it."""
        self._clock.advance(timedelta(hours=1))
        copy = kept_copies.keep(database)
        assert copy is not None
        self._truth.files.append(str(copy.path.relative_to(self._file.parent)))
        self._say()
        return copy.path, list(self._truth.visitors)

    def erase(self, database: Database, visitor: str, number: int) -> None:
        with database.write("ann") as tx:
            stones = erasing.entries(tx, [number])
        self._truth.visitors.remove(visitor)
        self._say()
        traces.remove(database, stones)
        self._truth.erased.append(visitor)
        self._say()

    def go_back(self, copy: Path, visitors: list[str]) -> None:
        kept = backup.restore(copy, self._file)
        assert kept is not None
        self._truth.files.append(kept.name)
        self._truth.visitors = [each for each in visitors if each not in self._truth.erased]
        self._say()

    def _say(self) -> None:
        os.write(1, f"{json.dumps(asdict(self._truth))}\n".encode())


def main(file: Path) -> None:
    desk = Desk(file)
    with desk.opened() as database:
        with database.write("ann") as tx:
            build.resident(tx)
        desk.enter(database, "Ada")
        (number,) = desk.enter(database, ERASED)
        desk.leave_behind(database)
        few = desk.keep(database)
        desk.erase(database, ERASED, number)
        desk.enter(database, *CROWD)
        many = desk.keep(database)
    desk.go_back(*few)
    with desk.opened() as database:
        desk.enter(database, "Bo")
    desk.go_back(*many)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
