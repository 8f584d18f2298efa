"""Callers that write over HTTP, each what only it may touch, and what each knows to be kept.

A caller asks one thing after another on one line, every one under a key of its own. So whoever
knows how many answers it had knows what must be there, but for the one thing that is under way.
"""

from __future__ import annotations

import json
import random
from bisect import bisect_left
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any, Protocol

from sqlalchemy import select

from desk.store.database import Database
from desk.store.records import AppointmentRecord
from tests.api.clinic import BOOKS
from tests.api.live import Live
from tests.api.log_words import VISITS
from tests.transfer.made import log

Row = tuple[str, int]  # a name, and the number that was written with it last


@dataclass(frozen=True)
class Act:
    """Something asked under a key, how it was answered, and what the caller then has there."""

    method: str
    path: str
    body: Any
    key: str
    status: int
    rows: list[Row]


class Subject(Protocol):
    """What a caller writes about."""

    @property
    def path(self) -> str: ...

    def body(self, name: str, number: int) -> Any: ...


@dataclass(frozen=True)
class Visits:
    """Visits to a resident, told apart by their purpose."""

    visit: dict[str, Any]
    path: str = VISITS

    def body(self, name: str, number: int) -> Any:
        return self.visit | {"subject": name, "totalPeople": number}


@dataclass(frozen=True)
class Books:
    """A patient booked on slots, a slot for each name, which is the note."""

    patient: int
    slots: dict[str, int]
    path: str = BOOKS

    def body(self, name: str, number: int) -> Any:
        whom = {"available_slot_id": self.slots[name], "patient_id": self.patient}
        return {"book": whom | {"notes": name, "appointment_type": str(number)}}


def found(database: Database) -> list[Row]:
    """What is there of what callers write, each as often as it is there."""
    with database.read() as tx:
        claims = [each.value() for each in tx.session.scalars(select(AppointmentRecord))]
        books = [
            (each.note, int(each.appointment_type or 0)) for each in claims if each.counts(tx.now)
        ]
    return sorted([*books, *((entry.subject, entry.people) for entry in log(database))])


class Caller:
    """One who writes; `acts` are those that were answered, on the line from `port`.

    The answers went out with the steps `answered` of a recording.
    """

    def __init__(self, name: str, subject: Subject, secret: str) -> None:
        self.name = name
        self.acts: list[Act] = []
        self.port = 0
        self.answered: list[int] = []
        self._subject = subject
        self._headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        self._dice = random.Random(name)
        self._places: dict[str, str] = {}

    def work(self, live: Live, acts: int) -> None:
        with closing(HTTPConnection("127.0.0.1", live.port, timeout=60)) as line:
            line.connect()
            self.port = line.sock.getsockname()[1]
            for number in range(acts):
                self._do(line, number)

    def answers_before(self, steps: int) -> int:
        """How many answers had begun to go out in so many steps of the recording."""
        return bisect_left(self.answered, steps)

    def rows(self, answers: int) -> list[Row]:
        """What it has there after so many answers."""
        return self.acts[min(answers, len(self.acts)) - 1].rows if answers else []

    def owns(self, row: Row) -> bool:
        return row[0].startswith(f"{self.name} ")

    def _do(self, line: HTTPConnection, number: int) -> None:
        rows = dict(self.rows(number))
        method = self._dice.choice(["POST", "POST", "PUT", "DELETE"]) if rows else "POST"
        name = f"{self.name} {number}" if method == "POST" else self._dice.choice(sorted(rows))
        path = self._places.get(name, self._subject.path)
        if method == "DELETE":
            del rows[name]
        else:
            rows[name] = number + 1
        body = self._subject.body(name, number + 1) if method != "DELETE" else None
        key = f"{self.name} {number}"
        raw = None if body is None else json.dumps(body)
        line.request(method, path, raw, self._headers | {"Idempotency-Key": key})
        answer = line.getresponse()
        told = answer.read()
        assert answer.status < 300, (method, path, body, answer.status, told)
        if method == "POST":
            self._places[name] = f"{path}/{json.loads(told)['id']}"
        self.acts.append(Act(method, path, body, key, answer.status, sorted(rows.items())))
