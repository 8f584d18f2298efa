"""The waiting list as it is worked at the desk, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.domain.directory import Per, PersonKind
from desk.domain.errors import AlreadyWaiting
from desk.domain.waiting import Joining, Place, State, WaitingEntry
from desk.services import appointments, directory, people, waiting, waiting_desk, waiting_line
from desk.store.database import Database, Write
from desk.store.records import AppointmentTypeRecord
from tests import build
from tests.build import span

ZOE = people.Details(
    kind=PersonKind.PATIENT, first_name="Zoe", last_name="Quinn", phone="06 555 9123"
)


@pytest.fixture
def booked(both: Database) -> int:
    """A morning of one slot, which is taken."""
    with both.write("ann") as tx:
        lee = build.resource(tx)
        made = directory.put_type(
            tx, "c", "Consultation", site="main", per=Per.SLOT, code="c", waiting_list=True
        )
        tx.get(AppointmentTypeRecord, made.id).automatic = False
        opened = build.availability(tx, lee.id, span(10))
        return build.appointment(tx, opened, span(10)).id


def wish(tx: Write, name: str = "") -> Joining:
    return Joining(type_id=directory.appointment_types(tx)[0].id, name=name)


def joined(database: Database, *names: str) -> list[WaitingEntry]:
    found = []
    for name in names:
        with database.write("ann") as tx:
            found.append(waiting_desk.join(tx, wish(tx, name)))
    return found


def states(database: Database) -> dict[str, State]:
    with database.read() as tx:
        return {each.entry.name: each.state for each in waiting_line.listed(tx)}


def freed(database: Database, appointment_id: int) -> Place:
    """The place of an appointment that is cancelled."""
    with database.write("ann") as tx:
        appointments.cancel(tx, [appointment_id], reason="Ill")
    with database.read() as tx:
        return waiting_line.places_left(tx, [appointment_id])[0]


def test_somebody_unknown_joins_as_a_person_with_a_number(both: Database, booked: int) -> None:
    with both.write("ann") as tx:
        entry = waiting_desk.join(tx, wish(tx), ZOE)

    with both.read() as tx:
        assert people.one(tx, entry.person_id or 0).name == "Zoe Quinn"
    assert (entry.name, entry.phone) == ("Zoe Quinn", "06 555 9123")


def test_a_refused_entry_writes_nobody_down(both: Database, booked: int) -> None:
    with both.write("ann") as tx:
        waiting_desk.join(tx, replace(wish(tx, "Z. Quinn"), phone="06 5559123"))

    with pytest.raises(AlreadyWaiting), both.write("ann") as tx:
        waiting_desk.join(tx, wish(tx), ZOE)

    with both.read() as tx:
        assert people.find(tx, "zoe") == []


def test_an_entry_is_changed_to_be_somebody_who_is_written_down(
    both: Database, booked: int
) -> None:
    [entry] = joined(both, "Zoe")

    with both.write("ann") as tx:
        changed = waiting_desk.amend(tx, entry.id, wish(tx), ZOE, seen=entry.version)

    assert (changed.id, changed.name) == (entry.id, "Zoe Quinn")


def test_what_is_declined_goes_to_whoever_follows_in_the_same_act(
    both: Database, booked: int
) -> None:
    ada, _, cid = joined(both, "Ada", "Bea", "Cid")
    place = freed(both, booked)
    with both.write("ann") as tx:
        waiting.offer(tx, ada.id, place)

    with both.write("ann") as tx:
        [offer] = waiting_desk.pass_on(tx, ada.id, cid.id, place)

    assert offer.entry_id == cid.id
    assert states(both) == {"Ada": State.DECLINED, "Bea": State.WAITING, "Cid": State.OFFERED}


def test_what_is_declined_with_nobody_to_follow_is_free(both: Database, booked: int) -> None:
    [ada] = joined(both, "Ada")
    place = freed(both, booked)
    with both.write("ann") as tx:
        waiting.offer(tx, ada.id, place)

    with both.write("ann") as tx:
        assert waiting_desk.pass_on(tx, ada.id, None, place) == []

    with both.read() as tx:
        assert waiting_line.places_left(tx, [booked]) == [place]
