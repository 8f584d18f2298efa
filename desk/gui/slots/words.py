"""What the page of slots calls things."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from desk.domain.availability import Availability
from desk.domain.span import Span
from desk.gui import format
from desk.gui.slots import repetition

translate = QCoreApplication.translate
TO = "\u2013"


def whole_site() -> str:
    """What is shut when no one in particular is."""
    return translate("Slots", "Whole site")


def day(span: Span, zone: ZoneInfo) -> dt.date:
    """The date on which a span begins."""
    return span.start.astimezone(zone).date()


def hours(span: Span, zone: ZoneInfo) -> str:
    """The times of a span without its date: "09:00 to 12:00" with a dash."""
    return f"{format.time(span.start, zone)} {TO} {format.time(span.end, zone)}"


def when(span: Span, zone: ZoneInfo) -> str:
    """A span with its dates: "Mon 4 Feb 2030, 09:00" and so on, or whole days."""
    first, last = span.start.astimezone(zone), span.end.astimezone(zone)
    if first.time() == last.time() == dt.time():
        last_day = (last - timedelta(days=1)).date()
        return _dates(first.date(), last_day)
    if first.date() == last.date():
        return f"{format.date(first.date())}, {hours(span, zone)}"
    ends = f"{format.date(last.date())} {format.time(span.end, zone)}"
    return f"{format.date(first.date())} {format.time(span.start, zone)} {TO} {ends}"


def repeats(availability: Availability) -> str:
    """How open hours repeat, on the wall clock of their own zone."""
    first = day(availability.span, ZoneInfo(availability.zone))
    if availability.rule is None:
        return format.date(first)
    words = repetition.in_words(availability.rule, first)
    return f"{words[:1].upper()}{words[1:]}"


def last_date(availability: Availability) -> dt.date | None:
    """The last date on which open hours can still be, where they do not go on for good."""
    zone = ZoneInfo(availability.zone)
    if availability.rule is None:
        return day(availability.span, zone)
    if availability.until is None:
        return None
    return (availability.until - timedelta(milliseconds=1)).astimezone(zone).date()


def open_hours(availability: Availability, who: str) -> str:
    """Open hours in one line, for the undo menu and the list: "Dr Lee, every week on Tue"."""
    return ", ".join(part for part in (who, repeats(availability)) if part)


def places(number: int) -> str:
    """How many people a slot is for."""
    words = translate("Slots", "{n} place") if number == 1 else translate("Slots", "{n} places")
    return words.format(n=format.count(number))


def slots(number: int) -> str:
    """So many slots."""
    words = translate("Slots", "{n} slot") if number == 1 else translate("Slots", "{n} slots")
    return words.format(n=format.count(number))


def bookings(number: int) -> str:
    """So many bookings."""
    words = translate("Slots", "{n} booking") if number == 1 else translate("Slots", "{n} bookings")
    return words.format(n=format.count(number))


def _dates(first: dt.date, last: dt.date) -> str:
    if first == last:
        return format.date(first)
    return f"{format.date(first)} {TO} {format.date(last)}"
