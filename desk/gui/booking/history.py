"""What happened to an appointment, in words: who did what, when, and what stood there before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desk.domain.appointment import Shelf
from desk.domain.change import Action, JournalEntry
from desk.gui import discretion, format
from desk.gui.booking.facts import Facts

translate = QCoreApplication.translate
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# What it means that a time is there now, and that it is not there any more.
TIMES = {
    "arrived_at": (
        QT_TRANSLATE_NOOP("BookingHistory", "arrived"),
        QT_TRANSLATE_NOOP("BookingHistory", "arrival taken back"),
    ),
    "admitted_at": (
        QT_TRANSLATE_NOOP("BookingHistory", "went in"),
        QT_TRANSLATE_NOOP("BookingHistory", "going in taken back"),
    ),
    "completed_at": (
        QT_TRANSLATE_NOOP("BookingHistory", "done"),
        QT_TRANSLATE_NOOP("BookingHistory", "being done taken back"),
    ),
    "missed_at": (
        QT_TRANSLATE_NOOP("BookingHistory", "did not come"),
        QT_TRANSLATE_NOOP("BookingHistory", "not coming taken back"),
    ),
}
OTHERS = {
    "person_id": QT_TRANSLATE_NOOP("BookingHistory", "another person"),
    "title": QT_TRANSLATE_NOOP("BookingHistory", "another name"),
    "note": QT_TRANSLATE_NOOP("BookingHistory", "note changed"),
    "appointment_type": QT_TRANSLATE_NOOP("BookingHistory", "another type"),
}


def line(change: JournalEntry, facts: Facts) -> str:
    """One change with its moment and its doer: "Mon 4 Feb 09:00, ann: booked"."""
    at = format.moment(change.at, facts.zone, facts.today)
    return f"{at}, {change.actor}: {words(change, facts)}"


def words(change: JournalEntry, facts: Facts) -> str:
    """What one change was: "moved from Fri 8 Feb 10:30 to Fri 15 Feb 10:30"."""
    if change.action is Action.ADDED:
        held = change.new.get("held_until") is not None
        said = [translate("BookingHistory", "held") if held else _booked()]
    else:
        said = list(_changed(change, facts))
    if change.reason:
        said.append(
            translate("BookingHistory", "reason: {reason}").format(
                reason=discretion.note(change.reason)
            )
        )
    return "; ".join(said) or translate("BookingHistory", "changed")


def _booked() -> str:
    return translate("BookingHistory", "booked")


def _changed(change: JournalEntry, facts: Facts) -> list[str]:
    old, new = change.old, change.new
    said = list(_placed(old, new, facts))
    for name, (there, gone) in TIMES.items():
        if name in new and bool(new[name]) != bool(old.get(name)):
            said.append(translate("BookingHistory", str(there if new[name] else gone)))
    if "held_until" not in new:
        # Whose a hold becomes is nothing that was changed.
        said += [
            translate("BookingHistory", str(text)) for name, text in OTHERS.items() if name in new
        ]
    return said


def _placed(old: dict[str, Any], new: dict[str, Any], facts: Facts) -> Iterator[str]:
    """What became of its place."""
    if "held_until" in new:
        held_on = translate("BookingHistory", "held on")
        yield _booked() if new["held_until"] is None else held_on
    if "starts" in new:
        moved = translate("BookingHistory", "moved from {old} to {new}")
        yield moved.format(old=_at(old["starts"], facts), new=_at(new["starts"], facts))
    if "resource_id" in new:
        provider = facts.provider(new["resource_id"])
        yield translate("BookingHistory", "now with {provider}").format(provider=provider)
    if "shelf" in new:
        back = new["shelf"] == Shelf.PUBLIC.value
        back_again = translate("BookingHistory", "taken back")
        yield back_again if back else translate("BookingHistory", "cancelled")
    if new.get("flagged"):
        yield translate("BookingHistory", "its time was closed")


def _at(stored: int, facts: Facts) -> str:
    """A moment as the journal keeps it, in milliseconds since 1970."""
    moment = EPOCH + timedelta(milliseconds=stored)
    date = moment.astimezone(facts.zone).date()
    return f"{format.near_date(date, facts.today)} {format.time(moment, facts.zone)}"
