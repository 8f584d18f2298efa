"""Another desk on the same database, that does something many times at once.

    python -m tests.services.rivals ADDRESS TIMES open|occupy|release DATE [PEOPLE]

It says "ready", waits for a line, and says what came of each attempt: the name of the refusal, or
"done" with the number it got, as a list in JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from desk.domain.errors import DeskError
from desk.services import days
from desk.store.database import Database, Write

ROOT = Path(__file__).parents[2]

Attempt = Callable[[Write], object]


def open_day(tx: Write, date: str) -> int:
    return days.open(tx, dt.date.fromisoformat(date))[0].id


def occupy(tx: Write, date: str, people: str = "1") -> int:
    return days.occupy(tx, dt.date.fromisoformat(date), int(people)).occupied


def release(tx: Write, date: str, people: str = "1") -> int:
    return days.release(tx, dt.date.fromisoformat(date), int(people)).occupied


ACTS: dict[str, Callable[..., int]] = {"open": open_day, "occupy": occupy, "release": release}


def at_once(database: Database, attempts: Iterable[Attempt]) -> list[str]:
    """What comes of attempts that are all made at the same moment, each on a thread of its own."""
    waiting = list(attempts)
    start = Barrier(len(waiting))

    def attempt(act: Attempt) -> str:
        start.wait()
        try:
            with database.write("rival") as tx:
                return f"done {act(tx)}"
        except DeskError as refusal:
            return type(refusal).__name__

    with ThreadPoolExecutor(len(waiting)) as threads:
        return list(threads.map(attempt, waiting))


def elsewhere(address: str, processes: int, times: int, *act: str) -> list[str]:
    """What comes of `act`, done so many times at once by each of so many other processes."""
    command = [sys.executable, "-m", "tests.services.rivals", address, str(times), *act]
    started = [
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(processes)
    ]
    for process in started:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    outcomes = [json.loads(process.communicate(timeout=60)[0]) for process in started]
    return [outcome for each in outcomes for outcome in each]


def main(address: str, times: str, act: str, *arguments: str) -> None:
    database = Database(address)
    assert database.zone
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    outcomes = at_once(database, [lambda tx: ACTS[act](tx, *arguments)] * int(times))
    json.dump(outcomes, sys.stdout)
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
