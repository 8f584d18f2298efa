"""A window and a server on one file, at the time it really is: two doors to the same house."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from desk.domain.access import Role
from desk.domain.directory import AppointmentType, Person, Resource
from desk.gui.controls import Controls
from desk.services import directory, tokens
from desk.store.database import Database
from desk.store.watch import Watch
from tests import build
from tests.api.live import Live, served
from tests.conftest import address_of

SLOTS = "/v1/admin/clinic/availability/available_slots"
BOOKS = "/v1/admin/clinic/availability/books"
ENTRIES = "/api/v1/organizers/bigclinic/events/main/waitinglistentries/"
VISITS = "/api/residentvisits"
DAYS = "/api/visits/"

SOON_MS = 1000  # within which a window shows what was committed elsewhere (server contract)


@dataclass(frozen=True)
class Place:
    """An hour of Dr Smith: `id` is what document 001 calls it, `key` its availability in 004."""

    id: int
    key: str
    start: str
    end: str

    @property
    def name(self) -> str:
        """The slot as document 004 calls it, fit for a path."""
        return quote(f"{self.key}|{self.start}|{self.end}", safe="")

    @property
    def period(self) -> str:
        return f"startDate={self.start}&endDate={self.end}"

    def claim(self, owner: str = "u1") -> dict[str, str]:
        """What document 004 books it with."""
        dates = {"startDate": self.start, "endDate": self.end}
        return {"availabilityId": self.key, **dates, "ownerId": owner}


@dataclass(frozen=True)
class OpenDesk:
    """The house and both its doors. Nobody is offered a place unless somebody asks for it."""

    database: Database
    controls: Controls
    live: Live
    secret: str
    smith: Resource
    maria: Person
    therapy: AppointmentType

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """What the server answers to a machine that may do everything."""
        scheme = "Token" if path.startswith(ENTRIES) else "Bearer"
        shown = {"authorization": f"{scheme} {self.secret}"}
        status, _, raw = self.live.ask(method, path, body, **shown)
        return status, json.loads(raw) if raw else None

    def get(self, path: str) -> Any:
        status, body = self.ask("GET", path)
        assert status == 200, body
        return body

    def opened(self, hour: int = 10) -> Place:
        """An hour that is opened through document 001, some days from now."""
        start = datetime.combine(self.date, time(hour), UTC)
        times = {"start_time": text(start), "end_time": text(start + timedelta(hours=1))}
        body = {"available_slot": {"provider_id": self.smith.id, **times}}
        status, made = self.ask("POST", SLOTS, body)
        assert status == 201, made
        begin, end = made["start_time"], made["end_time"]
        [slot] = self.get(f"/slots/?startDate={begin}&endDate={end}")
        return Place(made["id"], slot["availabilityId"], begin, end)

    @property
    def date(self) -> date:
        """The date that the stories are about: soon, and not today."""
        return datetime.now(UTC).date() + timedelta(days=5)

    def book(self, place: Place) -> tuple[int, Any]:
        """Book Maria through document 001."""
        book = {"available_slot_id": place.id, "patient_id": self.maria.id}
        return self.ask("POST", BOOKS, {"book": book})

    def lock(self, place: Place, owner: str = "u1") -> tuple[int, Any]:
        """Hold it through document 004."""
        body = {"ownerId": owner, "lockDurationMs": 600_000}
        return self.ask("PATCH", f"/slots/lock/{place.name}", body)

    def status(self, place: Place) -> str:
        """How document 004 has the slot."""
        [slot] = self.get(f"/slots/?{place.period}")
        found: str = slot["status"]
        return found

    def taken_by(self, place: Place) -> list[dict[str, Any]]:
        """Whom document 004 shows in the slot of the calendar."""
        events = self.get(f"/calendar/?{place.period}")
        [slot] = next(each for each in events if each["_id"] == place.key)["slots"]
        found: list[dict[str, Any]] = slot["appointments"]
        return found


@pytest.fixture
def open_desk(database: Database, controls: Controls, tmp_path: Path) -> Iterator[OpenDesk]:
    with database.write("test") as tx:
        directory.put_organisation(tx, "bigclinic", "Big Clinic")
        smith = build.resource(tx, "Dr. Ann", "Smith", key="smith")
        maria = build.patient(tx, "Maria", "Gomez")
        therapy = build.appointment_type(tx, "therapy", automatic=False)
        _, secret = tokens.create(tx, "portal", Role.ADMIN)
    watch = Watch(database)
    watch.start()
    with served(address_of(database), tmp_path) as live:
        yield OpenDesk(database, controls, live, secret, smith, maria, therapy)
    watch.stop()


def text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"
