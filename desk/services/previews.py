"""What an open time would make, shown before it is saved.

A preview and what is stored afterwards come from the same computation, so they are the same. A rule
without an end is looked at for a year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from desk.domain import recurrence
from desk.domain.availability import Availability
from desk.domain.clock_change import ClockChange, next_change
from desk.domain.closure import Closure
from desk.domain.open_time import NewAvailability, NewSlot
from desk.domain.span import Span
from desk.services import availabilities, closures, provider_slots, site
from desk.services.availabilities import LOOK_AHEAD
from desk.services.open_already import OpenAlready
from desk.store.database import Read


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """A slot to be; `closed` is the reason why it would be shut, none if it would not.

    `clash` says that the provider is open at that time already.
    """

    span: Span
    closed: str | None = None
    clash: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The first of the slots to be, and numbers of all of them up to the end of `period`.

    With `count` 0 nothing could ever be booked on it. `endless` says that it goes on after the
    period. `clock_change` is the first one that it meets, over which it keeps to the wall clock;
    `skips_short_months` says that some months have no such day.
    """

    slots: tuple[PlannedSlot, ...]
    count: int
    closed: int
    clashing: int
    period: Span
    endless: bool = False
    clock_change: ClockChange | None = None
    skips_short_months: bool = False


def of_rule(
    tx: Read, new: NewAvailability, limit: int = 500, *, besides: int | None = None
) -> Preview:
    """The slots of an availability; `Invalid` as it would be if it were saved.

    `besides` is the availability that is to become so, and does not stand in its own way.
    """
    made = availabilities.require_sense(tx, new)
    period = _period(made)
    known = OpenAlready(tx, made.resource_id, period, besides=[besides or 0])
    spans = made.slot_spans(period)
    planned = list(
        _planned(tx, made, period, (PlannedSlot(s, None, known.meets(s)) for s in spans))
    )
    return _preview(made, period, planned, limit)


def of_slot(tx: Read, new: NewSlot, limit: int = 500) -> Preview:
    """The rows of a provider slot up to the horizon; those that clash would be left out."""
    spans = provider_slots.rows_ahead(tx, new)
    made = availabilities.require_sense(tx, new.opening())
    period = Span(spans[0].start, max(span.end for span in spans))
    known = OpenAlready(tx, made.resource_id, period)
    planned = list(_planned(tx, made, period, _one_by_one(known, spans)))
    return _preview(made, period, planned, limit)


def _preview(made: Availability, period: Span, planned: list[PlannedSlot], limit: int) -> Preview:
    rule = None if made.rule is None else recurrence.rule(made.rule)
    zone = ZoneInfo(made.zone)
    met = Span(period.start, planned[-1].span.end) if planned else None
    return Preview(
        slots=tuple(planned[:limit]),
        count=len(planned),
        closed=sum(slot.closed is not None for slot in planned),
        clashing=sum(slot.clash for slot in planned),
        period=period,
        endless=rule is not None and (made.until is None or made.until > period.end),
        clock_change=next_change(zone, met) if rule and met else None,
        skips_short_months=rule is not None
        and rule.skips_short_months(made.span.start.astimezone(zone).date()),
    )


def _one_by_one(known: OpenAlready, spans: Iterable[Span]) -> Iterator[PlannedSlot]:
    """Rows to be, of which none may overlap an earlier one either."""
    for span in spans:
        clash = known.meets(span)
        if not clash:
            known.add(span)
        yield PlannedSlot(span, None, clash)


def _planned(
    tx: Read, made: Availability, period: Span, slots: Iterable[PlannedSlot]
) -> Iterator[PlannedSlot]:
    shut = closing(tx, made.resource_id, period)
    for slot in slots:
        reason = next((c.reason for c in shut if c.span.overlaps(slot.span)), None)
        yield replace(slot, closed=reason)


def closing(tx: Read, resource_id: int | None, period: Span) -> list[Closure]:
    """The closures that shut this provider in the period."""
    for_all = site.setting(tx, site.CLOSURE_FOR_ALL) == "all"
    found = closures.between(tx, period, [] if resource_id is None else [resource_id])
    return [c for c in found if c.resource_id == resource_id or for_all]


def _period(made: Availability) -> Span:
    """From the first start to the end, a year later at most when it repeats."""
    if made.rule is None:
        return made.span
    latest = made.span.start + LOOK_AHEAD
    return Span(made.span.start, latest if made.until is None else min(latest, made.until))
