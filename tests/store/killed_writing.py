"""A process that begins writers, each a process of its own that writes until it is killed.

For every line of the input a writer is begun. It says its number, and then of each thing that was
committed what it was: the id of an entry, or how many places of the day are taken.
"""

from __future__ import annotations

import datetime as dt
import os
import sys

from sqlalchemy import select

from desk.store.database import Database
from desk.store.records import DayRecord
from tests import build

DATE = dt.date(2030, 2, 4)


def say(words: str) -> None:
    """Say a line at once, as a whole."""
    os.write(1, f"{words}\n".encode())


def write_on(address: str) -> None:
    database = Database(address)
    say(f"writer {os.getpid()}")
    while True:
        with database.write("ann") as tx:
            number = build.entry(tx, 1).id
        say(f"entry {number}")
        with database.write("ann") as tx:
            day = tx.session.scalars(select(DayRecord).where(DayRecord.date == DATE)).one()
            day.occupied += 1
            taken = day.occupied
        say(f"taken {taken}")


def main(address: str) -> None:
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            write_on(address)
        os.waitpid(child, 0)
        say("killed")


if __name__ == "__main__":
    main(sys.argv[1])
