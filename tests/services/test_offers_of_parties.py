"""What was kept for a party goes to those behind it as soon as it has got places elsewhere."""

from __future__ import annotations

import pytest

from desk.services import appointments, waiting
from desk.store.database import Database
from tests import build
from tests.build import span
from tests.services.list_of import NINE, TEN, do, full, joining, offered


@pytest.mark.parametrize("by_hand", [False, True])
def test_what_was_kept_for_a_party_is_free_for_others_when_it_has_got_places_elsewhere(
    both: Database, by_hand: bool
) -> None:
    house = full(both, capacity=2)
    pair = do(both, waiting.join, joining(house.type, "Pair", party=2))
    do(both, waiting.join, joining(house.type, "Solo"))
    do(both, appointments.cancel, [house.booked[0].id])
    assert offered(both) == {}

    if by_hand:
        with both.write("ann") as tx:
            build.availability(tx, house.resource.id, span(14), capacity=2)
        do(both, waiting.offer, pair.id)
    else:
        do(both, appointments.cancel, [each.id for each in house.booked[4:]])

    assert offered(both) == {"Pair": span(14) if by_hand else TEN, "Solo": NINE}


def test_so_it_is_when_the_party_has_got_places_of_another_provider(database: Database) -> None:
    house = full(database, capacity=2)
    with database.write("ann") as tx:
        lee = build.resource(tx, "Dr. Ian", "Lee")
        there = build.availability(tx, lee.id, span(14), capacity=2)
        theirs = [build.appointment(tx, there, span(14), "Zoe").id for _ in range(2)]
    do(database, waiting.join, joining(house.type, "Pair", party=2))
    do(database, waiting.join, joining(house.type, "Solo"))
    do(database, appointments.cancel, [house.booked[0].id])

    do(database, appointments.cancel, theirs)

    assert offered(database) == {"Pair": span(14), "Solo": NINE}
