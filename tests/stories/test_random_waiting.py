"""Whatever happens to a calendar and its waiting list, each place goes to one, in their order."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from desk.domain.appointment import Details
from desk.domain.errors import StillAvailable
from desk.domain.span import Span
from desk.domain.waiting import Joining, State
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


class AnyWaitingList(Watched):
    """Everything that can be done there, in any order."""

    @rule(seed=st.integers(0, 1 << 30))
    def spend_a_busy_hour(self, seed: int) -> None:
        chance = Random(seed)
        for _ in range(8):
            number = chance.randrange(40)
            match chance.choice(USUAL):
                case "join":
                    self.join(wish={name: chance.choice(few) for name, few in WISHES.items()})
                case "cancel":
                    self.cancel(number=number)
                case "accept":
                    self.accept(number=number)
                case "decline":
                    self.decline(number=number)
                case "offer":
                    self.offer(number=number)
                case "count out":
                    self.count_somebody_out(date=DATES[number % 2])
                case _:
                    self.sweep()

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

    @rule(number=numbers)
    def leave(self, number: int) -> None:
        if entry_id := self._somebody(number, State.WAITING):
            self._try(waiting.leave, [entry_id])

    @rule(number=numbers, other=numbers)
    def reorder(self, number: int, other: int) -> None:
        first, second = (self._somebody(each, State.WAITING) for each in (number, other))
        self._try(waiting.reorder, first, second, "by agreement")

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


TestAnyWaitingList = AnyWaitingList.TestCase
TestAnyWaitingList.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
