"""What an iCalendar event says (RFC 5545, section 3.6.1), before it is asked when that is.

Nothing is looked up here, not even the zone: the same lines always give the same event.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from desk.domain.appointment import LONGEST
from desk.transfer.calendar_components import Component
from desk.transfer.calendar_lines import Line
from desk.transfer.calendar_values import (
    Broken,
    Length,
    When,
    length,
    moment,
    moments,
    plain,
)

LONGEST_UID = 200
_FREE = {"FREE", "WORKINGELSEWHERE"}

End = When | Length | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event of a calendar, or one occurrence of one that was changed by itself.

    In the latter case `instead_of` says which, and with `following` all later ones move with it.
    `end` is none where an event takes no time. `dates` are further starts, each with an end of
    its own if it has one; `free` says in a few words why nobody is busy meanwhile, empty if
    somebody is. `order` tells which of several versions is the latest.
    """

    line: int
    uid: str
    start: When
    end: End = None
    instead_of: When | None = None
    following: bool = False
    rules: tuple[Line, ...] = ()
    except_rules: tuple[Line, ...] = ()
    dates: tuple[tuple[When, End], ...] = ()
    except_dates: tuple[When, ...] = ()
    title: str = ""
    note: str = ""
    appointment_type: str | None = None
    beyond: str = ""
    cancelled: bool = False
    free: str = ""
    order: tuple[int, str] = (0, "")


def event(component: Component) -> Event:
    """The event of a VEVENT; `Broken`, saying why, if it cannot be used."""
    if component.trouble:
        raise Broken(component.trouble)
    if any(line.cut and line.name != "DESCRIPTION" for line in component.lines):
        raise Broken("one of its lines is longer than can be read")
    begins = component.first("DTSTART")
    if begins is None:
        raise Broken("it does not say when it starts")
    start = moment(begins)
    instead_of = component.first("RECURRENCE-ID")
    title = plain(component.first("SUMMARY"), LONGEST["title"])
    cancelled = component.text("STATUS").upper() == "CANCELLED"
    return Event(
        line=component.line,
        uid=_uid(component, start, title),
        start=start,
        end=_end(component, start),
        instead_of=moment(instead_of) if instead_of else None,
        following=instead_of is not None
        and instead_of.params.get("RANGE", "").upper() == "THISANDFUTURE",
        rules=tuple(component.all("RRULE")),
        except_rules=tuple(component.all("EXRULE")),
        dates=tuple(pair for line in component.all("RDATE") for pair in moments(line)),
        except_dates=tuple(at for line in component.all("EXDATE") for at, _ in moments(line)),
        title=title,
        note=_note(component),
        appointment_type=plain(
            component.first("X-DESK-APPOINTMENT-TYPE"), LONGEST["appointment_type"]
        )
        or None,
        beyond=plain(component.first("X-DESK-BEYOND"), LONGEST["title"]),
        cancelled=cancelled,
        free=_free(component, cancelled),
        order=_order(component),
    )


def busy(component: Component) -> Iterator[Event]:
    """The busy times of a VFREEBUSY, each as an event; free ones are left out."""
    if component.trouble:
        raise Broken(component.trouble)
    for line in component.all("FREEBUSY"):
        if line.params.get("FBTYPE", "BUSY").upper() == "FREE":
            continue
        for start, end in moments(line):
            if end is None:
                raise Broken(f"FREEBUSY has no end after {start.text}")
            uid = plain(component.first("UID"), LONGEST_UID) or "busy"
            yield Event(line=line.number, uid=f"{uid} {start.text}", start=start, end=end)


def _end(component: Component, start: When) -> End:
    """How long it takes; a whole day where the standard leaves it open (3.6.1)."""
    ends, takes = component.first("DTEND"), component.first("DURATION")
    if ends is not None:
        end = moment(ends)
        if start.whole_day:
            days = (end.date - start.date).days
            if days < 0:
                raise Broken("it ends before it starts")
            return Length(max(days, 1))
        # Where the end names no clock, it is told on that of the start.
        return end if end.zone else replace(end, zone=start.zone)
    if takes is not None:
        found = length(takes.value, takes)
        if start.whole_day and found.exact:
            return Length(found.days - (-found.exact // timedelta(days=1)))
        return found if not found.nothing else None
    return Length(1) if start.whole_day else None


def _uid(component: Component, start: When, title: str) -> str:
    """By what other programs know it; where they do not say, by what it is and when."""
    uid = plain(component.first("UID"), 10 * LONGEST_UID)
    if uid and len(uid) <= LONGEST_UID:
        return uid
    said = uid or f"{start.text} {start.zone} {title}"
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def _note(component: Component) -> str:
    place = plain(component.first("LOCATION"), LONGEST["title"])
    text = plain(component.first("DESCRIPTION"), LONGEST["note"])
    return "\n".join(filter(None, (place, text)))[: LONGEST["note"]]


def _free(component: Component, cancelled: bool) -> str:
    """Why nobody is busy: cancelled, or said to be free by the standard or by Outlook."""
    if cancelled:
        return "it is cancelled"
    if component.text("TRANSP").upper() == "TRANSPARENT":
        return "it says that nobody is busy meanwhile"
    if component.text("X-MICROSOFT-CDO-BUSYSTATUS").upper() in _FREE:
        return "it says that nobody is busy meanwhile"
    return ""


def _order(component: Component) -> tuple[int, str]:
    """The number of the version, and when it was made for those of the same number."""
    number = component.text("SEQUENCE")
    made = component.text("LAST-MODIFIED") or component.text("DTSTAMP")
    return (int(number) if number.isdecimal() and len(number) < 10 else 0, made)
