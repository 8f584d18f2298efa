"""Where the arrow keys and Tab lead: from one slot or appointment to the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from desk.domain.span import Span
from desk.gui.calendar.fitting import Spot, piece
from desk.gui.calendar.items import Item, Kind
from desk.gui.calendar.lanes import Block, Content


class Stop(NamedTuple):
    """A place that the keyboard can be at: an appointment, or a stretch of a lane."""

    spot: Spot
    item: Item | None = None


def stops(lane: int, content: Content) -> list[Stop]:
    """Everything on a lane that can be stopped at, in the order of time."""
    found = [_stop(lane, block) for block in content.blocks]
    found += [
        Stop(Spot(lane, slot.span, slot.availability_id)) for slot in content.slots if slot.closed
    ]
    return sorted(found, key=lambda stop: (stop.spot.span.start, stop.item is None))


def along(
    lane: int, content: Content, here: Stop | None, ahead: int, step: timedelta, day: Span
) -> Stop | None:
    """The stop after `here` on its lane, or before it; where there are none, steps of the grid."""
    known = stops(lane, content)
    if not known:
        return _step(lane, here, ahead, step, day)
    if here is None:
        return known[0] if ahead > 0 else known[-1]
    number = _number(known, here)
    if number is not None:
        following = number + ahead
        return known[following] if 0 <= following < len(known) else None
    start = here.spot.span.start
    if ahead > 0:
        return next((stop for stop in known if stop.spot.span.start > start), None)
    return next((stop for stop in reversed(known) if stop.spot.span.start < start), None)


def across(lane: int, content: Content, moment: datetime, step: timedelta) -> Stop:
    """The stop on another lane that is at the same time, or the nearest."""
    known = stops(lane, content)
    at_that_time = [s for s in known if s.spot.span.start <= moment < s.spot.span.end]
    if at_that_time:
        return at_that_time[0]
    if known:
        return min(known, key=lambda stop: abs(stop.spot.span.start - moment))
    return Stop(Spot(lane, piece((), moment, step)))


def in_time(items: Sequence[Item], here: Item | None, ahead: int) -> Item | None:
    """The appointment after `here` in the order of time, or before it; none after the last."""
    known = [item for item in items if item.kind is Kind.APPOINTMENT]
    if not known:
        return None
    ids = [item.id for item in known]
    if here is None or here.id not in ids:
        return known[0] if ahead > 0 else known[-1]
    number = ids.index(here.id) + ahead
    return known[number] if 0 <= number < len(known) else None


def _stop(lane: int, block: Block) -> Stop:
    slot = block.slot
    return Stop(Spot(lane, block.span, slot.availability_id if slot else None), block.item)


def _number(known: Sequence[Stop], here: Stop) -> int | None:
    for number, stop in enumerate(known):
        if here.item is not None and stop.item is not None and stop.item.id == here.item.id:
            return number
        if here.item is None and stop.item is None and stop.spot.span == here.spot.span:
            return number
    return None


def _step(lane: int, here: Stop | None, ahead: int, step: timedelta, day: Span) -> Stop | None:
    if here is None:
        return Stop(Spot(lane, Span(day.start, day.start + step)))
    start = here.spot.span.start + ahead * step
    if not day.start <= start < day.end:
        return None
    return Stop(Spot(lane, Span(start, start + step)))
