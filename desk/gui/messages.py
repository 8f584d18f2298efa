"""Refusals in the user's language."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desk import sentences
from desk.domain.errors import ChangedBy, DeskError, Stale
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


def field(name: str) -> str:
    """What people call a field of a form."""
    return sentences.field(name, QCoreApplication.translate)
