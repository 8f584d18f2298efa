"""Lists that somebody is waiting for: who has to leave a burning house, and who is on the phone."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from desk.services import people
from desk.store.database import Database
from tests.benchmarks import children
from tests.benchmarks.registry import Figure, Place, benchmark

CALLS = 3
ONE_SECOND_MS, KEYSTROKE_MS = 1000, 50
TYPED = ("maria gom", "3906 55", "hana q", "zz", "12b", "berg ol")


@benchmark("emergency-list", goal=1.0, says="from the key to the list on the screen; one second")
def emergency(place: Place) -> Iterator[Figure]:
    taken = [float(children.told("emergency", place.house)) for _ in range(CALLS)]
    middle = statistics.median(taken)
    told = f"{middle:.0f} ms over a million entries"
    yield Figure(name="emergency-list", ratio=middle / ONE_SECOND_MS, goal=1.0, told=told)


@benchmark("people-search", goal=1.0, says="a keystroke among 20,000 people; 50 ms")
def search(place: Place) -> Iterator[Figure]:
    database = Database(f"sqlite:///{place.house}")
    taken = []
    try:
        for text in TYPED:
            for end in range(1, len(text) + 1):
                began = time.process_time()
                with database.read() as tx:
                    people.find(tx, text[:end])
                taken.append((time.process_time() - began) * 1000)
    finally:
        database.close()
    middle = statistics.median(taken)
    told = f"median of {len(taken)} keystrokes {middle:.1f} ms, longest {max(taken):.1f} ms"
    yield Figure(name="people-search", ratio=middle / KEYSTROKE_MS, goal=1.0, told=told)
