"""Many callers at once over real HTTP: exactly one wins, the others get the documented answer."""

from __future__ import annotations

import json
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from desk.domain.availability import Availability
from desk.domain.directory import Per
from desk.domain.document_ids import hex_id
from desk.domain.span import Span
from desk.services import directory, waiting
from desk.store.database import Database
from desk.store.records import AppointmentRecord
from tests import build
from tests.api.clinic import BOOKS
from tests.api.live import Live, served
from tests.api.slot_words import slot_id
from tests.api.waiting_of import PATH
from tests.api.wire_of import token
from tests.conftest import address_of

CALLERS, QUEUE = 20, 6
TAKEN = {"errors": "Available slot is already booked"}
Reply = tuple[int, Any]


@dataclass(frozen=True)
class Slot:
    """One place of a provider, by its names in documents 001 and 004, and a patient for it."""

    opened: Availability
    patient: int

    @property
    def dates(self) -> dict[str, str]:
        span = self.opened.span
        return {"startDate": _text(span.start), "endDate": _text(span.end)}

    @property
    def name(self) -> str:
        return quote(slot_id(self.opened, *self.dates.values()), safe="")


@dataclass(frozen=True)
class House:
    """A running server and its database, both at the time it really is."""

    store: Database
    live: Live
    secret: str

    def ask(self, method: str, path: str, body: Any = None) -> Reply:
        scheme = "Token" if path.startswith(PATH) else "Bearer"
        shown = {"authorization": f"{scheme} {self.secret}"}
        status, _, raw = self.live.ask(method, path, body, **shown)
        return status, json.loads(raw) if raw else None

    def slot(self, provider: int | None = None) -> Slot:
        """A slot of that provider or of a new one, a few days from now."""
        soon = datetime.now(UTC).date() + timedelta(days=5)
        start = datetime.combine(soon, time(10), UTC)
        with self.store.write("test") as tx:
            whose = provider or build.resource(tx).id
            opened = build.availability(tx, whose, Span(start, start + build.HALF_AN_HOUR))
            return Slot(opened, build.patient(tx).id)

    def book(self, slot: Slot, _which: int = 0) -> Reply:
        """Take it through document 001."""
        book = {"available_slot_id": slot.opened.id, "patient_id": slot.patient}
        return self.ask("POST", BOOKS, {"book": book})

    def appoint(self, slot: Slot, which: int) -> Reply:
        """Take it through document 004, each for an owner of their own."""
        whose = {"availabilityId": hex_id(slot.opened.id), "ownerId": f"owner {which}"}
        return self.ask("POST", "/appointments/", {**slot.dates, **whose})

    def lock(self, slot: Slot, which: int) -> Reply:
        body = {"ownerId": f"owner {which}", "lockDurationMs": 600_000}
        return self.ask("PATCH", f"/slots/lock/{slot.name}", body)

    def queue(self, people: int, **wanted: Any) -> list[int]:
        """The entries of so many people who wait for the same."""
        found = []
        for number in range(people):
            asked = {"email": f"guest{number}@example.org", **wanted}
            status, entry = self.ask("POST", PATH, asked)
            assert status == 201, entry
            found.append(entry["id"])
        return found

    def send(self, entry: int) -> Reply:
        return self.ask("POST", f"{PATH}{entry}/send_voucher/")

    def claims(self, **where: int) -> int:
        """How many there are that take a place."""
        with self.store.read() as tx:
            found = tx.session.scalars(select(AppointmentRecord).filter_by(**where))
            return sum(record.value().counts(tx.now) for record in found)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, furnished_file: Path
) -> Iterator[str]:
    """Where a database of either kind is; all of these tests run on the same one."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(furnished_file, tmp_path_factory.mktemp('races'))}"
        return
    server: str = request.getfixturevalue("server")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE races TEMPLATE furnished")
        yield make_url(server).set(database="races").render_as_string(hide_password=False)
        connection.execute("DROP DATABASE races WITH (FORCE)")


@pytest.fixture(scope="module")
def house(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    store = Database(address)
    with store.write("test") as tx:
        directory.put_organisation(tx, "bigclinic", "Big Clinic")
    secret = token(store, "admin")
    with served(address_of(store), tmp_path_factory.mktemp("home")) as live:
        yield House(store, live, secret)
    store.close()


@pytest.fixture
def live(house: House) -> Live:
    return house.live


@pytest.fixture
def slot(house: House) -> Slot:
    return house.slot()


def together(number: int, act: Callable[[int], tuple[int, Any]]) -> list[tuple[int, Any]]:
    """What so many callers get who all ask at the same moment."""
    gate, answers = threading.Barrier(number), []

    def ask(which: int) -> None:
        gate.wait(30)
        answers.append(act(which))

    callers = [threading.Thread(target=ask, args=(which,)) for which in range(number)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(60)
    assert len(answers) == number
    return answers


def statuses(answers: list[Reply]) -> Counter[int]:
    return Counter(status for status, _ in answers)


def require_forbidden(answers: list[Reply]) -> None:
    """Whoever came too late is told so in the shape of document 004."""
    for body in (body for status, body in answers if status == 403):
        assert list(body) == ["statusCode", "error", "message"]
        assert (body["statusCode"], body["error"]) == (403, "Forbidden")
        assert body["message"]


def require_sentences(answers: list[Reply]) -> None:
    """Whoever got no voucher is told why in a list of one sentence (document 002)."""
    for body in (body for status, body in answers if status == 400):
        assert isinstance(body, list)
        assert len(body) == 1
        assert body[0].endswith(".")


def test_of_fifty_creates_of_one_day_one_makes_it(live: Live) -> None:
    def create(_which: int) -> tuple[int, bytes]:
        status, _, body = live.ask("POST", "/api/visits/create/", {"day": "2030-02-04"})
        return status, body

    answers = together(50, create)

    assert statuses(answers) == {201: 1, 200: 49}
    assert len({body for _, body in answers}) == 1
    days = json.loads(live.ask("GET", "/api/visits/")[2])
    assert [day["day"] for day in days].count("2030-02-04") == 1


def test_of_twenty_equal_questions_under_one_key_one_is_carried_out(live: Live) -> None:
    def create(_which: int) -> tuple[int, bytes]:
        status, _, body = live.ask(
            "POST", "/api/visits/create/", {"day": "2030-02-05"}, idempotency_key="the-same"
        )
        return status, body

    answers = together(20, create)

    assert statuses(answers) == {201: 20}
    assert len({body for _, body in answers}) == 1


def test_of_twenty_books_of_one_slot_one_is_made(house: House, slot: Slot) -> None:
    answers = together(CALLERS, partial(house.book, slot))

    assert statuses(answers) == {201: 1, 409: CALLERS - 1}
    assert all(body == TAKEN for status, body in answers if status == 409)
    assert house.claims(availability_id=slot.opened.id) == 1


def test_of_twenty_appointments_on_one_slot_one_is_made(house: House, slot: Slot) -> None:
    answers = together(CALLERS, partial(house.appoint, slot))

    assert statuses(answers) == {200: 1, 403: CALLERS - 1}
    require_forbidden(answers)
    assert house.claims(availability_id=slot.opened.id) == 1


def test_of_twenty_locks_of_one_slot_one_is_given(house: House, slot: Slot) -> None:
    answers = together(CALLERS, partial(house.lock, slot))

    assert statuses(answers) == {200: 1, 403: CALLERS - 1}
    require_forbidden(answers)
    assert house.claims(availability_id=slot.opened.id) == 1


def test_of_two_crowds_at_two_doors_of_one_slot_one_caller_gets_it(
    house: House, slot: Slot
) -> None:
    doors = (house.book, house.appoint)

    answers = together(CALLERS, lambda which: doors[which % 2](slot, which))

    found = statuses(answers)
    assert found in ({201: 1, 409: 9, 403: 10}, {200: 1, 409: 10, 403: 9})
    assert all(body == TAKEN for status, body in answers if status == 409)
    require_forbidden(answers)
    assert house.claims(availability_id=slot.opened.id) == 1


def test_of_six_vouchers_for_one_place_one_is_sent(house: House) -> None:
    with house.store.write("test") as tx:
        pass_ = build.appointment_type(tx, "pass", Per.STOCK, places=0, automatic=False)
    entries = house.queue(QUEUE, item=pass_.id)
    with house.store.write("test") as tx:
        waiting.set_capacity(tx, "pass", 1)

    answers = together(QUEUE, lambda which: house.send(entries[which]))

    assert statuses(answers) == {204: 1, 400: QUEUE - 1}
    require_sentences(answers)
    assert house.claims(type_id=pass_.id) == 1


def test_of_six_vouchers_for_one_entry_one_is_sent(house: House) -> None:
    with house.store.write("test") as tx:
        course = build.appointment_type(tx, "course", Per.STOCK, places=0, automatic=False)
    [entry] = house.queue(1, item=course.id)
    with house.store.write("test") as tx:
        waiting.set_capacity(tx, "course", QUEUE)

    answers = together(QUEUE, lambda _which: house.send(entry))

    assert statuses(answers) == {204: 1, 400: QUEUE - 1}
    require_sentences(answers)
    assert house.claims(entry_id=entry) == 1


def test_of_six_vouchers_and_as_many_books_for_one_slot_one_gets_it(house: House) -> None:
    with house.store.write("test") as tx:
        therapy = build.appointment_type(tx, "therapy", automatic=False)
        rossi = build.resource(tx)
        variation = build.variation(tx, therapy.id, rossi.id)
    entries = house.queue(QUEUE, item=therapy.id, variation=variation.id)
    slot = house.slot(rossi.id)

    answers = together(
        2 * QUEUE,
        lambda which: house.send(entries[which // 2]) if which % 2 else house.book(slot),
    )

    found = statuses(answers)
    assert found in ({204: 1, 400: 5, 409: 6}, {201: 1, 400: 6, 409: 5})
    assert all(body == TAKEN for status, body in answers if status == 409)
    require_sentences(answers)
    assert house.claims(availability_id=slot.opened.id) == 1


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"
