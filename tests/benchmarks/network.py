"""The server: one entry by its id, a month of slots, its start, and the window beside it.

Answers are timed as a caller has them, in a process of its own; the peers run in the same minutes.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

from desk.domain.access import Role
from desk.services import site, tokens
from desk.store.database import Database
from tests import build
from tests.benchmarks import children, clinic, longhand
from tests.benchmarks.lateness import percentile
from tests.benchmarks.registry import Figure, Place, benchmark

ROUNDS, SECONDS, LINES = 5, 2, 4
STARTS, ANSWERS = 7, 5
CALM = 10  # seconds
MARCH = "startDate=2026-03-01T00:00:00%2B01:00&endDate=2026-04-01T00:00:00%2B02:00"


@benchmark("http-get", goal=1 / 0.8, says="an entry by its id; bare FastAPI and one row by Core")
def get(_place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        path = Path(folder) / "desk.db"
        uid = _visitor(path)
        with _desk(path) as (port, secret), _listening(_serve_bare(path)) as bare:
            paths = {port: f"/api/residentvisits/{uid}", bare: f"/entries/{uid}"}
            found: dict[int, list[float]] = {port: [], bare: []}
            for _ in range(ROUNDS):
                for each, asked in paths.items():
                    told = children.told("load", each, asked, secret, SECONDS, LINES)
                    found[each].append(told)
    ours, theirs = statistics.median(found[port]), statistics.median(found[bare])
    told = f"{ours:.0f} against {theirs:.0f} a second"
    yield Figure(name="http-get", ratio=theirs / ours, goal=1 / 0.8, told=told)


@benchmark("http-month", goal=1 / 10, says="a month of slots; rows, dateutil and json.dumps")
def month(_place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        path = Path(folder) / "desk.db"
        with (
            closing(clinic.build(path, distinct=False)) as database,
            _desk(path) as (port, secret),
            database.engine.connect() as connection,
        ):
            for name, peer in (("slots", longhand.slots), ("calendar", longhand.calendar)):
                ours = partial(_answer, port, secret, f"/{name}/?{MARCH}")
                theirs = partial(peer, connection, clinic.MONTH, clinic.NOW)
                yield _figure(f"http-month, {name}", _timed(ours), _timed(theirs), 1 / 10, ANSWERS)


@benchmark("http-jitter", goal=1.5, says="lateness of a 16 ms timer while others ask; idle")
def jitter(_place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        path = Path(folder) / "desk.db"
        uid = _visitor(path)
        with (
            _desk(path, "--json-requests") as (port, secret),
            children.begun("served_jitter", path, CALM) as beside,
        ):
            assert next(beside) == "begin"
            asked = f"/api/residentvisits/{uid}"
            # The callers are other machines; here they must not take the window's processor.
            children.told("load", port, asked, secret, CALM + 2, LINES, nice=19)
            taken = json.loads(next(beside))
    idle, late = (percentile(taken[which], 0.99) for which in ("idle", "meanwhile"))
    told = f"p99 {late:.2f} ms against {idle:.2f} ms, longest {max(taken['meanwhile']):.0f} ms"
    yield Figure(name="http-jitter, p99", ratio=late / idle, goal=1.5, told=told)


@benchmark("http-ready", goal=1.5, says="until the server listens; a bare FastAPI server")
def ready(_place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        path = Path(folder) / "desk.db"
        _visitor(path)
        ours, theirs = partial(_until_ready, _serve(path)), partial(_until_ready, _serve_bare(path))
        yield _figure("http-ready", ours, theirs, 1.5, STARTS)


def _figure(
    name: str, ours: Callable[[], float], theirs: Callable[[], float], goal: float, times: int
) -> Figure:
    """Milliseconds of each, by turns; the medians are compared."""
    own, other = (
        statistics.median(each)
        for each in zip(*((ours(), theirs()) for _ in range(times)), strict=True)
    )
    told = f"{own:.0f} ms against {other:.0f} ms"
    return Figure(name=name, ratio=own / other, goal=goal, told=told)


def _timed(act: Callable[[], object]) -> Callable[[], float]:
    def measure() -> float:
        began = time.perf_counter()
        act()
        return (time.perf_counter() - began) * 1000

    return measure


def _until_ready(arguments: list[str]) -> float:
    began = time.perf_counter()
    with _listening(arguments):
        return (time.perf_counter() - began) * 1000


def _visitor(path: Path) -> str:
    """The log of a house with one entry, and the entry's uid."""
    with closing(Database(f"sqlite:///{path}")) as database, database.write("bench") as tx:
        site.name(tx, "Bench", "Europe/Rome")
        return str(build.entry(tx, build.resident(tx).id).uid)


@contextmanager
def _desk(path: Path, *options: str) -> Iterator[tuple[int, str]]:
    """The desk's server; its port, and a token that reads."""
    with closing(Database(f"sqlite:///{path}")) as database, database.write("bench") as tx:
        secret = tokens.create(tx, "bench", Role.READONLY)[1]
    with _listening([*_serve(path), *options]) as port:
        yield port, secret


def _serve(path: Path) -> list[str]:
    return ["-m", "desk", "serve", "--port", "0", "--database", str(path)]


def _serve_bare(path: Path) -> list[str]:
    return ["-m", "tests.benchmarks.bare_server", str(path)]


@contextmanager
def _listening(arguments: list[str]) -> Iterator[int]:
    """A server that has said where it listens; ended afterwards."""
    variables = {**os.environ, "PYTHONPATH": str(children.ROOT)}
    command = [sys.executable, "-P", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=variables)
    try:
        assert process.stdout
        port = int(next(process.stdout).rpartition(":")[2])
        # What is told of each request is read, as the window reads it.
        reading = threading.Thread(target=deque, args=(process.stdout, 0))
        reading.start()
        yield port
    finally:
        process.terminate()
        process.wait()
        reading.join()


def _answer(port: int, secret: str, path: str) -> bytes:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers={"Authorization": f"Bearer {secret}"})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body[:200]
    return body
