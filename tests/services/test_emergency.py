"""Who is on the list when everybody has to leave the house."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from desk.domain.appointment import Shelf
from desk.services import emergency
from desk.store.database import Database
from tests.build import appointment, entry, patient, resident, resource, span
from tests.conftest import at


def test_the_roll_has_whoever_is_inside_by_name_with_place(both: Database) -> None:
    with both.write("ann") as tx:
        host = resident(tx, unit="4D")
        hour = timedelta(hours=1)
        entry(tx, host.id, "karl behm", people=3)
        entry(tx, host.id, "Ada Lind")
        entry(tx, host.id, "Gone", arrived_at=tx.now - hour, departed_at=tx.now)
        entry(tx, host.id, "To Come", expected_at=tx.now + hour)

    with both.read() as look:
        roll = emergency.roll(look)

    assert [(p.name, p.place) for p in roll.present] == [
        ("Ada Lind", "4D"),
        ("karl behm", "4D"),
    ]
    assert (roll.people, roll.made_at) == (4, look.now)


def test_patients_are_inside_from_arriving_until_they_are_done(both: Database) -> None:
    with both.write("ann") as tx:
        doctor = resource(tx, "Dr. Eva", "Rossi", team="First floor")
        milan = patient(tx, "Milan", "Novak")
        for hour, title, marks in (
            (9, "Milan", {"person_id": milan.id}),
            (10, "Walk In", {"admitted_at": tx.now}),
            (11, "Done", {"admitted_at": tx.now, "completed_at": tx.now}),
            (12, "To Come", {"arrived_at": None}),
            (13, "Cancelled", {"shelf": Shelf.TRASH.value}),
            (35, "Tomorrow", {}),
        ):
            facts: dict[str, Any] = {"arrived_at": at(8, 50), "resource_id": doctor.id} | marks
            appointment(tx, None, span(hour), title, **facts)
        entry(tx, resident(tx).id, "Ada Lind")

    with both.read() as look:
        roll = emergency.roll(look)

    assert [(p.name, p.host, p.place) for p in roll.present] == [
        ("Ada Lind", "Grace Okafor", ""),
        ("Milan Novak", "Dr. Eva Rossi", "First floor"),
        ("Walk In", "Dr. Eva Rossi", "First floor"),
    ]
    assert len({party.id for party in roll.present}) == 3


def test_a_host_without_a_flat_has_no_place(database: Database) -> None:
    with database.write("ann") as tx:
        entry(tx, resident(tx).id)

    with database.read() as tx:
        assert [party.place for party in emergency.roll(tx).present] == [""]
