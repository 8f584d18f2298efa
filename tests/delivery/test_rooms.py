"""Rooms of remote appointments: links of the desk's own, and rooms that another service makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from desk import upkeep
from desk.delivery import rooms as arranging
from desk.domain.appointment import Appointment, Details, Shelf
from desk.services import appointment_documents, appointments, rooms, site, undo
from desk.services.appointment_documents import Text
from desk.store.database import Database
from tests.conftest import Clock
from tests.delivery.room_service import RoomService, room_service
from tests.services.telling_of import ahead, booked, talkative

LINK = "linkTeleconsultation"
TWO: dict[str, Any] = {"patients": ["ada"], "doctors": ["eva"]}


@pytest.fixture
def service(database: Database) -> Iterator[RoomService]:
    """Rooms are made by another service."""
    with room_service() as running:
        talkative(database, teleconsultation_endpoint=running.address)
        yield running


def remote(database: Database, **extra: Any) -> Appointment:
    return booked(database, isRemote=True, **{**TWO, **extra})


def link_of(database: Database, key: int) -> str | None:
    with database.read() as tx:
        link: str | None = appointments.one(tx, key).extra.get(LINK)
        return link


def changed(database: Database, key: int, *, days: int = 3, **extra: Any) -> None:
    with database.write("test") as tx:
        text = Text(span=ahead(days), details=Details(extra={**TWO, **extra}))
        appointment_documents.rewrite(tx, key, text, reason="test")


def test_a_remote_appointment_has_a_room_that_nobody_guesses(both: Database) -> None:
    talkative(both)

    links = {link_of(both, remote(both).id), link_of(both, remote(both).id)}

    assert len(links) == 2
    assert all(re.fullmatch(r"https://meet\.jit\.si/desk-[\w-]{22}", str(each)) for each in links)


def test_rooms_are_on_the_server_that_the_house_chose(database: Database) -> None:
    talkative(database)
    with database.write("test") as tx:
        site.choose(tx, "rooms.base_url", "https://meet.example.org/clinic/")

    link = link_of(database, remote(database).id)

    assert str(link).startswith("https://meet.example.org/clinic/desk-")


def test_without_the_service_there_is_no_link(database: Database) -> None:
    # "`isTeleconsultationAvailable` false: keep `isRemote`, no link"
    talkative(database, is_teleconsultation_available=False)

    assert link_of(database, remote(database).id) is None


def test_remote_from_now_on_makes_a_room_and_no_longer_takes_the_link_away(
    database: Database,
) -> None:
    # "`false->true` create …, `true->false` delete + unset link"
    talkative(database)
    made = booked(database, **TWO)
    assert link_of(database, made.id) is None

    changed(database, made.id, isRemote=True)
    assert link_of(database, made.id) is not None
    changed(database, made.id)

    assert link_of(database, made.id) is None


def test_a_room_stays_the_same_when_the_date_changes(database: Database) -> None:
    talkative(database)
    made = remote(database)
    link = link_of(database, made.id)

    changed(database, made.id, days=4, isRemote=True, **{LINK: link})

    assert link_of(database, made.id) == link


def test_a_reservation_has_no_room_until_it_is_booked(database: Database) -> None:
    talkative(database)
    with database.write("test") as tx:
        held = appointments.hold(tx, None, ahead(), Details(extra={**TWO, "isRemote": True}))
    assert link_of(database, held.id) is None

    with database.write("test") as tx:
        appointments.confirm(tx, held.id)

    assert link_of(database, held.id) is not None


def test_another_service_is_told_after_the_booking_and_its_room_is_linked(
    both: Database,
) -> None:
    # "TEL API: POST -> 201 `{roomId}`"
    with room_service() as service:
        talkative(both, teleconsultation_endpoint=service.address)
        made = remote(both)
        assert link_of(both, made.id) is None

        assert arranging.arrange(both) == []

        assert service.told == [
            (
                "POST",
                "/teleconsultation",
                {
                    "participants": ["ada", "eva"],
                    "start_date": "2030-02-07T10:00:00.000Z",
                    "end_date": "2030-02-07T10:30:00.000Z",
                },
            )
        ]
        assert link_of(both, made.id) == f"{service.address}/room%201"


def test_the_service_hears_of_other_dates_and_people(
    database: Database, service: RoomService
) -> None:
    # "participants or dates changed -> update room"
    made = remote(database)
    arranging.arrange(database)
    link = link_of(database, made.id)

    changed(database, made.id, days=4, isRemote=True, patients=["ada", "ben"], **{LINK: link})
    arranging.arrange(database)

    method, path, body = service.told[-1]
    assert (method, path) == ("PATCH", "/teleconsultation/room%201")
    assert body["participants"] == ["ada", "ben", "eva"]
    assert body["start_date"] == "2030-02-08T10:00:00.000Z"
    assert link_of(database, made.id) == link


@pytest.mark.parametrize("how", ["no longer remote", "deleted", "removed"])
def test_a_room_that_is_not_needed_any_more_is_taken_away(
    database: Database, service: RoomService, how: str
) -> None:
    # "TRASH -> DELETED: room deleted"; "DELETE: room deleted if remote [S]"
    made = remote(database)
    arranging.arrange(database)

    with database.write("test") as tx:
        if how == "removed":
            appointment_documents.remove(tx, made.id)
        elif how == "deleted":
            appointments.shelve(tx, [made.id], Shelf.TRASH)
            appointments.shelve(tx, [made.id], Shelf.DELETED)
    if how == "no longer remote":
        changed(database, made.id)
    arranging.arrange(database)

    assert service.told[-1] == ("DELETE", "/teleconsultation/room%201", None)
    assert service.methods() == ["POST", "DELETE"]


@pytest.mark.parametrize(
    ("failing", "answer"),
    [(500, b"{}"), (201, b"no JSON"), (201, b"{}"), (201, b'{"roomId": 5}'), (302, b"")],
)
def test_a_service_that_fails_is_named_and_asked_again_later(
    database: Database, service: RoomService, clock: Clock, failing: int, answer: bytes
) -> None:
    # "a failing provider lands in `errors`, never fails the booking"
    service.failing, service.answer = failing, answer
    made = remote(database)

    [trouble] = arranging.arrange(database, [made.id])

    document = trouble.as_document()
    assert document["service"] == "teleconsultation-service"
    assert document["message"].startswith("the service of rooms: ")
    assert document["body"]["participants"] == ["ada", "eva"]
    assert arranging.arrange(database) == []  # not yet
    service.failing = service.answer = None
    clock.advance(timedelta(minutes=1))
    assert arranging.arrange(database) == []
    assert link_of(database, made.id) is not None


def test_a_service_that_is_not_there_costs_nothing_but_the_link(database: Database) -> None:
    with room_service() as gone:
        address = gone.address
    talkative(database, teleconsultation_endpoint=address)
    made = remote(database)

    [trouble] = arranging.arrange(database, [made.id])

    assert "cannot be reached" in trouble.message
    assert link_of(database, made.id) is None


def test_a_change_while_the_service_is_told_is_told_as_well(
    database: Database, service: RoomService
) -> None:
    made = remote(database)
    with database.read() as tx:
        [wish] = rooms.due(tx)
    changed(database, made.id, days=4, isRemote=True)

    with database.write("test") as tx:
        rooms.told(tx, wish, "r", "https://rooms.example.org/r")

    with database.read() as tx:
        [left] = rooms.due(tx)
    assert (left.room, left.version) == ("r", wish.version + 1)


def test_a_room_comes_back_when_taking_it_away_is_undone(
    database: Database, service: RoomService
) -> None:
    made = remote(database)
    arranging.arrange(database)
    link = link_of(database, made.id)
    with database.write("test") as tx:
        appointments.cancel(tx, [made.id])

    with database.write("test") as other:
        undo.revert(other, tx.batch)

    assert link_of(database, made.id) == link


def test_rooms_are_made_by_whoever_delivers_before_the_messages_go_out(
    database: Database, service: RoomService
) -> None:
    made = remote(database)
    with database.read() as tx:
        assert upkeep.delivery_due(tx)

    upkeep.deliver_due(database)

    assert link_of(database, made.id) is not None


def test_a_service_that_failed_is_waited_for(
    database: Database, service: RoomService, clock: Clock
) -> None:
    service.failing = 500
    with database.write("test") as tx:
        for setting in (site.TIMER, site.MESSAGING):
            site.choose(tx, setting.key, False)
    remote(database)

    assert not upkeep.deliver_due(database)

    with database.read() as tx:
        assert not upkeep.delivery_due(tx)
        assert upkeep.next_delivery(tx) == timedelta(minutes=1)
