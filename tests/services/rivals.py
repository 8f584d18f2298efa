"""Another desk on the same database, that does something many times at once.

    python -m tests.services.rivals ADDRESS TIMES open|occupy|release DATE [PEOPLE]
    python -m tests.services.rivals ADDRESS TIMES book|hold AVAILABILITY START
    python -m tests.services.rivals ADDRESS TIMES confirm APPOINTMENT
    python -m tests.services.rivals ADDRESS TIMES close RESOURCE|site START
    python -m tests.services.rivals ADDRESS TIMES open_slot RESOURCE START
    python -m tests.services.rivals ADDRESS TIMES roll NOW

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
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

from desk.domain.appointment import Details
from desk.domain.errors import DeskError, Unavailable
from desk.domain.open_time import NewSlot
from desk.domain.span import Span
from desk.services import appointments, closures, days, provider_slots
from desk.store.database import Database, Write

ROOT = Path(__file__).parents[2]

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
    command = [sys.executable, "-m", "tests.services.rivals", address, str(times)]
    started = [
        subprocess.Popen(
            [*command, *act], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for act in acts
    ]
    for process in started:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    return [json.loads(process.communicate(timeout=60)[0]) for process in started]


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
