"""What is done at the desk: asked once whether it is told, and taken back before it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desk.domain.appointment import Appointment, Details
from desk.domain.directory import Person
from desk.domain.message import Event, Fate, Telling
from desk.domain.waiting import WaitingEntry
from desk.services import appointments, message_settings, outbox, people, site, undo, waiting
from desk.store.database import Database
from tests import build
from tests.conftest import Clock, at
from tests.services.telling_of import (
    ahead,
    booked,
    by_hand,
    messages,
    reminders,
    talkative,
    told,
)

BOOKED, MOVED, CANCELLED = "appointment-booked", "appointment-moved", "appointment-cancelled"


@pytest.fixture
def ada(database: Database) -> Person:
    talkative(database)
    with database.write("test") as tx:
        return build.patient(tx, "Ada", "Lind", email="ada@example.org")


def answered(database: Database, tell: bool) -> None:
    with database.write("test") as tx:
        for event in message_settings.TELL:
            outbox.answer(tx, event, tell=tell)


def at_the_desk(database: Database, ada: Person) -> Appointment:
    return booked(database, person_id=ada.id, telling=Telling.BY_HAND)


def moved(database: Database, key: int, days: int) -> int:
    with by_hand(database) as tx:
        appointments.move(tx, key, ahead(days), seen=None)
    return int(tx.batch)


def reverted(database: Database, batch: int) -> None:
    with by_hand(database) as tx:
        undo.revert(tx, batch)


def waits_for_a_slot(database: Database, *, capacity: int = 1, **who: Any) -> WaitingEntry:
    """Somebody who waits for what can be had tomorrow."""
    with database.write("test") as tx:
        kind = build.appointment_type(tx, "therapy")
        rossi = build.resource(tx)
        build.availability(tx, rossi.id, ahead(1), capacity=capacity, appointment_type="therapy")
        return build.waiting(tx, kind.id, **who)


def test_the_person_is_told_in_the_words_of_the_house(database: Database, ada: Person) -> None:
    answered(database, True)

    at_the_desk(database, ada)

    assert told(database) == [("create", str(ada.id), BOOKED)]
    assert reminders(database) == [(str(ada.id), timedelta(days=1))]


def test_nobody_is_told_before_the_desk_has_said_so(database: Database, ada: Person) -> None:
    at_the_desk(database, ada)

    with database.read() as tx:
        assert outbox.unanswered(tx) == [Event.CREATE]
        assert not outbox.due(tx)


def test_the_answer_is_remembered_for_its_kind(
    database: Database, ada: Person, clock: Clock
) -> None:
    first = at_the_desk(database, ada)
    with database.write("test") as tx:
        outbox.answer(tx, Event.CREATE, tell=True)
    second = booked(database, ahead(4), person_id=ada.id, telling=Telling.BY_HAND)
    clock.advance(timedelta(minutes=1))

    with database.read() as tx:
        assert len(outbox.due_ids(tx, 10)) == 2
    sent_all(database, clock)
    moved(database, first.id, 5)
    with database.read() as tx:
        assert outbox.unanswered(tx) == [Event.UPDATE]
    assert second.id != first.id


def test_a_desk_that_does_not_tell_writes_nothing(database: Database, ada: Person) -> None:
    answered(database, False)

    key = at_the_desk(database, ada).id
    moved(database, key, 4)

    assert told(database) == []


def test_no_for_an_answer_stops_what_has_waited_for_it(database: Database, ada: Person) -> None:
    at_the_desk(database, ada)

    with database.write("test") as tx:
        outbox.answer(tx, Event.CREATE, tell=False)

    assert told(database, Fate.ABORTED) == [("create", str(ada.id), BOOKED)]


def test_what_a_machine_does_is_told_at_once(database: Database, ada: Person) -> None:
    booked(database, person_id=ada.id)

    with database.read() as tx:
        assert outbox.due(tx)


def test_a_note_is_nobody_s_business(database: Database, ada: Person) -> None:
    answered(database, True)
    made = at_the_desk(database, ada)

    with by_hand(database) as tx:
        details = Details(person_id=ada.id, note="Bring the old one", appointment_type="check")
        appointments.amend(tx, made.id, details, seen=None)

    assert len(messages(database)) == 2  # booked, and the reminder


def test_arriving_tells_nobody(database: Database, ada: Person) -> None:
    answered(database, True)
    made = at_the_desk(database, ada)
    before = messages(database)

    with by_hand(database) as tx:
        appointments.arrive(tx, [made.id])

    assert messages(database) == before


def test_a_booking_taken_back_at_once_is_heard_of_by_nobody(
    database: Database, ada: Person
) -> None:
    answered(database, True)
    with by_hand(database) as tx:
        appointments.book(tx, None, ahead(), Details(person_id=ada.id))

    reverted(database, tx.batch)

    assert {each.fate for each in messages(database)} == {Fate.ABORTED}


def test_a_booking_that_was_told_is_called_off_when_it_is_taken_back(
    database: Database, ada: Person, clock: Clock
) -> None:
    answered(database, True)
    with by_hand(database) as tx:
        appointments.book(tx, None, ahead(), Details(person_id=ada.id))
    sent_all(database, clock)

    reverted(database, tx.batch)

    assert told(database, Fate.PENDING) == [("delete", str(ada.id), CANCELLED)]


def test_a_move_taken_back_at_once_is_heard_of_by_nobody(
    database: Database, ada: Person, clock: Clock
) -> None:
    answered(database, True)
    made = at_the_desk(database, ada)
    sent_all(database, clock)

    reverted(database, moved(database, made.id, 4))

    assert told(database, Fate.PENDING) == []
    assert [due for _, due in reminders(database)] == [timedelta(days=1)]


def test_of_two_moves_only_the_last_is_told_with_the_date_that_was_known(
    database: Database, ada: Person, clock: Clock
) -> None:
    answered(database, True)
    made = at_the_desk(database, ada)
    sent_all(database, clock)

    moved(database, made.id, 4)
    moved(database, made.id, 5)

    [pending] = [m for m in messages(database, Fate.PENDING) if m.event is Event.UPDATE]
    assert pending.about["was"]["startDate"] == ahead(3).start.timestamp() * 1000
    assert pending.about["startDate"] == ahead(5).start.timestamp() * 1000


def test_a_booking_moved_at_once_is_told_as_a_booking(database: Database, ada: Person) -> None:
    answered(database, True)
    made = at_the_desk(database, ada)

    moved(database, made.id, 4)

    [pending] = [m for m in messages(database, Fate.PENDING) if m.event is not Event.REMINDER]
    assert pending.event is Event.CREATE
    assert pending.about["startDate"] == ahead(4).start.timestamp() * 1000


def test_who_was_told_that_it_is_off_hears_that_it_stands_again(
    database: Database, ada: Person, clock: Clock
) -> None:
    answered(database, True)
    made = at_the_desk(database, ada)
    with by_hand(database) as tx:
        appointments.cancel(tx, [made.id])
    sent_all(database, clock)

    with by_hand(database) as tx:
        appointments.restore(tx, [made.id])

    assert told(database, Fate.PENDING) == [("create", str(ada.id), BOOKED)]
    assert len(reminders(database)) == 1


def test_somebody_without_an_address_is_on_the_list_of_those_to_call(database: Database) -> None:
    talkative(database)
    answered(database, True)
    with database.write("test") as tx:
        ben = build.patient(tx, "Ben", "Lund", phone="0171 555")

    booked(database, person_id=ben.id, telling=Telling.BY_HAND)

    [failed] = messages(database, Fate.FAILED)[:1]
    assert failed.error == "no address is known"


def test_two_records_of_one_person_become_one_in_silence(database: Database, ada: Person) -> None:
    answered(database, True)
    with database.write("test") as tx:
        twin = build.patient(tx, "Ada", "Lind", email="lind@example.org")
    booked(database, person_id=twin.id, telling=Telling.BY_HAND)
    before = len(messages(database))

    with by_hand(database) as tx:
        people.merge(tx, ada.id, twin.id)
    assert len(messages(database)) == before
    reverted(database, tx.batch)

    assert len(messages(database)) == before


def test_undoing_a_cancellation_undoes_what_was_told_as_well(
    database: Database, ada: Person, clock: Clock
) -> None:
    answered(database, True)
    made = at_the_desk(database, ada)
    sent_all(database, clock)
    with by_hand(database) as tx:
        appointments.cancel(tx, [made.id])

    reverted(database, tx.batch)

    assert told(database, Fate.PENDING) == []
    assert len(reminders(database)) == 1


def test_who_waits_hears_of_the_place_that_is_kept_for_them(
    database: Database, ada: Person
) -> None:
    entry = waits_for_a_slot(database, name="Ada Lind", person_id=ada.id)

    with database.write("test") as tx:
        waiting.sweep(tx)

    [offered] = messages(database)
    assert (offered.event, offered.to.user) == (Event.OFFER, str(ada.id))
    assert offered.entry_id == entry.id
    assert offered.until == at(10)


def test_an_offer_taken_back_is_not_sent(database: Database, ada: Person) -> None:
    entry = waits_for_a_slot(database, name="Eve", email="eve@example.org")
    with database.write("test") as tx:
        waiting.sweep(tx)

    with database.write("test") as tx:
        waiting.withdraw(tx, entry.id, back=False)

    assert told(database, Fate.ABORTED) == [("offer", "eve@example.org", "place-offered")]


def test_a_party_hears_of_its_places_once(database: Database, ada: Person) -> None:
    waits_for_a_slot(database, capacity=3, name="Ada Lind", person_id=ada.id, party=3)
    with database.write("test") as tx:
        waiting.sweep(tx)

    assert told(database) == [("offer", str(ada.id), "place-offered")]


def test_an_answered_offer_becomes_a_booking_that_is_told(database: Database, ada: Person) -> None:
    entry = waits_for_a_slot(database, name="Ada Lind", person_id=ada.id)
    with database.write("test") as tx:
        waiting.sweep(tx)

    with database.write("test") as tx:
        waiting.accept(tx, entry.id)

    assert told(database, Fate.PENDING) == [("create", str(ada.id), BOOKED)]


def test_the_house_may_name_other_words_or_none(database: Database, ada: Person) -> None:
    with database.write("test") as tx:
        site.choose(tx, message_settings.OWN_TEMPLATES.key, {"create": "our-words"})

    booked(database, person_id=ada.id)

    assert [(m.event, m.template) for m in messages(database)] == [(Event.CREATE, "our-words")]


def sent_all(database: Database, clock: Clock) -> None:
    """Let everything but the reminders go out."""
    clock.advance(timedelta(minutes=1))
    with database.write("worker") as tx:
        while (message := outbox.claim(tx, "worker")) is not None:
            outbox.sent(tx, message.id, "worker")
