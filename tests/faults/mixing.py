"""An hour at a desk, made short: everybody is at work at once, and the server is killed at random.

A window shows the data, four callers book, lock, wait and write down visits, files are brought in,
copies are made. Callers ask again, under the same key, whatever was not answered.
"""

from __future__ import annotations

import json
import random
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

from desk.domain.availability import Availability
from desk.domain.document_ids import hex_id
from desk.services import waiting
from desk.services.house import opened
from tests.api.clinic import BOOKS
from tests.api.live import Live, served, started
from tests.api.log_words import VISITS
from tests.api.slot_words import slot_id
from tests.api.waiting_of import PATH
from tests.faults.memory import resident
from tests.transfer.made import ADA, csv_file

CALLERS = 4
ROWS = 200
FEWEST = 2  # servers that are killed, however long each takes to come up
LIVES = (1.0, 4.0)  # seconds of a server after it has come up


@dataclass(frozen=True)
class House:
    """What can be asked for."""

    file: Path
    secret: str
    visit: dict[str, Any]
    patient: int
    item: int
    item_key: str
    places: int
    slots: list[Availability]


@dataclass
class Run:
    """What goes on, and what came of it."""

    house: House
    seconds: float
    live: Live | None = None
    over: threading.Event = field(default_factory=threading.Event)
    answers: Counter[str] = field(default_factory=Counter)
    booked: set[int] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    entries: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    kills: int = 0
    copies: list[Path] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)  # kilobytes of the window, once a second

    def told(self) -> str:
        """The figures in a line."""
        memory = f"{self.memory[len(self.memory) // 5]} to {self.memory[-1]} kB"
        counted = ", ".join(f"{what}: {number}" for what, number in sorted(self.answers.items()))
        return f"{self.kills} kills; {counted}; {len(self.copies)} copies; window {memory}"


def run(house: House, home: Path, seconds: float) -> Run:
    """Let everybody work for so long; the last server then ends in order."""
    going = Run(house, seconds)
    works: list[Callable[[], None]] = [
        *(Caller(going, number).work for number in range(CALLERS)),
        lambda: _bring_in(going, home),
        lambda: _copy(going, home),
    ]
    with _window(going, home), ThreadPoolExecutor(len(works)) as threads:
        at_work = [threads.submit(each) for each in works]
        dice = random.Random(20300204)
        ends = monotonic() + seconds
        try:
            while monotonic() < ends or going.kills < FEWEST:
                with served(f"sqlite:///{house.file}", home) as going.live:
                    going.over.wait(dice.uniform(*LIVES))
                    going.live.process.kill()
                    going.live.process.wait()
                going.kills += 1
                if going.kills == 1:
                    _open_passes(house)
            with served(f"sqlite:///{house.file}", home) as going.live:
                going.over.set()
                for each in at_work:
                    each.result()
        finally:
            going.over.set()
    return going


