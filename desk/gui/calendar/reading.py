"""What the calendar asks the services for, and the picture that is made of the answer.

Everything of one look is asked in one transaction, so that it fits together. Slots stay columns of
numbers until somebody looks at a lane.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from desk.domain.directory import Resource
from desk.domain.slot import Slot, SlotTable, State
from desk.domain.span import Span
from desk.domain.wall_clock import instant, milliseconds
from desk.gui.calendar import items
from desk.gui.calendar.items import Item, Load, Moment, Picture, Run
from desk.services import agenda, directory, site

if TYPE_CHECKING:
    from desk.store.database import Read


@dataclass(frozen=True, slots=True)
class House:
    """Who can be booked, and what for; asked again only when the directory has changed."""

    resources: Mapping[int, Resource]
    types: Mapping[str, str]
    waiting: timedelta
    late: timedelta


def house(tx: Read) -> House:
    return House(
        {resource.id: resource for resource in directory.resources(tx)},
        {each.code: each.name for each in directory.appointment_types(tx)},
        timedelta(minutes=site.setting(tx, site.WAITING_MINUTES)),
        timedelta(minutes=site.setting(tx, site.LATE_MINUTES)),
    )


def moment(tx: Read, known: House) -> Moment:
    """When and where it is looked at."""
    return Moment(tx.now, tx.zone, known.waiting, known.late, known.types)


def picture(
    tx: Read,
    known: House,
    period: Span,
    resources: Collection[int] | None,
    *,
    cancelled: bool = False,
    free: bool = False,
) -> Picture:
    """Everything of a period, of these resources or of all; what is `free` as rows if asked for."""
    found = agenda.between(tx, period, resources, cancelled=cancelled)
    by_resource: dict[int | None, list[SlotTable]] = defaultdict(list)
    for table in found.open:
        by_resource[table.resource_id].append(table)
    rows = [items.of_appointment(each) for each in found.appointments]
    rows += [items.of_closure(each) for each in found.closures]
    if free:
        for resource_id, tables in by_resource.items():
            rows += free_runs(tables, resource_id)

    def slots(resource_id: int | None, span: Span) -> Sequence[Slot]:
        return slots_in(by_resource.get(resource_id, ()), span)

    return Picture(period, items.in_order(rows), moment(tx, known), known.resources, slots)


def loads(
    tx: Read, known: House, first: dt.date, last: dt.date, resources: Collection[int] | None
) -> Picture:
    """A row for each date from `first` to `last`, with its load."""
    rows = tuple(
        items.of_load(Load(each.date, each.free, each.taken, each.closed), tx.whole_day(each.date))
        for each in agenda.loads(tx, first, last, resources)
    )
    period = Span(tx.whole_day(first).start, tx.whole_day(last).end)
    return Picture(period, rows, moment(tx, known), known.resources)


def slots_in(tables: Sequence[SlotTable], span: Span) -> Sequence[Slot]:
    """The slots of these tables that overlap a span, earliest first."""
    start, end = milliseconds(span.start), milliseconds(span.end)
    found = [table[number] for table in tables for number in table.grid.touching(start, end)]
    return found if len(tables) == 1 else sorted(found, key=lambda slot: slot.span)


def free_runs(tables: Sequence[SlotTable], resource_id: int | None) -> Iterator[Item]:
    """A row for each run of free slots of a resource that follow each other."""
    free = [
        (table.grid.starts[n], table.grid.length, table.capacity - table.taken[n], table)
        for table in tables
        for n in table.numbers(State.FREE)
    ]
    free.sort(key=lambda piece: piece[:2])
    run: list[tuple[int, int, int, SlotTable]] = []
    for piece in free:
        if run and run[-1][0] + run[-1][1] != piece[0]:
            yield _row(run, resource_id)
            run = []
        run.append(piece)
    if run:
        yield _row(run, resource_id)


def _row(run: Sequence[tuple[int, int, int, SlotTable]], resource_id: int | None) -> Item:
    start, length, _, table = run[0]
    last = run[-1]
    first = Span(instant(start), instant(start + length))
    places = sum(piece[2] for piece in run)
    span = Span(first.start, instant(last[0] + last[1]))
    return items.of_run(Run(table.availability_id, len(run), places, first), span, resource_id)
