"""What the calendar says about its rows: in a table, to a screen reader, in a tooltip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from desk.domain.appointment import Appointment
from desk.domain.closure import Closure
from desk.domain.directory import Resource
from desk.domain.span import Span
from desk.gui import discretion, format
from desk.gui.calendar import look
from desk.gui.calendar.items import Item, Kind, Load, Moment

translate = QCoreApplication.translate
Resources = Mapping[int, Resource]


def name(appointment: Appointment) -> str:
    """Whose it is; a hold without a name is called by who holds it."""
    if appointment.name:
        return discretion.name(appointment.name)
    if appointment.held_until is not None and appointment.created_by:
        return translate("Calendar", "{name} is booking").format(name=appointment.created_by)
    return discretion.name(appointment.owner or "") or translate("Calendar", "Without a name")


def kind_of(appointment: Appointment, at: Moment) -> str:
    """What it is for, by the name of the appointment type."""
    key = appointment.appointment_type or ""
    return at.types.get(key, key)


def provider(resource_id: int | None, resources: Resources) -> str:
    """The provider's name; for nobody's, that it concerns everybody."""
    if resource_id is None:
        return translate("Calendar", "Everybody")
    found = resources.get(resource_id)
    return found.name if found else translate("Calendar", "Provider {n}").format(n=resource_id)


def closed(closure: Closure) -> str:
    """Why something is shut: "Closed: holiday"."""
    if not closure.reason:
        return translate("Calendar", "Closed")
    return translate("Calendar", "Closed: {reason}").format(reason=closure.reason)


def free(places: int) -> str:
    """How many places are free."""
    if places == 1:
        return translate("Calendar", "Free")
    return translate("Calendar", "{n} free").format(n=format.count(places))


def when(span: Span, at: Moment) -> str:
    """From when to when, with its date unless that is today: "Thu 7 Feb 10:30-11:00"."""
    day, last = at.date(span.start), at.date(span.end)
    said = at.hours(span)
    if last != day and span.end.astimezone(at.zone).time() != dt.time():
        end = f"{format.near_date(last, at.today)} {at.clock(span.end)}"
        said = f"{at.clock(span.start)}\N{EN DASH}{end}"
    return said if day == at.today else f"{format.near_date(day, at.today)} {said}"


def who(item: Item, _at: Moment) -> str:
    """The person of a row, or what else it is about."""
    match item.kind:
        case Kind.APPOINTMENT if item.appointment is not None:
            return name(item.appointment)
        case Kind.CLOSURE if item.closure is not None:
            return item.closure.reason or translate("Calendar", "Closed")
        case Kind.FREE:
            return translate("Calendar", "Free")
        case _:
            return ""


def standing(item: Item, at: Moment) -> str:
    """How it stands with a row, in a few words."""
    match item.kind:
        case Kind.APPOINTMENT if item.appointment is not None:
            return look.of(item.appointment, at).words
        case Kind.CLOSURE:
            return translate("Calendar", "Closed")
        case Kind.FREE if item.run is not None:
            if item.run.places == 1:
                return translate("Calendar", "1 place")
            return translate("Calendar", "{n} places").format(n=format.count(item.run.places))
        case _:
            return ""


def spoken(item: Item, at: Moment, resources: Resources) -> str:
    """Everything about a row that tells it from its neighbours, in one sentence."""
    if item.kind is Kind.DAY and item.load is not None:
        return load(item.load)
    parts = [when(item.span, at), who(item, at)]
    if item.appointment is not None:
        parts.append(kind_of(item.appointment, at))
    parts += [provider(item.resource_id, resources), standing(item, at)]
    return ", ".join(part for part in parts if part)


def load(of: Load) -> str:
    """How full a day is: "Thursday, 7 February 2030: 12 free, 30 taken"."""
    if of.closed and not of.taken:
        said = translate("Calendar", "closed")
    elif not of.free and not of.taken:
        said = translate("Calendar", "nothing open")
    else:
        said = translate("Calendar", "{free} free, {taken} taken").format(
            free=format.count(of.free), taken=format.count(of.taken)
        )
    return f"{format.long_date(of.date)}: {said}"


def moving(appointment: Appointment, to: Span, at: Moment, *, whose: str = "") -> str:
    """The name of a move in the undo menu: "Move Maria Gomez to Thu 7 Feb 10:30"."""
    time = f"{format.near_date(at.date(to.start), at.today)} {at.clock(to.start)}"
    if to.start == appointment.span.start and to.length != appointment.span.length:
        words = translate("Calendar", "Let {name} last until {time}")
        return words.format(name=name(appointment), time=at.clock(to.end))
    if whose:
        words = translate("Calendar", "Move {name} to {time} with {provider}")
        return words.format(name=name(appointment), time=time, provider=whose)
    return translate("Calendar", "Move {name} to {time}").format(name=name(appointment), time=time)
