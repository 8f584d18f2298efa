"""Lists as another machine asks for them: only what is wanted comes from the database.

However long a list is, it is read some at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from sqlalchemy import func, select

from desk.domain.appointment import Appointment
from desk.domain.availability import Availability
from desk.domain.closure import Closure
from desk.domain.filter import ALWAYS, All, Compare, Condition, Operator, Wanted
from desk.services import appointment_rows
from desk.store import filtering
from desk.store.database import Read
from desk.store.filtering import Filtering, Kind
from desk.store.records import AppointmentRecord, AvailabilityRecord, ClosureRecord

T = TypeVar("T", Appointment, Availability, Closure)
T_co = TypeVar("T_co", covariant=True)
AT_ONCE = appointment_rows.AT_ONCE


@dataclass(frozen=True, slots=True)
class Lists(Generic[T]):
    """The lists of one kind of thing."""

    kind: Kind
    read: Callable[[Read, Filtering, Wanted], Iterator[T]]

    def each(self, tx: Read, wanted: Wanted) -> Iterator[T]:
        """What is wanted, in its order, as it is read."""
        return self.read(tx, filtering.of(tx, self.kind), wanted)

    def one(self, tx: Read, number: int, where: Condition = ALWAYS) -> T | None:
        """The thing of that id, if the condition is true of it."""
        itself = Compare(("id",), Operator.EQ, number)
        found = list(self.each(tx, Wanted(where=All((itself, where)))))
        return found[0] if found else None

    def count(self, tx: Read, where: Condition) -> int:
        """Of how many the condition is true."""
        condition = filtering.of(tx, self.kind).where(where)
        query = select(func.count()).select_from(self.kind).where(condition)
        return tx.session.scalar(query) or 0

    def ids(
        self, tx: Read, where: Condition, *, after: int = 0, limit: int = AT_ONCE
    ) -> Iterator[list[int]]:
        """The ids of those of which it is true, some at a time, each time looked for anew."""
        condition = filtering.of(tx, self.kind).where(where)
        while True:
            query = select(self.kind.id).where(condition, self.kind.id > after)
            found = list(tx.session.scalars(query.order_by(self.kind.id).limit(limit)))
            if not found:
                return
            yield found
            after = found[-1]


def _appointments(tx: Read, asked: Filtering, wanted: Wanted) -> Iterator[Appointment]:
    return appointment_rows.streamed(
        tx,
        asked.where(wanted.where),
        asked.ordered(wanted.order),
        skip=wanted.skip,
        limit=wanted.limit,
    )


class _Record(Protocol[T_co]):
    """A row of which a value can be made."""

    def value(self) -> T_co: ...


def _records(
    kind: type[_Record[T]],
) -> Callable[[Read, Filtering, Wanted], Iterator[T]]:
    """How rows of a kind are read."""

    def read(tx: Read, asked: Filtering, wanted: Wanted) -> Iterator[T]:
        found = select(kind).where(asked.where(wanted.where)).order_by(*asked.ordered(wanted.order))
        part = found.offset(wanted.skip).limit(wanted.limit)
        query = part.execution_options(yield_per=AT_ONCE, populate_existing=True)
        return (record.value() for record in tx.session.scalars(query))

    return read


APPOINTMENTS = Lists(AppointmentRecord, _appointments)
AVAILABILITIES = Lists(AvailabilityRecord, _records(AvailabilityRecord))
CLOSURES = Lists(ClosureRecord, _records(ClosureRecord))
