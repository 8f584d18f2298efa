"""What people on the waiting list, their wishes and what becomes of them are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QIcon

from desk.domain.directory import AppointmentType, Per
from desk.domain.waiting import Offer, Place, Reason, State, WaitingEntry, Wanted, Why
from desk.gui import discretion, format, icons
from desk.gui.booking import words
from desk.gui.booking.facts import Facts

translate = QCoreApplication.translate
PLAIN_DAY = dt.date(2000, 1, 3)  # no clock changes on it
MOST_DATES = 2  # that are told one by one
DASH = "\u2013"
NONE = "\u2014"

STATES = {
    State.WAITING: (QT_TRANSLATE_NOOP("Waiting", "Waiting"), "hourglass", "expected"),
    State.OFFERED: (QT_TRANSLATE_NOOP("Waiting", "On offer"), "timer", "warning"),
    State.ACCEPTED: (QT_TRANSLATE_NOOP("Waiting", "Accepted"), "circle-check", "inside"),
    State.DECLINED: (QT_TRANSLATE_NOOP("Waiting", "Declined"), "x", "left"),
    State.LAPSED: (QT_TRANSLATE_NOOP("Waiting", "Lapsed"), "clock-alert", "full"),
    State.LEFT: (QT_TRANSLATE_NOOP("Waiting", "Left the list"), "log-out", "left"),
}

REASONS = {
    Why.SERVED: QT_TRANSLATE_NOOP(
        "Waiting", "A place has been offered; to wait for another, they join again."
    ),
    Why.LEFT: QT_TRANSLATE_NOOP("Waiting", "They have left the list."),
    Why.LIST_OFF: QT_TRANSLATE_NOOP("Waiting", "The list of this type is closed to new entries."),
    Why.AUTOMATIC_OFF: QT_TRANSLATE_NOOP(
        "Waiting", "What comes free is not offered by itself for this type; O offers it."
    ),
    Why.WISH_PAST: QT_TRANSLATE_NOOP("Waiting", "Every date that would do is over."),
    Why.NOTHING_OPEN: QT_TRANSLATE_NOOP("Waiting", "Nothing is open that would do."),
    Why.FULL: QT_TRANSLATE_NOOP("Waiting", "Fully booked, of those that would do: {n}."),
    Why.HELD_BY_OFFERS: QT_TRANSLATE_NOOP("Waiting", "Held by offers to others: {n}."),
    Why.CLOSED: QT_TRANSLATE_NOOP("Waiting", "Closed, of those that would do: {n}."),
    Why.PAST_CLOSING: QT_TRANSLATE_NOOP("Waiting", "Free, but too soon to be offered: {n}."),
    Why.NOTICE_TOO_SHORT: QT_TRANSLATE_NOOP("Waiting", "Free, but sooner than they can come: {n}."),
    Why.PARTY_TOO_LARGE: QT_TRANSLATE_NOOP(
        "Waiting", "With fewer places than their party needs: {n}."
    ),
    Why.BEHIND_OTHERS: QT_TRANSLATE_NOOP("Waiting", "Others who come first for what is free: {n}."),
    Why.KEPT_FOR_A_PARTY: QT_TRANSLATE_NOOP(
        "Waiting", "Free, but kept for a larger party ahead: {n}."
    ),
    Why.WITHDRAWN: QT_TRANSLATE_NOOP(
        "Waiting", "Free, but offered to them by mistake before: {n}."
    ),
}


def called(entry: WaitingEntry) -> str:
    """The name of somebody, or how else they are known."""
    said = discretion.name(entry.name) or discretion.reach(entry.phone or entry.email)
    return said or translate("Waiting", "Nobody named")


def phone(entry: WaitingEntry) -> str:
    """How they are reached."""
    return discretion.reach(entry.phone or entry.email) or translate("Waiting", "no number")


def type_of(wanted: Wanted, facts: Facts) -> AppointmentType | None:
    """The appointment type that is waited for."""
    return next((each for each in facts.types if each.id == wanted.type_id), None)


def provider(wanted: Wanted, facts: Facts) -> str:
    """Whom they want; "any" where it does not matter."""
    type_ = type_of(wanted, facts)
    variations = type_.variations if type_ else ()
    found = (each for each in variations if each.id == wanted.variation_id)
    meant = next(found, None)
    if meant is None:
        return translate("Waiting", "any")
    return facts.provider(meant.resource_id) or meant.name


def days(wanted: Wanted, facts: Facts) -> str:
    """On which days they could come: "Mon 4 Feb or Tue 5 Feb", "any day from Thu 7 Feb"."""
    listed = [format.near_date(each, facts.today) for each in wanted.dates]
    if len(listed) > MOST_DATES:
        said = translate("Waiting", "{first} and {n} more").format(
            first=listed[0], n=format.count(len(listed) - 1)
        )
    elif listed:
        said = translate("Waiting", " or ").join(listed)
    else:
        said = translate("Waiting", "any day")
    if wanted.earliest is not None and wanted.earliest > facts.today:
        date = format.near_date(wanted.earliest, facts.today)
        said = translate("Waiting", "{days} from {date}").format(days=said, date=date)
    if wanted.latest is not None:
        date = format.near_date(wanted.latest, facts.today)
        said = translate("Waiting", "{days} until {date}").format(days=said, date=date)
    return said


def all_days(wanted: Wanted, facts: Facts) -> str:
    """The same with every date, for where there is room."""
    if len(wanted.dates) <= MOST_DATES:
        return days(wanted, facts)
    return ", ".join(format.near_date(each, facts.today) for each in wanted.dates)


def part(wanted: Wanted) -> str:
    """In which part of the day: "before 12:00", "09:00\u201312:00"; nothing where it is all one."""
    match wanted.since, wanted.until:
        case None, None:
            return ""
        case None, time() as until:
            return translate("Waiting", "before {time}").format(time=clock(until))
        case time() as since, None:
            return translate("Waiting", "from {time}").format(time=clock(since))
        case since, until:
            return f"{clock(since)}{DASH}{clock(until)}" if since and until else ""


def when(wanted: Wanted, facts: Facts) -> str:
    """On which days and in which part of them."""
    return ", ".join(each for each in (days(wanted, facts), part(wanted)) if each)


def fully(wanted: Wanted, facts: Facts) -> str:
    """The same with every date."""
    return ", ".join(each for each in (all_days(wanted, facts), part(wanted)) if each)


def notice(wanted: Wanted) -> str:
    """How long before they have to know; nothing where they can come at once."""
    if not wanted.notice:
        return ""
    return length(wanted.notice)


def length(span: timedelta) -> str:
    """A length without the parts that are nothing: "2 h", "1 d", "45 min"."""
    minutes = int(span.total_seconds()) // 60
    if minutes and not minutes % (24 * 60):
        return translate("Waiting", "{n} d").format(n=format.count(minutes // (24 * 60)))
    if minutes and not minutes % 60:
        return translate("Waiting", "{n} h").format(n=format.count(minutes // 60))
    return format.length(span)


def state(of: State) -> str:
    """How somebody stands, in a word or two."""
    return translate("Waiting", str(STATES[of][0]))


def state_icon(of: State) -> QIcon:
    """Its mark, in its colours."""
    _, icon, tone = STATES[of]
    return icons.state_icon(icon, tone)


def tone(of: State) -> str:
    """Its colours, by the names of `theme.Tokens.shade`."""
    return STATES[of][2]


def countdown(offer: Offer, now: datetime) -> str:
    """How long an offer still stands: "14:32", "2 h 05 min"."""
    left = offer.left(now)
    return words.remaining(left) if left < timedelta(hours=1) else format.length(left)


def offered(offer: Offer, facts: Facts, now: datetime) -> str:
    """Until when, and how long that is: "until 10:42, 14:32 left"."""
    if offer.held_until is None:
        return ""
    until = format.moment(offer.held_until, facts.zone, facts.today)
    said = translate("Waiting", "until {time}, {left} left")
    return said.format(time=until, left=countdown(offer, now))


def where(offer: Offer, per: Per, facts: Facts) -> str:
    """What is, or was, on offer: "Mon 4 Feb 10:30, Dr Lee"."""
    whom = facts.provider(offer.resource_id)
    return ", ".join(part for part in (_moment(offer.span.start, per, facts), whom) if part)


def place(found: Place, facts: Facts) -> str:
    """A place that is free: "Mon 4 Feb 10:30, Dr Lee"."""
    whom = facts.provider(found.resource_id)
    parts = (_moment(found.span.start, found.per, facts), whom)
    return ", ".join(part for part in parts if part)


def reasons(several: Sequence[Reason], holders: Sequence[str]) -> list[str]:
    """Why nobody is served, a sentence each; `holders` have the offers that hold places."""
    if not several:
        return [translate("Waiting", "Something that would do is free: O offers it.")]
    said = []
    for reason in several:
        words_ = translate("Waiting", str(REASONS[reason.why]))
        text = words_.format(n=format.count(reason.number))
        if reason.why is Why.HELD_BY_OFFERS and holders:
            text = f"{text.removesuffix('.')} ({', '.join(holders)})."
        said.append(text)
    return said


def clock(moment: time) -> str:
    """A time of day as this user writes it."""
    return format.time(datetime.combine(PLAIN_DAY, moment, dt.UTC), dt.UTC)


def _moment(start: datetime, per: Per, facts: Facts) -> str:
    date = start.astimezone(facts.zone).date()
    match per:
        case Per.STOCK:
            return translate("Waiting", "one of a fixed number")
        case Per.DAY:
            return format.near_date(date, facts.today)
        case _:
            return f"{format.near_date(date, facts.today)} {format.time(start, facts.zone)}"
