"""Slots: the open time of a resource cut into pieces, each free, taken or closed.

A table keeps the slots of one availability as columns: where they begin, how many places are
taken, and a state of one byte. A `Slot` is made only when somebody asks for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import lru_cache

from desk.domain.appointment import Appointment
from desk.domain.errors import NotFound
from desk.domain.slot_grid import Claims, Counts, Grid, Stretch, add
from desk.domain.span import Span
from desk.domain.wall_clock import instant, milliseconds


class State(IntEnum):
    """What can be done with a slot (document 004: AVAILABLE, BOOKED, UNAVAILABLE)."""

    FREE = 0
    TAKEN = 1
    CLOSED = 2


_CLOSED = bytes([State.CLOSED])


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A piece of open time with `capacity` places, of which some may be taken.

    `taken` counts every appointment of its availability that overlaps it, so it can be more than
    there are places. `closed` says that a closure overlaps it.
    """

    availability_id: int
    resource_id: int | None
    span: Span
    capacity: int
    taken: int
    closed: bool

    @property
    def free(self) -> int:
        """How many places can still be had."""
        return 0 if self.closed else max(self.capacity - self.taken, 0)

    @property
    def state(self) -> State:
        if self.closed:
            return State.CLOSED
        return State.TAKEN if self.taken >= self.capacity else State.FREE


class SlotTable:
    """The slots of one availability in a period, in order, as columns.

    `states` has a byte for each slot, which is a `State`.
    """

    __slots__ = (
        "_claims",
        "_taken",
        "appointment_type",
        "availability_id",
        "capacity",
        "grid",
        "resource_id",
        "states",
    )

    def __init__(
        self,
        availability_id: int,
        resource_id: int | None,
        appointment_type: str | None,
        capacity: int,
        grid: Grid,
        claims: Claims,
    ) -> None:
        self.availability_id = availability_id
        self.resource_id = resource_id
        self.appointment_type = appointment_type
        self.capacity = capacity
        self.grid = grid
        self._claims = claims
        self._taken: Counts | None = None
        # A place that is the only one is taken or not; nothing has to be counted for that.
        self.states = grid.touched(claims) if capacity == 1 else _states(self.taken, capacity)

    @property
    def taken(self) -> Counts:
        """How many places of each slot are taken."""
        if self._taken is None:
            self._taken = self.grid.counted(self._claims)
        return self._taken

    def __len__(self) -> int:
        return len(self.grid)

    def __getitem__(self, number: int) -> Slot:
        start = self.grid.starts[number]
        return Slot(
            availability_id=self.availability_id,
            resource_id=self.resource_id,
            span=Span(instant(start), instant(start + self.grid.length)),
            capacity=self.capacity,
            taken=self.taken[number],
            closed=self.states[number] == State.CLOSED,
        )

    def __iter__(self) -> Iterator[Slot]:
        return (self[number] for number in range(len(self)))

    def shut(self, closed: Iterable[Stretch]) -> None:
        """Mark the slots that these stretches overlap as closed."""
        for start, end in closed:
            touched = self.grid.touching(start, end)
            self.states[touched.start : touched.stop] = _CLOSED * len(touched)

    def count(self, start: int, end: int, by: int) -> None:
        """Count so many more appointments over this time."""
        touched = self.grid.touching(start, end)
        taken = self._taken = add(self.taken, touched, by)
        for number in touched:
            if self.states[number] != State.CLOSED:
                full = taken[number] >= self.capacity
                self.states[number] = State.TAKEN if full else State.FREE

    def numbers(self, state: State = State.FREE) -> Iterator[int]:
        """The numbers of the slots in that state, earliest first."""
        number = self.states.find(state)
        while number >= 0:
            yield number
            number = self.states.find(state, number + 1)

    def find(self, span: Span) -> Slot | None:
        """The slot of exactly that time."""
        number = self.grid.at(milliseconds(span.start))
        found = None if number is None else self[number]
        return found if found is not None and found.span == span else None


class SlotTables:
    """The slots that overlap a period, a table for each availability; as they were at `now`.

    `good_until` is when the first hold among what is counted lapses: what is taken may be less
    from then on. Whoever keeps the tables tells them of each booking with `apply`.
    """

    def __init__(
        self,
        period: Span,
        now: datetime,
        tables: Iterable[SlotTable] = (),
        good_until: datetime | None = None,
    ) -> None:
        self.period = period
        self.now = now
        self.good_until = good_until
        self._tables = {table.availability_id: table for table in tables}

    def __len__(self) -> int:
        return sum(map(len, self._tables.values()))

    def __iter__(self) -> Iterator[SlotTable]:
        return iter(self._tables.values())

    def __contains__(self, availability_id: int) -> bool:
        return availability_id in self._tables

    def of(self, availability_id: int) -> SlotTable:
        """The table of that availability, or `NotFound` if it has no slot in the period."""
        table = self._tables.get(availability_id)
        if table is None:
            raise NotFound("availability", availability_id)
        return table

    def of_resource(self, resource_id: int | None) -> list[SlotTable]:
        return [table for table in self if table.resource_id == resource_id]

    def slots(self) -> list[Slot]:
        """Every slot, the earliest first and of those the one with the lowest availability."""
        found = [slot for table in self for slot in table]
        return sorted(found, key=lambda slot: (slot.span, slot.availability_id))

    def apply(self, before: Appointment | None, after: Appointment | None) -> None:
        """Follow one booking: what it was, none if it is new, and what it is, none if gone.

        Both have the value they had in the transaction; whether they count is asked at `now`, as
        it was for all the others, so that a hold which has lapsed since is given back rightly.
        """
        if before is not None:
            self._count(before, -1)
        if after is not None:
            self._count(after, 1)
            if after.held_until is not None and after.counts(self.now):
                self.good_until = min(self.good_until or after.held_until, after.held_until)

    def _count(self, appointment: Appointment, by: int) -> None:
        table = self._tables.get(appointment.availability_id or 0)
        if table is not None and appointment.counts(self.now):
            span = appointment.span
            table.count(milliseconds(span.start), milliseconds(span.end), by)


def _states(taken: Counts, capacity: int) -> bytearray:
    if isinstance(taken, bytearray):
        return taken.translate(_by_count(min(capacity, 256)))
    return bytearray(State.TAKEN if count >= capacity else State.FREE for count in taken)


@lru_cache
def _by_count(capacity: int) -> bytes:
    """The state for each number of places taken that a byte can hold."""
    return bytes(State.TAKEN if count >= capacity else State.FREE for count in range(256))
