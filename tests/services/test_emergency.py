"""Who is on the list when everybody has to leave the house."""

from __future__ import annotations

from datetime import timedelta

from desk.services import emergency
from desk.store.database import Database
from tests.build import entry, resident


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

    assert [(p.entry.visitor, p.place) for p in roll.present] == [
        ("Ada Lind", "4D"),
        ("karl behm", "4D"),
    ]
    assert (roll.people, roll.made_at) == (4, look.now)


def test_a_host_without_a_flat_has_no_place(database: Database) -> None:
    with database.write("ann") as tx:
        entry(tx, resident(tx).id)

    with database.read() as tx:
        assert [party.place for party in emergency.roll(tx).present] == [""]
