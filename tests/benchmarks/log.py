"""The visitor log of a million entries: memory, scrolling, opening, searching."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from desk.services import visitor_log
from desk.services.visitor_log import View
from desk.store import driver
from desk.store.database import Database
from tests.benchmarks import children, million
from tests.benchmarks.registry import Figure, Place, benchmark

ROUNDS = 3
SEARCHES = 15
SCANS = 3

# What a search without an index is: the same question, order and limit, put to the columns.
FIELDS = """
SELECT e.*, p.first_name, p.last_name, p.unit
FROM visitor_entry AS e JOIN person AS p ON p.id = e.resident_id
WHERE e.removed_at IS NULL AND (
    e.visitor LIKE :part OR e.companions LIKE :part OR e.subject LIKE :part
    OR e.license_plate LIKE :part OR p.first_name || ' ' || p.last_name LIKE :part
)
ORDER BY e.arrival DESC, e.id DESC LIMIT 200
"""
# The same where somebody has put all that is searched into one column already.
ONE_COLUMN = """
SELECT * FROM visitor_entry WHERE removed_at IS NULL AND folded LIKE :part
ORDER BY arrival DESC, id DESC LIMIT 200
"""
TEXTS = {
    "a rare text": million.RARE,
    "a text nobody has": "zzyzx",
    "a common text": "Ada",
    "two letters": "qu",
    "several words": f"hana {million.RARE}",
    "common words, hardly ever together": "grace tea board",
}


@benchmark("log-memory", goal=1 / 20, says="memory added by the list; by QSqlTableModel, all read")
def memory(place: Place) -> Iterator[Figure]:
    ours, theirs = (
        [run["memory"] for run in _scrolled(place.house)[kind]] for kind in ("desk", "qt plain")
    )
    yield _figure("log-memory", ours, theirs, 1 / 20, "MB")


@benchmark("log-scroll", goal=0.75, says="a frame three rows further; QSqlTableModel in QTableView")
def scroll(place: Place) -> Iterator[Figure]:
    runs = _scrolled(place.house)
    for peer, name in (("qt plain", ""), ("qt sheet", ", both in Desk's style sheet")):
        for where in ("scroll", "middle"):
            ours, theirs = ([run[where] for run in runs[kind]] for kind in ("desk", peer))
            place_name = "" if where == "scroll" else ", in the middle"
            yield _figure(f"log-scroll{place_name}{name}", ours, theirs, 0.75, "ms")


@benchmark("log-open", goal=1.0, says="model made and first frame painted; QSqlTableModel's")
def first_frame(place: Place) -> Iterator[Figure]:
    taken = children.told("first_frame", place.house)
    yield _figure("log-open", taken["desk"], taken["qt"], 1.0, "ms")


@benchmark("log-search", goal=1 / 300, says="the first 200 rows of a search; a scan with LIKE")
def search(place: Place) -> Iterator[Figure]:
    database = Database(f"sqlite:///{place.house}")
    connection = driver.module().connect(str(place.house))

    def scan(query: str) -> Any:
        return connection.execute(query, {"part": f"%{million.RARE}%"}).fetchall()

    try:
        fields = _milliseconds(lambda: scan(FIELDS), SCANS)
        one_column = _milliseconds(lambda: scan(ONE_COLUMN), SCANS)
        for name, text in TEXTS.items():
            taken = _milliseconds(lambda text=text: _found(database, text), SEARCHES)  # type: ignore[misc]
            yield _figure(f"log-search, {name}", taken, fields, 1 / 300, "ms")
            if text == million.RARE:
                named = f"log-search, {name}, against LIKE on one ready column"
                yield _figure(named, taken, one_column, 1 / 300, "ms")
    finally:
        connection.close()
        database.close()


@cache
def _scrolled(path: Path) -> dict[str, list[dict[str, float]]]:
    """What the processes that scroll have told, by turns."""
    runs: dict[str, list[dict[str, float]]] = {"desk": [], "qt plain": [], "qt sheet": []}
    for _ in range(ROUNDS):
        runs["desk"].append(children.told("scrolling", "desk", path, "sheet"))
        runs["qt plain"].append(children.told("scrolling", "qt", path, "plain"))
        runs["qt sheet"].append(children.told("scrolling", "qt", path, "sheet"))
    assert {run["rows"] for told in runs.values() for run in told} == {million.ENTRIES}
    return runs


def _found(database: Database, text: str) -> object:
    with database.read() as tx:
        return visitor_log.found(tx, View(text=text))


def _milliseconds(act: Callable[[], object], times: int) -> list[float]:
    """Processor time of doing something so many times."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        act()
        taken.append((time.process_time() - began) * 1000)
    return taken


def _figure(name: str, ours: list[float], theirs: list[float], goal: float, unit: str) -> Figure:
    own, other = statistics.median(ours), statistics.median(theirs)
    told = f"{own:.2f} {unit} against {other:.1f} {unit}"
    return Figure(name=name, ratio=own / other, goal=goal, told=told)
