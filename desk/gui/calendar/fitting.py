"""Where something would land on a lane, and what would be in its way there.

The answer is what is said while something is dragged, before it is let go; whether it can be done
is decided by the services alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from desk.domain.appointment import Appointment
from desk.domain.slot import Slot
from desk.domain.span import Span
from desk.gui.calendar import words
from desk.gui.calendar.items import Item
from desk.gui.calendar.lanes import Content

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a lane that something can be done with; a slot's, if it is exactly one."""

    lane: int
    span: Span
    availability_id: int | None = None


def landing(slots: Sequence[Slot], moment: datetime, length: timedelta, step: timedelta) -> Span:
    """Where something so long would begin nearest to a moment: with a slot, or on the grid."""
    near = min(slots, key=lambda slot: abs(slot.span.start - moment), default=None)
    if near is not None and abs(near.span.start - moment) * 2 <= near.span.length:
        return Span(near.span.start, near.span.start + length)
    start = on_grid(moment, step)
    return Span(start, start + length)


def stretch(slots: Sequence[Slot], one: datetime, other: datetime, step: timedelta) -> Span:
    """The whole slots, or steps of the grid, between two moments."""
    first, last = piece(slots, min(one, other), step), piece(slots, max(one, other), step)
    return Span(first.start, max(first.end, last.end))


def piece(slots: Sequence[Slot], moment: datetime, step: timedelta) -> Span:
    """The slot that a moment lies in, or else the step of the grid."""
    found = next((slot for slot in slots if slot.span.start <= moment < slot.span.end), None)
    if found is not None:
        return found.span
    start = moment - (moment - datetime.min.replace(tzinfo=moment.tzinfo)) % step
    return Span(start, start + step)


def on_grid(moment: datetime, step: timedelta) -> datetime:
    """The nearest step of the grid; steps divide the hour."""
    beyond = (moment - datetime.min.replace(tzinfo=moment.tzinfo)) % step
    return moment - beyond + (step if beyond * 2 >= step else timedelta())


def slot_of(slots: Iterable[Slot], span: Span) -> Slot | None:
    """The slot that is exactly that span; one with free places if there are several."""
    same = [slot for slot in slots if slot.span == span]
    return next((slot for slot in same if slot.free), same[0] if same else None)


def hindrance(content: Content, span: Span, moving: Appointment | None, now: datetime) -> str:
    """What is in the way on a lane, in words, or nothing."""
    for item in content.items:
        if item.closure is not None and item.span.overlaps(span):
            return words.closed(item.closure)
    mine = moving is not None and moving.availability_id is not None
    slot = slot_of(content.slots, span)
    if slot is not None and slot.free:
        return ""
    if mine and moving is not None and span == moving.span:
        return ""
    in_the_way = next(_others(content.items, span, moving, now), None)
    if in_the_way is not None:
        return translate("Calendar", "taken: {name}").format(name=words.name(in_the_way))
    if slot is None and mine:
        return translate("Calendar", "no slot at that time")
    return ""


def _others(
    items: Iterable[Item], span: Span, moving: Appointment | None, now: datetime
) -> Iterator[Appointment]:
    for item in items:
        found = item.appointment
        if found is None or not found.counts(now) or not item.span.overlaps(span):
            continue
        if moving is None or found.id != moving.id:
            yield found
