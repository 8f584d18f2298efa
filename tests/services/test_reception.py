"""What happens at the counter in one act, and that undoing it takes all of it back."""

from __future__ import annotations

import pytest

from desk.domain.directory import PersonKind
from desk.domain.errors import DayFull, NotAdmitted
from desk.domain.visitor import Standing, Times
from desk.services import days, journal, people, reception, undo, visitor_log, visitors
from desk.services.people import Details
from desk.services.reception import Arrival, Guests
from desk.store.database import Database
from tests.build import alert, day, entry, last_change, party, resident

NOBODY = 0
NEW_HOST = Details(kind=PersonKind.RESIDENT, first_name="Nina", last_name="Lang")


def test_a_new_host_is_written_down_together_with_the_party(both: Database) -> None:
    with both.write("ann") as tx:
        written = reception.receive(tx, Arrival(party=party(NOBODY), new_host=NEW_HOST))

    assert (written.resident_name, written.standing) == ("Nina Lang", Standing.INSIDE)


def test_undoing_takes_party_host_and_places_back_at_once(both: Database) -> None:
    with both.write("ann") as tx:
        day(tx, tx.today, places=5)
    with both.write("ann") as tx:
        reception.receive(
            tx, Arrival(party=party(NOBODY, people=3), new_host=NEW_HOST, counted=True)
        )
    batch = tx.batch

    with both.write("ann") as tx:
        undo.revert(tx, batch)

    with both.read() as look:
        assert visitors.inside(look) == []
        assert people.find(look) == []
        assert days.on(look, look.today).occupied == 0


def test_an_announced_party_is_let_in_as_the_same_entry(both: Database) -> None:
    with both.write("ann") as tx:
        host = resident(tx)
        announced = entry(tx, host.id, expected_at=tx.now)

    with both.write("ann") as tx:
        let_in = reception.receive(
            tx,
            Arrival(party=party(host.id), expected=announced.id, seen=announced.version),
        )

    assert (let_in.id, let_in.standing) == (announced.id, Standing.INSIDE)
    with both.read() as look:
        assert visitor_log.count(look, visitor_log.View()) == 1


def test_a_full_day_refuses_everything_unless_there_is_a_reason(both: Database) -> None:
    with both.write("ann") as tx:
        host = resident(tx)
        day(tx, tx.today, places=2, occupied=1)
    counted = Arrival(party=party(host.id, people=4), counted=True)

    with pytest.raises(DayFull), both.write("ann") as tx:
        reception.receive(tx, counted)

    with both.read() as look:
        assert visitors.inside(look) == []
    with both.write("ann") as tx:
        beyond = Arrival(party=counted.party, counted=True, beyond="the fire officer agreed")
        reception.receive(tx, beyond)
    with both.read() as look:
        assert days.on(look, look.today).occupied == 5


def test_both_reasons_stand_in_the_journal(database: Database) -> None:
    with database.write("ann") as tx:
        host = resident(tx)
        day(tx, tx.today, places=0)
        alert(tx, "Max Muster")
    since = last_change(database)
    arrival = Arrival(party=party(host.id, "Max Muster"), counted=True, beyond="told so")

    with pytest.raises(NotAdmitted), database.write("ann") as tx:
        reception.receive(tx, arrival)
    with database.write("ann") as tx:
        anyway = Arrival(party=arrival.party, counted=True, beyond="told so", anyway="police here")
        reception.receive(tx, anyway)

    with database.read() as look:
        reasons = {written.reason for written in journal.since(look, since)}
    assert reasons == {"police here; told so"}


def test_announcing_and_amending_take_a_new_host_too(database: Database) -> None:
    with database.write("ann") as tx:
        announced = reception.announce(
            tx, Guests(party=party(NOBODY), new_host=NEW_HOST), Times(expected_at=tx.now)
        )
    other = Details(kind=PersonKind.RESIDENT, first_name="Otto", last_name="Lang")

    with database.write("ann") as tx:
        amended = reception.amend(
            tx,
            announced.id,
            Guests(party=party(NOBODY), new_host=other),
            None,
            seen=announced.version,
        )

    assert (announced.resident_name, amended.resident_name) == ("Nina Lang", "Otto Lang")
