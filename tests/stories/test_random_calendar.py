"""Whatever is done with a calendar in whatever order, nobody gets a place that is not there."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desk.domain.appointment import Details, Standing
from desk.domain.scope import Scope
from desk.domain.span import Span
from desk.services import (
    appointments,
    availabilities,
    closures,
    splitting,
)
from tests import build
from tests.conftest import at
from tests.stories.calendar import Calendar, as_new, chosen, is_shut

SPANS = [
    *(build.span(9, minute, day=day) for minute in (0, 30) for day in (0, 1)),
    build.span(9, minutes=60),
    build.span(9, 10),
]
LENGTHS = [timedelta(minutes=minutes) for minutes in (5, 30, 300)]

spans = st.sampled_from(SPANS)
owners = st.sampled_from([None, "u1", "u2"])
a_choice = st.integers(0, 1000)


class AnyHandsInTheCalendar(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.desk = Calendar()

    @precondition(lambda self: self.desk.all_open())
    @rule(which=a_choice, span=spans, owner=owners)
    def book(self, which: int, span: Span, owner: str | None) -> None:
        there = chosen(self.desk.all_open(), which)
        possible = self.desk.can_be_had(there, span, owner)
        details = Details(title="Ada", owner=owner)
        assert self.desk.do(appointments.book, there.id, span, details) is possible

    @precondition(lambda self: self.desk.all_open())
    @rule(which=a_choice, span=spans, owner=owners, length=st.sampled_from(LENGTHS))
    def hold(self, which: int, span: Span, owner: str | None, length: timedelta) -> None:
        there = chosen(self.desk.all_open(), which)
        possible = self.desk.can_be_had(there, span, owner)
        details = Details(owner=owner)
        assert self.desk.do(appointments.hold, there.id, span, details, length=length) is possible

    @precondition(lambda self: self.desk.all(Standing.HELD, Standing.LAPSED))
    @rule(which=a_choice)
    def confirm(self, which: int) -> None:
        held = chosen(self.desk.all(Standing.HELD, Standing.LAPSED), which)
        assert self.desk.do(appointments.confirm, held.id) is self.desk.still_good(held)

    @precondition(lambda self: self.desk.all(Standing.BOOKED, Standing.HELD))
    @rule(which=a_choice, to=spans, provider=st.sampled_from([None, 1, 2]))
    def move(self, which: int, to: Span, provider: int | None) -> None:
        booked = chosen(self.desk.all(Standing.BOOKED, Standing.HELD), which)
        self.desk.do(appointments.move, booked.id, to, seen=booked.version, resource_id=provider)

    @precondition(lambda self: self.desk.all_open())
    @rule(which=a_choice, span=spans)
    def book_beyond(self, which: int, span: Span) -> None:
        there = chosen(self.desk.all_open(), which)
        assert self.desk.do(appointments.book, there.id, span, Details(title="Bo"), anyway="urgent")

    @precondition(lambda self: self.desk.all(Standing.BOOKED, Standing.HELD, Standing.LAPSED))
    @rule(which=a_choice)
    def cancel(self, which: int) -> None:
        booked = chosen(self.desk.all(Standing.BOOKED, Standing.HELD, Standing.LAPSED), which)
        assert self.desk.do(appointments.cancel, [booked.id])

    @precondition(lambda self: self.desk.all(Standing.CANCELLED))
    @rule(which=a_choice)
    def take_back_what_was_cancelled(self, which: int) -> None:
        cancelled = chosen(self.desk.all(Standing.CANCELLED), which)
        assert self.desk.do(appointments.restore, [cancelled.id])

    @precondition(lambda self: len(self.desk.shut()) < 2)
    @rule(span=spans, provider=st.sampled_from([None, 1, 2]))
    def close(self, span: Span, provider: int | None) -> None:
        assert self.desk.do(closures.close, span, provider, "Training")

    @precondition(lambda self: self.desk.shut())
    @rule(which=a_choice)
    def reopen(self, which: int) -> None:
        assert self.desk.do(closures.reopen, [chosen(self.desk.shut(), which).id])

    @precondition(lambda self: self.desk.all_open())
    @rule(which=a_choice, minutes=st.sampled_from([30, 30, 60]), more=st.integers(0, 1))
    def amend(self, which: int, minutes: int, more: int) -> None:
        there = chosen(self.desk.all_open(), which)
        new = replace(as_new(there, more), slot_length=timedelta(minutes=minutes))
        assert self.desk.do(availabilities.amend, there.id, new, seen=there.version)

    @precondition(lambda self: 0 < len(self.desk.all_open()) < 6)
    @rule(which=a_choice, scope=st.sampled_from(Scope), instead=st.booleans())
    def split(self, which: int, scope: Scope, instead: bool) -> None:
        there = chosen(self.desk.all_open(), which)
        change = replace(as_new(there, 0), slot_length=timedelta(hours=1)) if instead else None
        tuesday = at(12, day=1).date()
        self.desk.do(splitting.split, there.id, tuesday, scope, change, seen=there.version)

    @rule(minutes=st.sampled_from([5, 30, 90]))
    def time_passes(self, minutes: int) -> None:
        self.desk.clock.advance(timedelta(minutes=minutes))

    @precondition(lambda self: self.desk.all(Standing.HELD, Standing.LAPSED))
    @rule(which=a_choice)
    def somebody_else_books_what_was_held_too_long(self, which: int) -> None:
        held = chosen(self.desk.all(Standing.HELD, Standing.LAPSED), which)
        self.desk.clock.now = max(self.desk.clock.now, held.held_until or self.desk.clock.now)
        possible = self.desk.still_good(held)
        key = held.availability_id
        assert self.desk.do(appointments.book, key, held.span, Details(title="Cy")) is possible

    @precondition(lambda self: self.desk.undo)
    @rule()
    def undo_the_last_step(self) -> None:
        self.desk.turn_back(self.desk.undo, self.desk.redo)

    @precondition(lambda self: self.desk.redo)
    @rule()
    def do_it_again(self) -> None:
        self.desk.turn_back(self.desk.redo, self.desk.undo)

    @precondition(lambda self: len(self.desk.undo) > 1)
    @rule(which=a_choice)
    def undo_something_older(self, which: int) -> None:
        place = which % (len(self.desk.undo) - 1)
        self.desk.undo_older(
            place,
            self.no_slot_has_more_people_than_places_and_everybody_has_one,
            self.nobody_to_come_stands_where_nothing_is_open_and_nobody_knows,
        )

    @invariant()
    def no_slot_has_more_people_than_places_and_everybody_has_one(self) -> None:
        look, now = self.desk.look(), self.desk.clock.now
        taken: Counter[object] = Counter()
        places: Counter[object] = Counter()
        for each in look.claims:
            number = look.places[each.id]
            there = look.open.get(each.availability_id or 0)
            if each.standing(now) is Standing.CANCELLED or each.beyond:
                assert number is None
            elif each.counts(now) and not each.flagged:
                assert number is not None
                taken[each.availability_id, each.span] += 1
                if there is not None:
                    assert number < there.capacity
                    assert taken[each.availability_id, each.span] <= there.capacity
            if number is not None:
                places[each.availability_id, each.span.start, number] += 1
        assert all(count == 1 for count in places.values())

    @invariant()
    def nobody_to_come_stands_where_nothing_is_open_and_nobody_knows(self) -> None:
        for each in self.desk.all(Standing.BOOKED):
            if each.flagged or each.beyond or each.span.start <= self.desk.clock.now:
                continue
            there = self.desk.look().open[each.availability_id or 0]
            assert each.span in list(there.slot_spans(each.span))
            assert not any(is_shut(closure, there, each.span) for closure in self.desk.shut())

    def teardown(self) -> None:
        self.desk.close()


@pytest.mark.parametrize("examples", [4, pytest.param(20, marks=pytest.mark.long)])
def test_any_hands_in_the_calendar_leave_it_in_order(examples: int) -> None:
    run_state_machine_as_test(
        AnyHandsInTheCalendar,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
