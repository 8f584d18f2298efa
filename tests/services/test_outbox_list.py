"""The outbox to be looked at: in its order, by name, and by as little reading as possible."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from desk.domain.appointment import Details
from desk.domain.directory import Person
from desk.domain.message import OWN_CATEGORY, Channel, Event, Fate, Telling
from desk.services import appointments, message_settings, outbox, outbox_list, people, site
from desk.store.database import Database, Write
from desk.store.records import MessageRecord
from tests import build
from tests.build import span
from tests.conftest import at


def message(tx: Write, to: str, fate: Fate = Fate.PENDING, **fields: Any) -> int:
    """A message about Wednesday's appointment; gives its number."""
    facts: dict[str, Any] = {
        "event": Event.CREATE.value,
        "category": OWN_CATEGORY,
        "recipient": to,
        "template": "appointment-booked",
        "channel": Channel.EMAIL.value,
        "fate": fate.value,
        "due": at(10),
        "until": at(10, 0, 2),
        "about": {},
        "created_at": tx.now,
        "created_by": tx.actor,
    }
    record = MessageRecord(**facts | fields)
    outbox.put(tx, [record])
    return record.id


@pytest.fixture
def ada(both: Database) -> Person:
    with both.write("test") as tx:
        return build.patient(tx, "Ada", "Lind", email="ada@example.org")


def test_what_is_to_be_sent_comes_in_its_turn_and_what_is_over_latest_first(
    both: Database, ada: Person
) -> None:
    to = str(ada.id)
    with both.write("test") as tx:
        late, soon = (message(tx, to, due=at(hour)) for hour in (12, 11))
        early = message(tx, to, Fate.FAILED, due=at(7))
        missed = message(tx, to, Fate.MISSED, due=at(8))

    with both.read() as tx:
        pending = outbox_list.page(tx, [Fate.PENDING])
        over = outbox_list.page(tx, outbox_list.NOT_SENT)
        every = outbox_list.page(tx, list(Fate))

    assert [row.id for row in pending.rows] == [soon, late]
    assert [row.id for row in over.rows] == [missed, early]
    assert [row.id for row in every.rows] == [missed, early, soon, late]
    assert not pending.more


def test_a_page_says_whether_there_is_more(both: Database, ada: Person) -> None:
    with both.write("test") as tx:
        for minute in range(3):
            message(tx, str(ada.id), Fate.SENT, due=at(8, minute))

    with both.read() as tx:
        some = outbox_list.page(tx, [Fate.SENT], limit=2)
        rest = outbox_list.page(tx, [Fate.SENT], limit=3)

    assert (len(some.rows), some.more) == (2, True)
    assert (len(rest.rows), rest.more) == (3, False)


def test_names_are_looked_up_all_at_once(database: Database) -> None:
    with database.write("test") as tx:
        for number in range(50):
            somebody = build.patient(tx, f"P{number}", "Lind")
            message(tx, str(somebody.id))
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    with database.read() as tx:
        found = outbox_list.page(tx, [Fate.PENDING])

    assert {row.name for row in found.rows} == {f"P{number} Lind" for number in range(50)}
    assert len([each for each in statements if each.startswith("SELECT")]) == 2


def test_somebody_is_found_by_name_under_the_one_they_were_merged_into(
    both: Database, ada: Person
) -> None:
    with both.write("test") as tx:
        twin = build.patient(tx, "A.", "Lindt")
        other = build.patient(tx, "Bea", "Moss")
        mine = message(tx, str(ada.id))
        hers = message(tx, str(twin.id))
        message(tx, str(other.id))
    with both.write("test") as tx:
        people.merge(tx, ada.id, twin.id)

    with both.read() as tx:
        found = outbox_list.page(tx, [Fate.PENDING], "ADA lind")

    assert {row.id: row.name for row in found.rows} == {mine: "Ada Lind", hers: "Ada Lind"}


def test_others_are_found_by_address_by_provider_and_on_the_waiting_list(both: Database) -> None:
    with both.write("test") as tx:
        rossi = build.resource(tx, "Eva", "Rossi", key="eva")
        type_ = build.appointment_type(tx)
        waits = build.waiting(tx, type_.id, "Cid Novak")
        mail = message(tx, "max@example.org", category="ownerId")
        provider = message(tx, rossi.key, category="providerId")
        offer = message(tx, "", entry_id=waits.id, event=Event.OFFER.value)

    with both.read() as tx:
        for typed, wanted in (("max@", mail), ("rossi", provider), ("novak cid", offer)):
            assert [r.id for r in outbox_list.page(tx, [Fate.PENDING], typed).rows] == [wanted]


def test_whom_to_call_is_who_can_still_be_told(both: Database, ada: Person) -> None:
    with both.write("test") as tx:
        message(tx, str(ada.id), Fate.FAILED, until=tx.now - timedelta(hours=1))
        message(tx, str(ada.id), Fate.SENT)
        later = message(tx, str(ada.id), Fate.FAILED, until=at(12))
        sooner = message(tx, str(ada.id), Fate.FAILED, until=at(11))

    with both.read() as tx:
        assert [row.id for row in outbox_list.to_call(tx, 10)] == [sooner, later]
        assert [row.id for row in outbox_list.to_call(tx, 1)] == [sooner]


def test_only_what_is_due_and_nobody_s_yet_is_counted(both: Database, ada: Person) -> None:
    with both.write("test") as tx:
        message(tx, str(ada.id), due=at(8))
        message(tx, str(ada.id), due=at(8))
        message(tx, str(ada.id), due=at(8), waits=True)
        message(tx, str(ada.id), due=at(10))
        outbox.claim(tx, "here")

    with both.read() as tx:
        assert outbox_list.number_due(tx) == 1


def test_a_kind_is_asked_of_until_it_is_answered(both: Database, ada: Person) -> None:
    with both.write("test") as tx:
        site.choose(tx, site.MESSAGING.key, True)
        message(tx, str(ada.id), waits=True)
        last = message(tx, str(ada.id), waits=True, event=Event.UPDATE.value)
    with both.read() as tx:
        found = outbox_list.asking(tx)
        assert found is not None
        assert found.id == last

    with both.write("test") as tx:
        outbox.answer(tx, Event.UPDATE, tell=False)
        outbox.answer(tx, Event.CREATE, tell=True)

    with both.read() as tx:
        assert outbox_list.asking(tx) is None


def test_what_one_step_tells_is_known_by_its_number(both: Database, ada: Person) -> None:
    with both.write("test") as tx:
        site.choose(tx, site.MESSAGING.key, True)
        site.choose(tx, message_settings.TELL[Event.CREATE].key, True)
        opened = build.availability(tx, build.resource(tx).id)
        message(tx, str(ada.id))
    with both.write("desk") as tx:
        tx.telling = Telling.BY_HAND
        appointments.book(tx, opened.id, span(10), Details(person_id=ada.id))

    with both.read() as tx:
        told = outbox_list.told_in(tx, tx_number := _last_batch(both))
        assert [(row.name, row.message.event) for row in told] == [("Ada Lind", Event.CREATE)]
        assert outbox_list.told_in(tx, tx_number + 1) == []


def _last_batch(database: Database) -> int:
    with database.read() as tx:
        return build.journal(tx)[-1].batch
