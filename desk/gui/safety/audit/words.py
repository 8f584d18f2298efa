"""What is said of a row of the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desk import refusal_words
from desk.domain.change import Action, JournalEntry, Taken
from desk.gui import discretion, format, messages, state_words
from desk.services import audit, audit_names

MOST = 3  # faults that are told one by one
translate = QCoreApplication.translate
OF_PEOPLE = {
    *("person", "visitor_entry", "appointment", "waiting_entry", "alert", "message"),
    *("erasure", "legal_hold"),
}
# What may be read by anybody: times, states and numbers of places.
PLAIN = {
    *("starts", "ends", "span", "start", "end", "date", "day", "places", "occupied", "people"),
    *("arrived_at", "admitted_at", "completed_at", "departed_at", "missed_at", "held_until"),
    *("shelf", "kind", "role", "appointment_type", "party", "capacity"),
    *("fate", "channel", "event", "per"),
}
# What means something to the program alone, or stands above the fields already.
TECHNICAL = {
    *("id", "version", "uid", "key", "digest", "folded", "phone_digits", "email_folded"),
    *("place", "availability_id", "series_id", "import_key"),
    *("created_at", "created_by", "updated_at", "updated_by", "claimed_by", "claimed_until"),
}
TOLD_ALREADY = {("appointment", "type_id")}  # by the name of its type

ACTIONS: Mapping[Action, object] = {
    Action.ADDED: QT_TRANSLATE_NOOP("Audit", "added"),
    Action.CHANGED: QT_TRANSLATE_NOOP("Audit", "changed"),
    Action.REMOVED: QT_TRANSLATE_NOOP("Audit", "removed"),
    Action.READ: QT_TRANSLATE_NOOP("Audit", "looked at"),
}


WAYS_OUT: Mapping[str, object] = {
    Taken.EXPORTED: QT_TRANSLATE_NOOP("Audit", "exported"),
    Taken.PRINTED: QT_TRANSLATE_NOOP("Audit", "printed"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field with what stood there before and what stands there after; `id` counts them."""

    id: int
    name: str
    old: str
    new: str


def kind(name: str) -> str:
    """What people call a thing of that kind."""
    known = refusal_words.KINDS.get(name)
    return translate("Kinds", known) if known else name.replace("_", " ")


def action(entry: JournalEntry) -> str:
    if taken(entry):
        return translate("Audit", str(WAYS_OUT[entry.reason]))
    return translate("Audit", str(ACTIONS[entry.action]))


def taken(entry: JournalEntry) -> bool:
    """Whether it says that something was taken out of the desk."""
    return entry.action is Action.READ and entry.reason in WAYS_OUT


def which(line: audit.Line) -> str:
    """Whom or what a row is about, by its name or number; of many things, that it is a list."""
    number = f"#{line.entry.id}" if line.entry.id else translate("Audit", "list")
    return subject(line) or number


def when(moment: datetime, zone: tzinfo) -> str:
    """The moment to the second, as one looks for it in other records too."""
    return f"{format.date(moment.astimezone(zone).date())} {moment.astimezone(zone):%H:%M:%S}"


def fields(line: audit.Line, zone: tzinfo) -> Sequence[Field]:
    """Every field that became different; of what was added or removed those that hold anything."""
    old, new = line.entry.old, line.entry.new
    names = [
        name
        for name in old | new
        if (old.get(name) or new.get(name))
        and name not in TECHNICAL
        and (line.entry.kind, name) not in TOLD_ALREADY
    ]
    return [
        Field(number, messages.field(name), *(_said(line, each, name, zone) for each in (old, new)))
        for number, name in enumerate(names)
    ]


def verdict(faults: Sequence[str]) -> str:
    """What the chain shows."""
    if not faults:
        return translate(
            "Audit", "The journal is whole: no row was altered, taken out or put in afterwards."
        )
    told = "; ".join(map(messages.fault, faults[:MOST]))
    more = len(faults) - MOST
    if more > 0:
        told += translate("Audit", "; and {n} more").format(n=format.count(more))
    words = translate("Audit", "Somebody has altered the journal: {faults}.")
    return words.format(faults=told)


def subject(line: audit.Line) -> str:
    """Whom or what a row is about, where that has a name."""
    return _called(line.entry.kind, line.subject)


def _called(kind: str, name: str) -> str:
    return discretion.name(name) if kind in OF_PEOPLE else name


def _said(line: audit.Line, values: Mapping[str, Any], name: str, zone: tzinfo) -> str:
    """What is said of a field: of one that names another thing, what that is called."""
    if name not in values:
        return ""
    entry = line.entry
    named = audit_names.reference(entry.kind, name, values)
    if named is not None:
        return _called(named[0], line.names.get(named, "")) or f"#{named[1]}"
    said = state_words.kept(entry.kind, name, values[name])
    return _discreet(name, said or _text(audit.spelled(entry.kind, name, values[name]), zone))


def _discreet(name: str, said: str) -> str:
    """What a field held, where whoever looks over the counter may read it."""
    return discretion.HIDDEN if discretion.screen.discreet and name not in PLAIN else said


def _text(value: Any, zone: tzinfo) -> str:
    match value:
        case None | "":
            return "\u2013"
        case bool():
            return translate("Audit", "yes") if value else translate("Audit", "no")
        case datetime():
            return when(value, zone)
        case dt.date():
            return format.date(value)
        case timedelta():
            return format.length(value)
        case list() | tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value)
