"""Starting: until something is seen, and how smoothly the rest comes after it."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from desk import demo
from desk.store.database import Database
from tests.benchmarks import children
from tests.benchmarks.registry import Figure, Place, benchmark

STARTS = 9
HALT_MS = 100


@benchmark("start-first-window", goal=1.5, says="processor time to the first paint; a bare window")
def first_window(_place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        path = _house(Path(folder))
        ours, bare = [], []
        for turn in range(STARTS + 1):
            pair = (
                children.cpu_seconds("first_window", "desk", path),
                children.cpu_seconds("first_window", "bare"),
            )
            if turn:  # The first turn finds nothing in the system's cache.
                ours.append(pair[0])
                bare.append(pair[1])
    own, other = statistics.median(ours), statistics.median(bare)
    told = f"{own * 1000:.0f} ms against {other * 1000:.0f} ms"
    yield Figure(name="start-first-window", ratio=own / other, goal=1.5, told=told)


@benchmark("start-stall", goal=1.0, says="the longest halt after the first paint; 100 ms")
def stall(_place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        path = _house(Path(folder))
        halts = [float(children.told("stalls", path)) for _ in range(STARTS)]
    middle = statistics.median(halts)
    told = f"median of {STARTS} starts {middle:.0f} ms, longest {max(halts):.0f} ms"
    yield Figure(name="start-stall", ratio=middle / HALT_MS, goal=1.0, told=told)


def _house(folder: Path) -> Path:
    path = folder / "desk.db"
    with closing(Database(f"sqlite:///{path}")) as database:
        demo.fill(database)
    return path
