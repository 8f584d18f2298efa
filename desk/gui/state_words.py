"""What states and kinds are called that the database keeps as short words, on whatever page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desk.domain import access, staff
from desk.domain.appointment import Shelf
from desk.domain.directory import Per, PersonKind
from desk.domain.message import Channel, Event, Fate
from desk.domain.visitor import AlertKind
from desk.gui import outbox_words

translate = QCoreApplication.translate

ALERTS = {
    AlertKind.REFUSE: QT_TRANSLATE_NOOP("Alerts", "Do not admit"),
    AlertKind.WELCOME: QT_TRANSLATE_NOOP("Alerts", "Welcome"),
}
PEOPLE = {
    PersonKind.RESIDENT: QT_TRANSLATE_NOOP("People", "Resident"),
    PersonKind.PATIENT: QT_TRANSLATE_NOOP("People", "Patient"),
}
MACHINES = {
    access.Role.READONLY: QT_TRANSLATE_NOOP("Network", "Read only"),
    access.Role.DESK: QT_TRANSLATE_NOOP("Network", "Desk"),
    access.Role.ADMIN: QT_TRANSLATE_NOOP("Network", "Administrator"),
}
ACCOUNTS = {
    staff.Role.DESK: QT_TRANSLATE_NOOP("Staff", "Desk"),
    staff.Role.PROVIDER: QT_TRANSLATE_NOOP("Staff", "Provider"),
    staff.Role.ADMIN: QT_TRANSLATE_NOOP("Staff", "Administrator"),
    staff.Role.READ_ONLY: QT_TRANSLATE_NOOP("Staff", "Read only"),
}
SHELVES = {
    Shelf.PUBLIC: QT_TRANSLATE_NOOP("States", "Stands"),
    Shelf.DRAFT: QT_TRANSLATE_NOOP("States", "Draft"),
    Shelf.TRASH: QT_TRANSLATE_NOOP("States", "Cancelled"),
    Shelf.DELETED: QT_TRANSLATE_NOOP("States", "Removed"),
    Shelf.GONE: QT_TRANSLATE_NOOP("States", "Removed for good"),
}
PLACES = {
    Per.SLOT: QT_TRANSLATE_NOOP("States", "A time"),
    Per.DAY: QT_TRANSLATE_NOOP("States", "A day"),
    Per.STOCK: QT_TRANSLATE_NOOP("States", "A stock"),
}


def alert(kind: AlertKind) -> str:
    """What the desk is to do."""
    return translate("Alerts", str(ALERTS[kind]))


def person(kind: PersonKind) -> str:
    """How somebody belongs to the house."""
    return translate("People", str(PEOPLE[kind]))


def machine(role: access.Role) -> str:
    """What a role of another machine is called."""
    return translate("Network", str(MACHINES[role]))


def account(role: staff.Role) -> str:
    """What a role of somebody who works here is called."""
    return translate("Staff", str(ACCOUNTS[role]))


def shelf(of: Shelf) -> str:
    """Whether something counts."""
    return translate("States", str(SHELVES[of]))


def place(per: Per) -> str:
    """What a place of an appointment type is a place of."""
    return translate("States", str(PLACES[per]))


def fate(of: Fate) -> str:
    """What has become of a message."""
    return translate("Outbox", str(outbox_words.FATES[of][0]))


def kept(kind: str, column: str, value: object) -> str:
    """What the word is called that stands in a column of a table; nothing where it is no state."""
    known = COLUMNS.get((kind, column)) or COLUMNS.get(("", column))
    try:
        return known(str(value)) if known is not None else ""
    except ValueError:
        return ""  # Of another version of Desk.


# The word in the database, by table and column; without a table, of every table.
COLUMNS: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("alert", "kind"): lambda value: alert(AlertKind(value)),
    ("person", "kind"): lambda value: person(PersonKind(value)),
    ("token", "role"): lambda value: machine(access.Role(value)),
    ("staff", "role"): lambda value: account(staff.Role(value)),
    ("", "shelf"): lambda value: shelf(Shelf(value)),
    ("", "per"): lambda value: place(Per(value)),
    ("message", "fate"): lambda value: fate(Fate(value)),
    ("message", "channel"): lambda value: outbox_words.channel(Channel(value)),
    ("", "event"): lambda value: outbox_words.event(Event(value)),
}
