"""What happened to somebody on the waiting list, in words: who did what, when, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desk.domain.appointment import Shelf
from desk.domain.change import Action, JournalEntry
from desk.gui import discretion, format
from desk.gui.booking.facts import Facts
from desk.services import journal

if TYPE_CHECKING:
    from desk.services.waiting_line import Listed
    from desk.store.database import Read

ENTRY, CLAIM = "waiting_entry", "appointment"
WISH = {
    *("type_id", "variation_id", "dates", "since", "until", "earliest", "latest"),
    *("notice", "party"),
}

PRIORITY = {"priority", "priority_reason"}


def of(tx: Read, row: Listed) -> list[JournalEntry]:
    """Everything that was done to the entry and to what it was offered, latest first."""
    found = journal.of(tx, ENTRY, row.id)
    for claim in row.offer.ids if row.offer is not None else ():
        found += journal.of(tx, CLAIM, claim)
    return sorted(found, key=lambda change: change.number, reverse=True)


def lines(changes: Sequence[JournalEntry], facts: Facts) -> list[str]:
    """A line for each thing done: "09:00, ann: offered a place; reason: In pain"."""
    said: list[str] = []
    for change in changes:
        words = _words(change)
        if not words:
            continue
        if change.reason:
            reason = QCoreApplication.translate("WaitingHistory", "reason: {reason}")
            words = f"{words}; {reason.format(reason=discretion.note(change.reason))}"
        at = format.moment(change.at, facts.zone, facts.today)
        said.append(f"{at}, {change.actor}: {words}")
    return list(dict.fromkeys(said))  # A party has a claim for each of its places.


def _words(change: JournalEntry) -> str:
    return _of_entry(change) if change.kind == ENTRY else _of_claim(change)


def _of_entry(change: JournalEntry) -> str:
    translate, new = QCoreApplication.translate, change.new
    if change.action is Action.ADDED:
        return translate("WaitingHistory", "joined")
    if "left_at" in new:
        left = translate("WaitingHistory", "left the list")
        return left if new["left_at"] else translate("WaitingHistory", "back on the list")
    if PRIORITY & new.keys():
        return translate("WaitingHistory", "another place in the line")
    if "passed" in new:
        return translate("WaitingHistory", "offer taken back")
    if WISH & new.keys():
        return translate("WaitingHistory", "wish changed")
    return ""


def _of_claim(change: JournalEntry) -> str:
    translate, new = QCoreApplication.translate, change.new
    if change.action is Action.ADDED:
        return translate("WaitingHistory", "offered a place")
    if "shelf" in new:
        given_back = translate("WaitingHistory", "place given back")
        back = new["shelf"] == Shelf.PUBLIC.value
        return translate("WaitingHistory", "has the place again") if back else given_back
    if "held_until" in new and new["held_until"] is None:
        return translate("WaitingHistory", "booked")
    return ""
