"""Other desks on the same database, each of which does something many times at once.

    python -m tests.services.rivals

Such a process lives as long as the tests, and has each attempt open the database anew. It reads a
line of JSON, which is a list of these words:

    ADDRESS TIMES open|occupy|release DATE [PEOPLE]
    ADDRESS TIMES book|hold AVAILABILITY START
    ADDRESS TIMES confirm APPOINTMENT
    ADDRESS TIMES close RESOURCE|site START
    ADDRESS TIMES open_slot RESOURCE START
    ADDRESS TIMES roll NOW

It says "ready", waits for a line, and says what came of each attempt: the name of the refusal with
what it says of a slot, or "done" with the number it got, as a list in JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Timer

from desk.domain.appointment import Details
from desk.domain.errors import DeskError, Unavailable
from desk.domain.open_time import NewSlot
from desk.domain.span import Span
from desk.services import appointments, closures, days, provider_slots
from desk.store.database import Database, Write

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds, after which what does not answer is ended

_idle: list[subprocess.Popen[str]] = []

Attempt = Callable[[Write], object]


def open_day(tx: Write, date: str) -> int:
    return days.open(tx, dt.date.fromisoformat(date))[0].id


def occupy(tx: Write, date: str, people: str = "1") -> int:
    return days.occupy(tx, dt.date.fromisoformat(date), int(people)).occupied


def release(tx: Write, date: str, people: str = "1") -> int:
    return days.release(tx, dt.date.fromisoformat(date), int(people)).occupied


def book(tx: Write, availability: str, start: str) -> int:
    who = Details(title="Ada Lind")
    return appointments.book(tx, int(availability), half_an_hour(start), who).id


def hold(tx: Write, availability: str, start: str) -> int:
    return appointments.hold(tx, int(availability), half_an_hour(start)).id


def confirm(tx: Write, appointment: str) -> int:
    return appointments.confirm(tx, int(appointment)).id


def close(tx: Write, whose: str, start: str) -> int:
    resource_id = None if whose == "site" else int(whose)
    return closures.close(tx, half_an_hour(start), resource_id, "Training").id


def open_slot(tx: Write, resource: str, start: str) -> int:
    new = NewSlot(resource_id=int(resource), span=half_an_hour(start))
    return provider_slots.add_slot(tx, new).first.id


def roll(tx: Write, now: str) -> int:
    tx.now = datetime.fromisoformat(now)
    return provider_slots.roll_forward(tx)


def half_an_hour(start: str) -> Span:
    moment = datetime.fromisoformat(start)
    return Span(moment, moment + timedelta(minutes=30))


ACTS: dict[str, Callable[..., int]] = {
    "open": open_day,
    "occupy": occupy,
    "release": release,
    "book": book,
    "hold": hold,
    "confirm": confirm,
    "close": close,
    "open_slot": open_slot,
    "roll": roll,
}


def at_once(database: Database, attempts: Iterable[Attempt]) -> list[str]:
    """What comes of attempts that are all made at the same moment, each on a thread of its own."""
    waiting = list(attempts)
    start = Barrier(len(waiting))

    def attempt(act: Attempt) -> str:
        start.wait()
        try:
            with database.write("rival") as tx:
                return f"done {act(tx)}"
        except Unavailable as refusal:
            return f"{type(refusal).__name__} {refusal.detail}"
        except DeskError as refusal:
            return type(refusal).__name__

    with ThreadPoolExecutor(len(waiting)) as threads:
        return list(threads.map(attempt, waiting))


def elsewhere(address: str, processes: int, times: int, *act: str) -> list[str]:
    """What comes of `act`, done so many times at once by each of so many other processes."""
    return [one for each in each_elsewhere(address, times, [act] * processes) for one in each]


def each_elsewhere(address: str, times: int, acts: Sequence[Sequence[str]]) -> list[list[str]]:
    """What comes of the acts, each done so many times at once by a process of its own."""
    at_work = [_idle.pop() if _idle else started("tests.services.rivals") for _ in acts]
    limits = [Timer(PATIENCE, process.kill) for process in at_work]
    for limit in limits:
        limit.start()
    try:
        for process, act in zip(at_work, acts, strict=True):
            tell(process, json.dumps([address, str(times), *act]))
        assert [said(process) for process in at_work] == ["ready\n"] * len(at_work)
        for process in at_work:
            tell(process, "go")
        outcomes: list[list[str]] = [json.loads(said(process)) for process in at_work]
    except BaseException:
        end(at_work)  # Who knows what they would say next.
        raise
    finally:
        for limit in limits:
            limit.cancel()
    _idle.extend(at_work)
    return outcomes


def send_home() -> None:
    """End all that are waiting for something to do."""
    end(_idle)
    _idle.clear()


def started(*command: str) -> subprocess.Popen[str]:
    """Another program: a module, and what is said to it on its command line."""
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


def end(processes: Iterable[subprocess.Popen[str]]) -> None:
    for process in processes:
        process.kill()
        process.communicate()


def answer(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def compete(address: str, times: str, act: str, *arguments: str) -> None:
    """Carry out one line."""
    with closing(Database(address)) as database:
        assert database.zone
        answer("ready")
        sys.stdin.readline()
        outcomes = at_once(database, [lambda tx: ACTS[act](tx, *arguments)] * int(times))
    answer(json.dumps(outcomes))


if __name__ == "__main__":
    while line := sys.stdin.readline():
        compete(*json.loads(line))
