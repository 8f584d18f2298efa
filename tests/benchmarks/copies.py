"""Copies of a million entries: made while somebody writes, put back, sealed, and of a server."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tests.benchmarks import children
from tests.benchmarks.registry import Figure, Place, benchmark

BACKUP, RESTORE = 1.0, 5.0  # seconds
WAIT_MS = 150
SEALED_MORE = 2.5
PORTABLE = 120.0


@benchmark("copy-backup", goal=1.0, says="processor time of a copy, checked; of a second")
def backup(place: Place) -> Iterator[Figure]:
    taken = _taken(place.house)
    told = _told(taken["processor"], taken["backup"], f" of {taken['megabytes']:.0f} MB")
    ratio = statistics.median(taken["processor"]) / BACKUP
    yield Figure(name="copy-backup", ratio=ratio, goal=1.0, told=told)
    longest, untroubled = max(taken["waits"]), max(taken["untroubled"])
    told = f"longest of {len(taken['waits'])} writes {longest:.0f} ms, {untroubled:.0f} ms before"
    yield Figure(name="copy-backup, waits", ratio=longest / WAIT_MS, goal=1.0, told=told)


@benchmark("copy-restore", goal=1.0, says="processor time of putting a copy back; of five seconds")
def restore(place: Place) -> Iterator[Figure]:
    taken = _taken(place.house)
    told = _told(taken["restore processor"], taken["restore"])
    ratio = statistics.median(taken["restore processor"]) / RESTORE
    yield Figure(name="copy-restore", ratio=ratio, goal=1.0, told=told)


@benchmark("copy-sealed", goal=SEALED_MORE, says="processor time with a password; without one")
def sealed(place: Place) -> Iterator[Figure]:
    taken = _taken(place.house)
    for name, plain, with_password in (
        ("copy-sealed", "processor", "sealing"),
        ("copy-sealed, put back", "restore processor", "unsealing"),
    ):
        ratio = _median(taken[f"{with_password} processor"]) / _median(taken[plain])
        told = _told(taken[f"{with_password} processor"], taken[with_password])
        yield Figure(name=name, ratio=ratio, goal=SEALED_MORE, told=told)


@benchmark("copy-portable", goal=1.0, says="into PostgreSQL, and out of it; of two minutes")
def portable(place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        taken = children.told("carrying", place.house, folder)
    for name, clock in (("into the server", "clock"), ("out of it", "processor")):
        told = f"{taken[name]:.0f} s of the {clock}"
        yield Figure(
            name=f"copy-portable, {name}", ratio=taken[name] / PORTABLE, goal=1.0, told=told
        )


@cache
def _taken(house: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="desk-bench-", dir=house.parent) as folder:
        taken: dict[str, Any] = children.told("copying", house, folder)
    return taken


def _told(processor: list[float], wall: list[float], what: str = "") -> str:
    return f"{_median(processor):.2f} s{what}, of the clock {min(wall):.2f} to {max(wall):.2f} s"


_median = statistics.median
