"""Whatever happens to a calendar and its waiting list, each place goes to one, in their order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from desk.domain.appointment import Details
from desk.domain.errors import Frozen, StillAvailable
from desk.domain.span import Span
from desk.domain.waiting import Joining, State, turn
from desk.services import (
    appointments,
    availabilities,
    closures,
    days,
    undo,
    waiting,
)
from tests.build import span
from tests.services import opened
from tests.stories.waiting_house import (
    DATES,
    HOURS,
    LAST,
    SLOT,
    SLOTS,
    USUAL,
    WISHES,
    Watched,
    numbers,
    wishes,
)


class AnyWishes(Watched):
    """Whatever people who wait may want, and want instead."""

    @rule(wish=wishes)
    def join(self, wish: dict[str, Any]) -> None:
        self.joined += 1
        reason = "in pain" if wish["priority"] else ""
        if wish["type_id"] != SLOT:
            wish = wish | {"variation_id": None}
        new = Joining(name=f"No {self.joined}", priority_reason=reason, **wish)
        free, spoken_for = self._there_is(new)
        refused = self._refusal(waiting.join, new)

        assert isinstance(refused, StillAvailable) is (free - spoken_for >= new.party)
        if isinstance(refused, StillAvailable):
            assert refused.free == free - spoken_for

    @rule(number=numbers, wish=wishes)
    def amend(self, number: int, wish: dict[str, Any]) -> None:
        entry_id = self._somebody(number)
        before, state = self._standing(entry_id)
        new = Joining(
            name=before.name,
            **wish
            | {"priority": before.priority, "priority_reason": before.priority_reason}
            | ({} if wish["type_id"] == SLOT else {"variation_id": None}),
        )
        other = any(getattr(before, name) != getattr(new, name) for name in WISHES)
        free, spoken_for = self._there_is(new, besides=entry_id)
        line = self._line()
        refused = self._refusal(waiting.amend, entry_id, new, seen=None)
        after, _ = self._standing(entry_id)

        waits = state is State.WAITING
        assert isinstance(refused, Frozen) is not waits
        to_be_had = waits and other and free - spoken_for >= new.party
        assert isinstance(refused, StillAvailable) is to_be_had
        granted = before if refused else new
        assert all(getattr(after, name) == getattr(granted, name) for name in WISHES)
        assert after.version == before.version or refused is None
        assert turn(after) == turn(before)
        still = self._line()
        assert still == [each for each in line if each in still]

    @rule(number=numbers)
    def leave(self, number: int) -> None:
        if entry_id := self._somebody(number, State.WAITING):
            self._try(waiting.leave, [entry_id])

    @rule(number=numbers, other=numbers)
    def reorder(self, number: int, other: int) -> None:
        first, second = (self._somebody(each, State.WAITING) for each in (number, other))
        self._try(waiting.reorder, first, second, "by agreement")


class AnyWaitingList(AnyWishes):
    """Everything that can be done there, in any order."""

    @rule(seed=st.integers(0, 1 << 30))
    def spend_a_busy_hour(self, seed: int) -> None:
        chance = Random(seed)
        for _ in range(8):
            number = chance.randrange(40)
            wish = {name: chance.choice(few) for name, few in WISHES.items()}
            acts: dict[str, Callable[[], None]] = {
                "join": partial(self.join, wish=wish),
                "amend": partial(self.amend, number=number, wish=wish),
                "cancel": partial(self.cancel, number=number),
                "accept": partial(self.accept, number=number),
                "decline": partial(self.decline, number=number),
                "offer": partial(self.offer, number=number),
                "count out": partial(self.count_somebody_out, date=DATES[number % 2]),
                "sweep": self.sweep,
            }
            acts[chance.choice(USUAL)]()

    @rule(number=numbers)
    def offer(self, number: int) -> None:
        self._to_somebody(number, waiting.offer)

    @rule(number=numbers)
    def accept(self, number: int) -> None:
        self._to_somebody(number, waiting.accept, State.OFFERED)

    @rule(number=numbers)
    def decline(self, number: int) -> None:
        self._to_somebody(number, waiting.decline, State.OFFERED)

    @rule(number=numbers, back=st.booleans())
    def withdraw(self, number: int, back: bool) -> None:
        entry_id = self._to_somebody(number, waiting.withdraw, State.OFFERED, back=back)
        if entry_id is not None and back:
            self.served.pop(entry_id, None)

    @rule(place=st.sampled_from(SLOTS), whose=st.sampled_from([1, 2]))
    def book(self, place: Span, whose: int) -> None:
        self._try(appointments.book, whose, place, Details(title="Zoe"))

    @rule(number=numbers)
    def cancel(self, number: int) -> None:
        there = self._claims()
        if there:
            self._try(appointments.cancel, [there[number % len(there)].id])

    @rule(number=numbers, place=st.sampled_from(SLOTS))
    def move(self, number: int, place: Span) -> None:
        there = [each for each in self._claims() if each.availability_id]
        if there:
            self._try(appointments.move, there[number % len(there)].id, place, seen=None)

    @rule(whose=st.sampled_from([1, 2]), capacity=st.integers(1, 3))
    def have_more_or_fewer_places(self, whose: int, capacity: int) -> None:
        rule = {"rule": HOURS, "until": LAST}
        new = opened.hours(whose, span(10, minutes=60), capacity=capacity, **rule)
        self._try(availabilities.amend, whose, new, seen=None)

    @rule(date=st.sampled_from(DATES), places=st.integers(1, 3))
    def set_the_places_of_a_day(self, date: Any, places: int) -> None:
        self._try(days.set_places, date, places)

    @rule(date=st.sampled_from(DATES))
    def count_somebody_out(self, date: Any) -> None:
        self._try(days.release, date)

    @rule(places=st.integers(0, 2))
    def set_the_stock(self, places: int) -> None:
        self._try(waiting.set_capacity, "class", places)

    @rule(place=st.sampled_from(SLOTS), whose=st.sampled_from([None, 1, 2]))
    def close(self, place: Span, whose: int | None) -> None:
        self._try(closures.close, place, whose, "Ill")

    @rule()
    def open_again(self) -> None:
        with self.database.read() as tx:
            shut = [each.id for each in closures.ahead(tx)]
        if shut:
            self._try(closures.reopen, shut)

    @rule(minutes=st.sampled_from([1, 30, 30, 61, 240]))
    def time_passes(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes))

    @rule()
    def undo_the_last_step(self) -> None:
        if self.undoable and self._try(undo.revert, self.undoable.pop()):
            self.undoable.pop()
            self.served = self._served()

    @rule()
    def sweep(self) -> None:
        self._try(waiting.sweep)
        with self.database.read() as tx:
            assert not waiting.due(tx)
        assert self._do(waiting.sweep) == []


@pytest.mark.parametrize("examples", [5, pytest.param(15, marks=pytest.mark.long)])
def test_any_waiting_list_is_served_in_its_order(examples: int) -> None:
    run_state_machine_as_test(
        AnyWaitingList,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
