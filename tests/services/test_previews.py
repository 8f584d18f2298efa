"""What open time would make, seen before it is saved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.domain.availability import Pattern
from desk.domain.directory import Resource
from desk.domain.errors import Invalid
from desk.domain.scope import Scope
from desk.services import availabilities, closures, previews, provider_slots, site, splitting
from desk.services.previews import PlannedSlot
from desk.store.database import Database
from tests import build
from tests.build import span
from tests.conftest import MONDAY, at
from tests.services.opened import hours, mornings, slot


@pytest.fixture
def rossi(database: Database) -> Resource:
    with database.write("ann") as tx:
        return build.resource(tx)


def test_three_months_of_a_clinic_are_seen_slot_by_slot(
    database: Database, rossi: Resource
) -> None:
    clinic = mornings(
        rossi.id,
        open_time=span(8, minutes=180, day=1),
        rule="FREQ=WEEKLY;BYDAY=TU,TH",
        slot_length=timedelta(minutes=15),
        until=at(0, day=13 * 7),
    )
    with database.write("ann") as tx:
        closures.close(tx, span(8, minutes=90, day=3), None, "Holiday")
        availabilities.add(tx, hours(rossi.id, span(9, minutes=60, day=8)))

        preview = previews.of_rule(tx, clinic)

    assert (preview.count, preview.closed, preview.clashing) == (312, 6, 4)
    assert len(preview.slots) == 312
    assert preview.slots[0] == PlannedSlot(span(8, minutes=15, day=1))
    assert [s.closed for s in preview.slots if s.closed is not None] == ["Holiday"] * 6
    assert {s.span.start.date() for s in preview.slots if s.clash} == {at(0, day=8).date()}
    assert preview.clock_change is not None
    assert (preview.clock_change.at, preview.clock_change.forward) == (
        at(1, day=55),
        timedelta(hours=1),
    )
    assert not preview.endless
    assert not preview.skips_short_months


def test_a_preview_is_what_is_stored_afterwards(database: Database, rossi: Resource) -> None:
    new = mornings(rossi.id, until=at(0, day=90), slot_length=timedelta(minutes=25))
    with database.write("ann") as tx:
        preview = previews.of_rule(tx, new)
        added = availabilities.add(tx, new)

        assert list(added.slot_spans(preview.period)) == [s.span for s in preview.slots]


def test_only_the_first_slots_are_shown_but_all_are_counted(
    database: Database, rossi: Resource
) -> None:
    with database.read() as tx:
        preview = previews.of_rule(tx, mornings(rossi.id), 10)

    assert (len(preview.slots), preview.endless) == (10, True)
    assert preview.count == 6 * (52 * 5 + 2)  # 366 days are 52 weeks, a Monday and a Tuesday.


def test_slots_longer_than_the_window_are_none(database: Database, rossi: Resource) -> None:
    with database.read() as tx:
        preview = previews.of_rule(tx, hours(rossi.id, slot_length=timedelta(hours=4)))

    assert (preview.count, preview.slots, preview.clock_change) == (0, (), None)


def test_a_rule_that_is_changed_does_not_stand_in_its_own_way(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        known = availabilities.add(tx, mornings(rossi.id))

        preview = previews.of_rule(tx, mornings(rossi.id), besides=known.id)

    assert preview.clashing == 0


@pytest.mark.parametrize(
    ("rule", "day", "skips"),
    [
        ("FREQ=MONTHLY", 24, False),
        ("FREQ=MONTHLY", 55, True),
        ("FREQ=MONTHLY;BYMONTHDAY=30", 0, True),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", 0, False),
        ("FREQ=WEEKLY", 55, False),
    ],
)
def test_leaving_short_months_out_is_said(
    database: Database, rossi: Resource, rule: str, day: int, skips: bool
) -> None:
    with database.read() as tx:
        preview = previews.of_rule(tx, hours(rossi.id, span(8, day=day), rule=rule))

    assert preview.skips_short_months is skips


def test_what_could_not_be_saved_cannot_be_seen(database: Database, rossi: Resource) -> None:
    with database.read() as tx, pytest.raises(Invalid) as refused:
        previews.of_rule(tx, mornings(rossi.id, zone="Europe/Atlantis", capacity=0))

    assert set(refused.value.reasons) == {"zone", "capacity"}


def test_a_closure_of_no_provider_may_shut_none(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        closures.close(tx, span(9, minutes=60), None, "Holiday")
        shut = previews.of_rule(tx, hours(rossi.id)).closed
        site.choose(tx, "appointments.closure_without_resource", "none")

        assert (shut, previews.of_rule(tx, hours(rossi.id)).closed) == (2, 0)


def test_the_rows_of_a_series_are_seen_with_those_that_would_be_left_out(
    database: Database, rossi: Resource
) -> None:
    new = slot(rossi.id, pattern=Pattern.WEEKLY)
    with database.write("ann") as tx:
        provider_slots.add_slot(tx, slot(rossi.id, span(15, 15, day=7)))

        preview = previews.of_slot(tx, new)
        made = provider_slots.add_slot(tx, new)

    clear = [s.span for s in preview.slots if not s.clash]
    assert (preview.count, preview.clashing) == (12, 1)
    assert clear == [each.span for each in (made.first, *made.later)]


def test_rows_of_a_batch_taken_from_a_preview_all_go_in(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        availabilities.add(tx, hours(rossi.id, span(10, minutes=60, day=2)))
        closures.close(tx, span(0, minutes=1440, day=1), None, "Holiday")
        planned = previews.of_rule(tx, mornings(rossi.id, until=at(0, day=14))).slots

        clear = [s.span for s in planned if s.closed is None and not s.clash]
        outcomes = availabilities.add_all(tx, [hours(rossi.id, each) for each in clear])

    assert (len(planned), len(clear)) == (60, 52)
    assert [getattr(each, "span", None) for each in outcomes] == clear


def test_a_split_rule_is_previewed_by_its_pieces(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        known = availabilities.add(tx, mornings(rossi.id, until=at(0, day=14)))
        splitting.split(tx, known.id, MONDAY.date(), Scope.THIS, seen=known.version)

        preview = previews.of_rule(tx, mornings(rossi.id, until=at(0, day=14)))

    assert (preview.count, preview.clashing) == (60, 54)
