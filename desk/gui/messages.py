"""Refusals in the user's language."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desk import refusal_words, sentences
from desk.domain.errors import ChangedBy, DeskError, Stale
from desk.domain.fault import Fault
from desk.gui import format


def sentence(error: DeskError, zone: tzinfo = UTC) -> str:
    """What the message bar says about `error`, with times on the wall clock of `zone`."""

    def moment(when: datetime) -> str:
        return f"{format.date(when.astimezone(zone).date())}, {format.time(when, zone)}"

    return sentences.sentence(error, QCoreApplication.translate, format.date, moment)


def changer(error: Stale, zone: tzinfo) -> str:
    """Who has changed something meanwhile, to begin a sentence: "Bob (10:42)"."""
    if isinstance(error, ChangedBy):
        return f"{error.who} ({format.time(error.at, zone)})"
    return QCoreApplication.translate("Refusals", "Somebody else")


def fault(found: str) -> str:
    """What a check has found, in the user's language; what SQLite says of itself is as it is."""
    if not isinstance(found, Fault):
        return found
    words = QCoreApplication.translate("Faults", str(refusal_words.FAULTS[found.what]))
    return words.format(**{name: _fact(value) for name, value in found.facts.items()})


def field(name: str) -> str:
    """What people call a field of a form."""
    return sentences.field(name, QCoreApplication.translate)


def _fact(value: object) -> object:
    """A fact of a fault: a date as it is written here, a table by what its rows are called."""
    match value:
        case date():
            return format.date(value)
        case str() if value in refusal_words.KINDS:
            return QCoreApplication.translate("Kinds", str(refusal_words.KINDS[value]))
        case _:
            return value
