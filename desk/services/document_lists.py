"""Lists as another machine asks for them: only what is wanted comes from the database.

However long a list is, it is read some at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select, func, select

from desk.domain.appointment import Appointment
from desk.domain.availability import Availability
from desk.domain.closure import Closure
from desk.domain.filter import ALWAYS, All, Compare, Condition, Operator, Wanted
from desk.services import appointment_rows
from desk.store.database import Read
from desk.store.filtering import Filtering, Kind
from desk.store.json_facts import looking
from desk.store.records import AppointmentRecord, AvailabilityRecord, ClosureRecord

R = TypeVar("R", AvailabilityRecord, ClosureRecord)
T = TypeVar("T", Appointment, Availability, Closure)
AT_ONCE = appointment_rows.AT_ONCE


@dataclass(frozen=True, slots=True)
class Lists(Generic[T]):
    """The lists of one kind of thing."""

    kind: Kind
    read: Callable[[Read, Filtering, Wanted], Iterator[T]]

    def each(self, tx: Read, wanted: Wanted) -> Iterator[T]:
        """What is wanted, in its order, as it is read."""
        return self.read(tx, self._filtering(tx), wanted)

    def one(self, tx: Read, number: int, where: Condition = ALWAYS) -> T | None:
        """The thing of that id, if the condition is true of it."""
        itself = Compare(("id",), Operator.EQ, number)
        found = list(self.each(tx, Wanted(where=All((itself, where)))))
        return found[0] if found else None

    def count(self, tx: Read, where: Condition) -> int:
        """Of how many the condition is true."""
        query = select(func.count()).select_from(self.kind).where(self._filtering(tx).where(where))
        return tx.session.scalar(query) or 0

    def ids(
        self, tx: Read, where: Condition, *, after: int = 0, limit: int = AT_ONCE
    ) -> Iterator[list[int]]:
        """The ids of those of which it is true, some at a time, each time looked for anew."""
        condition = self._filtering(tx).where(where)
        while True:
            query = select(self.kind.id).where(condition, self.kind.id > after)
            found = list(tx.session.scalars(query.order_by(self.kind.id).limit(limit)))
            if not found:
                return
            yield found
            after = found[-1]

    def _filtering(self, tx: Read) -> Filtering:
        return Filtering(self.kind, looking(tx.session.get_bind().dialect.name))


def _appointments(tx: Read, filtering: Filtering, wanted: Wanted) -> Iterator[Appointment]:
    return appointment_rows.streamed(
        tx,
        filtering.where(wanted.where),
        filtering.ordered(wanted.order),
        skip=wanted.skip,
        limit=wanted.limit,
    )


def _availabilities(tx: Read, filtering: Filtering, wanted: Wanted) -> Iterator[Availability]:
    records = tx.session.scalars(_query(select(AvailabilityRecord), filtering, wanted))
    return (record.value() for record in records)


def _closures(tx: Read, filtering: Filtering, wanted: Wanted) -> Iterator[Closure]:
    records = tx.session.scalars(_query(select(ClosureRecord), filtering, wanted))
    return (record.value() for record in records)


def _query(query: Select[R], filtering: Filtering, wanted: Wanted) -> Select[R]:
    found = query.where(filtering.where(wanted.where)).order_by(*filtering.ordered(wanted.order))
    part = found.offset(wanted.skip).limit(wanted.limit)
    return part.execution_options(yield_per=AT_ONCE, populate_existing=True)


APPOINTMENTS = Lists(AppointmentRecord, _appointments)
AVAILABILITIES: Lists[Availability] = Lists(AvailabilityRecord, _availabilities)
CLOSURES: Lists[Closure] = Lists(ClosureRecord, _closures)
