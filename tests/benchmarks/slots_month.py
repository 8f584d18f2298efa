"""Prints how long the states of a month's slots take, and how long a list as long does, by turns.

The list has 52,800 tuples of four, out of columns that are there already: nothing is read, computed
or looked up for it. What each took is processor time in milliseconds.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desk.services import slot_tables
from desk.store.database import Database
from tests.benchmarks import clinic

ROUNDS = 41


def measure(which: str) -> dict[str, list[float]]:
    """Of the clinic where all rules are "equal" or all are "distinct"."""
    taken: dict[str, list[float]] = {"states": [], "floor": []}
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        database = clinic.build(Path(folder) / "desk.db", distinct=which == "distinct")
        acts: dict[str, Callable[[], object]] = {
            "states": lambda: states(database),
            "floor": floor(),
        }
        gc.collect()  # What building the clinic has left behind is not to be met again.
        try:
            for _ in range(ROUNDS):
                for name, act in acts.items():
                    began = time.process_time()
                    act()
                    taken[name].append((time.process_time() - began) * 1000)
        finally:
            database.close()
    return taken


def states(database: Database) -> int:
    """Read and compute the states of all slots; gives how many there are."""
    with database.read() as tx:
        tables = slot_tables.tables(tx, clinic.MONTH)
    assert len(tables) == clinic.SLOTS
    return len(tables)


def floor() -> Callable[[], object]:
    """Makes the list."""
    ids = range(clinic.PROVIDERS)
    starts = [1_772_323_200_000 + 1_200_000 * at for at in range(clinic.SLOTS // len(ids))]
    ends = [start + 1_200_000 for start in starts]
    columns = list(zip(starts, ends, bytes(len(starts)), strict=True))
    return lambda: [(each, start, end, state) for each in ids for start, end, state in columns]


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
