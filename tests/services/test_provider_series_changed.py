"""A slot changed together with its series: what follows it, and what stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desk.domain.availability import Availability, Pattern
from desk.domain.directory import Resource
from desk.domain.errors import HasBookings, Overlap, Stale
from desk.domain.open_time import NewSlot
from desk.domain.scope import Scope
from desk.services import availabilities, provider_series, provider_slots, slot_rows
from desk.store.database import Database, Read, Write
from tests import build
from tests.build import span
from tests.conftest import at
from tests.services.opened import slot

THREE: dict[str, Any] = {"pattern": Pattern.CUSTOM, "rule": "FREQ=WEEKLY;COUNT=3"}


@pytest.fixture
def rossi(both: Database) -> Resource:
    with both.write("ann") as tx:
        return build.resource(tx)


def three(tx: Write, rossi: Resource) -> list[Availability]:
    """Three Mondays at three in the afternoon."""
    made = provider_slots.add_slot(tx, slot(rossi.id, **THREE))
    return [made.first, *made.later]


def wanted(row: Availability, **changes: Any) -> NewSlot:
    """The row as it is, but for the changes."""
    same = slot(row.resource_id, row.span, appointment_type=row.appointment_type, **THREE)
    return replace(same, **changes)


def starts(tx: Read) -> list[tuple[int, int]]:
    """The day, counted from the Monday, and the hour of each slot."""
    found = [each.span.start - at(0) for each in availabilities.listed(tx)]
    return [(each.days, each.seconds // 3600) for each in found]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope.THIS, [(0, 15), (7, 17), (14, 15)]),
        (Scope.FOLLOWING, [(0, 15), (7, 17), (14, 17)]),
        (Scope.ALL, [(0, 17), (7, 17), (14, 17)]),
    ],
)
def test_a_scope_says_which_rows_move_along(
    both: Database, rossi: Resource, scope: Scope, expected: list[tuple[int, int]]
) -> None:
    with both.write("ann") as tx:
        second = three(tx, rossi)[1]
        later = wanted(second, span=span(17, day=7))
        provider_series.amend(tx, second.id, later, seen=None, anew=False, scope=scope)

        assert starts(tx) == expected


def test_booked_rows_and_those_in_whose_way_something_is_stay(
    both: Database, rossi: Resource
) -> None:
    with both.write("ann") as tx:
        first, second, _ = three(tx, rossi)
        build.appointment(tx, second, second.span)
        provider_slots.add_slot(tx, slot(rossi.id, span(17, day=14)))

        later = wanted(first, span=span(17))
        provider_series.amend(tx, first.id, later, seen=None, anew=False, scope=Scope.ALL)

        assert starts(tx) == [(0, 17), (7, 15), (14, 15), (14, 17)]


def test_the_row_itself_must_be_free_to_move(both: Database, rossi: Resource) -> None:
    with both.write("ann") as tx:
        first, second, _ = three(tx, rossi)
        build.appointment(tx, first, first.span)
        provider_slots.add_slot(tx, slot(rossi.id, span(17, day=7)))

        with pytest.raises(HasBookings):
            provider_series.amend(
                tx, first.id, wanted(first, span=span(17)), seen=None, anew=False, scope=Scope.ALL
            )
        with pytest.raises(Overlap):
            provider_series.amend(
                tx,
                second.id,
                wanted(second, span=span(17, day=7)),
                seen=None,
                anew=False,
                scope=Scope.ALL,
            )


def test_a_row_leaves_its_series_for_another_pattern(both: Database, rossi: Resource) -> None:
    with both.write("ann") as tx:
        second = three(tx, rossi)[1]
        daily = wanted(second, pattern=Pattern.CUSTOM, rule="FREQ=DAILY;COUNT=2")

        provider_series.amend(tx, second.id, daily, seen=None, anew=True, scope=Scope.FOLLOWING)

        found = slot_rows.page(tx, slot_rows.Wanted(), limit=10)
        assert starts(tx) == [(0, 15), (7, 15), (8, 15)]
        assert [each.series.whole_rule for each in found if each.series] == [
            "FREQ=WEEKLY;UNTIL=20300211T143000Z",
            *["FREQ=DAILY;UNTIL=20300212T150000Z"] * 2,
        ]


def test_a_row_that_no_longer_repeats_is_a_slot_by_itself(both: Database, rossi: Resource) -> None:
    with both.write("ann") as tx:
        first = three(tx, rossi)[0]
        alone = replace(wanted(first), pattern=None, rule=None)

        provider_series.amend(tx, first.id, alone, seen=None, anew=True, scope=Scope.ALL)

        assert [each.series_id for each in availabilities.listed(tx)] == [None]


def test_what_somebody_else_has_changed_meanwhile_is_not_changed(
    both: Database, rossi: Resource
) -> None:
    with both.write("ann") as tx:
        first = three(tx, rossi)[0]

        with pytest.raises(Stale):
            provider_series.amend(tx, first.id, wanted(first), seen=77, anew=False)
