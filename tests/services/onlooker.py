"""Another desk on the same database, which does nothing but look for free places.

    python -m tests.services.onlooker ADDRESS START

It looks again and again at the half hour that begins then, as those do who want to book: at the
slots, and for the next free time. It says "looking" after the first time. When a line comes in it
says how often it has looked since the last one, and the most places that it has ever seen free.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from queue import SimpleQueue
from threading import Thread, Timer

from desk.domain.span import Span
from desk.domain.wish import Wish
from desk.services import agenda, slot_tables
from desk.store.database import Database
from tests.services import rivals

Look = Callable[[], tuple[int, int]]


@contextmanager
def looking(address: str, when: Span) -> Iterator[Look]:
    """Another program that looks; gives what asks it how often it has, and what it has seen."""
    start = when.start.isoformat()
    process = rivals.started("tests.services.onlooker", address, start)
    limit = Timer(rivals.PATIENCE, process.kill)
    limit.start()

    def asked() -> tuple[int, int]:
        rivals.tell(process, "so far")
        looks, most = rivals.said(process).split()
        return int(looks), int(most)

    try:
        assert rivals.said(process) == "looking\n"
        yield asked
    finally:
        limit.cancel()
        rivals.end([process])


def shown(database: Database, when: Span) -> int:
    """How many places are shown free at that time."""
    with database.read() as tx:
        slots = slot_tables.tables(tx, when).slots()
        free = sum(slot.free for slot in slots if slot.span == when)
        soonest = agenda.next_free(tx, Wish(), after=when.start, limit=1)
        return max(free, sum(each.span == when for each in soonest))


def look(address: str, start: str) -> None:
    """Look until nobody asks any more."""
    when = rivals.half_an_hour(start)
    asked: SimpleQueue[str] = SimpleQueue()
    Thread(target=_listen, args=(asked,), daemon=True).start()
    with closing(Database(address)) as database:
        most = shown(database, when)
        rivals.answer("looking")
        looks = 0
        while True:
            most = max(most, shown(database, when))
            looks += 1
            if not asked.empty():
                if not asked.get():
                    return
                rivals.answer(f"{looks} {most}")
                looks = 0


def _listen(asked: SimpleQueue[str]) -> None:
    for line in sys.stdin:
        asked.put(line)
    asked.put("")


if __name__ == "__main__":
    look(*sys.argv[1:])