class Caller:
    """One of those who ask, over and over, and keep what they were answered."""

    def __init__(self, going: Run, number: int) -> None:
        self._run = going
        self._dice = random.Random(number)
        self._name = f"caller {number}"
        self._asked = 0

    def work(self) -> None:
        house = self._run.house
        acts = (self._book, self._appoint, self._lock, self._visit, self._join, self._send)
        while not self._run.over.is_set():
            self._dice.choice(acts)(house)

    def _book(self, house: House) -> None:
        slot = self._dice.choice(house.slots)
        sent = {"available_slot_id": slot.id, "patient_id": house.patient}
        found = self._ask("POST", BOOKS, {"book": sent}, {201, 409})
        if found and "id" in found:
            self._run.booked.add(found["id"])

    def _appoint(self, house: House) -> None:
        slot = self._dice.choice(house.slots)
        whose = {"availabilityId": hex_id(slot.id), "ownerId": self._name}
        self._ask("POST", "/appointments/", {**_dates(slot), **whose}, {200, 403})

    def _lock(self, house: House) -> None:
        slot = self._dice.choice(house.slots)
        name = quote(slot_id(slot, *_dates(slot).values()), safe="")
        body = {"ownerId": self._name, "lockDurationMs": self._dice.randrange(1, 3000)}
        self._ask("PATCH", f"/slots/lock/{name}", body, {200, 403})

    def _visit(self, house: House) -> None:
        subject = f"{self._name} {self._asked}"
        if self._ask("POST", VISITS, house.visit | {"subject": subject}, {201}):
            self._run.subjects.add(subject)

    def _join(self, house: House) -> None:
        sent = {"email": f"{self._name[-1]}-{self._asked}@example.org", "item": house.item}
        # Once there are places nobody need wait until they are gone.
        found = self._ask("POST", PATH, sent, {201, 400})
        if found:
            self._run.entries.append(found["id"])

    def _send(self, _house: House) -> None:
        if self._run.entries:
            entry = self._dice.choice(self._run.entries)
            self._ask("POST", f"{PATH}{entry}/send_voucher/", None, {200, 204, 400})

    def _ask(self, method: str, path: str, body: Any, wanted: set[int]) -> Any:
        """What is answered in the end; nothing for what was never answered."""
        self._asked += 1
        scheme = "Token" if path.startswith(PATH) else "Bearer"
        headers = {
            "authorization": f"{scheme} {self._run.house.secret}",
            "idempotency_key": f"{self._name} {self._asked}",
        }
        while True:
            live = self._run.live
            try:
                if live is None:
                    raise ConnectionRefusedError
                status, _, raw = live.ask(method, path, body, **headers)
            except (OSError, HTTPException):
                self._run.over.wait(0.05)  # The next server is not there yet.
                continue
            self._run.answers[f"{method} {_last_word(path)} {status}"] += 1
            if status not in wanted:
                self._run.faults.append(f"{method} {path} {body}: {status} {raw[:200]!r}")
            return json.loads(raw) if raw and status < 300 else None


def _last_word(path: str) -> str:
    return [part for part in path.split("/") if part.replace("_", "").isalpha()][-1]


def _dates(slot: Availability) -> dict[str, str]:
    return {
        "startDate": f"{slot.span.start:%Y-%m-%dT%H:%M}:00.000Z",
        "endDate": f"{slot.span.end:%Y-%m-%dT%H:%M}:00.000Z",
    }


def _open_passes(house: House) -> None:
    """Let there be something for those who wait."""
    with closing(opened(f"sqlite:///{house.file}")) as database, database.write("test") as tx:
        waiting.set_capacity(tx, house.item_key, house.places)


def _bring_in(going: Run, home: Path) -> None:
    """Bring in one file after another, by the command line."""
    number = 0
    while not going.over.is_set():
        number += 1
        names = [f"Guest {number} {row}" for row in range(ROWS)]
        file = csv_file(home / "log.csv", *((name, *ADA[1:]) for name in names))
        _command(going, home, "import", "visitors", file)
        going.answers["file brought in"] += 1


def _copy(going: Run, home: Path) -> None:
    while not going.over.wait(0.5):
        to = home / f"copy-{len(going.copies)}.db"
        _command(going, home, "backup", to)
        going.copies.append(to)
        if len(going.copies) > 3:  # The last ones suffice.
            going.copies[-4].unlink()


def _command(going: Run, home: Path, *arguments: object) -> None:
    database = f"sqlite:///{going.house.file}"
    process = started(*arguments, "--database", database, home=home)
    out, error = process.communicate(timeout=120)
    if process.returncode:
        going.faults.append(f"{arguments}: {process.returncode} {error or out}")


@contextmanager
def _window(going: Run, home: Path) -> Iterator[subprocess.Popen[str]]:
    """A window on the same file, whose memory is looked at once a second."""
    process = started("--database", f"sqlite:///{going.house.file}", home=home)
    looked = threading.Event()

    def look() -> None:
        while process.poll() is None and not looked.wait(1):
            going.memory.append(resident(process.pid))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield process
        if process.poll() is not None:
            going.faults.append(f"the window ended: {process.communicate()[1]}")
    finally:
        looked.set()
        looking.join()
        process.kill()
        process.communicate()
