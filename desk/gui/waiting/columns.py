"""What the waiting list says of each entry, on the screen, on paper and in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desk.domain.directory import Per
from desk.domain.waiting import State
from desk.gui import format
from desk.gui.booking import waiting_words as words
from desk.gui.booking.facts import Facts
from desk.gui.table import TRAILING, Column
from desk.services.waiting_line import Listed
from desk.transfer.tables import Cell

translate = QCoreApplication.translate
WIDTHS = (6, 18, 16, 15, 12, 8, 17, 7, 7, 8)  # digits
STATE, WITH, WHEN = 1, 5, 6
AFTER_ALL = 1_000_000_000
FILE_HEADINGS = (
    *("position", "name", "phone", "email", "appointment_type", "provider", "dates", "from"),
    *("until", "earliest", "latest", "notice_minutes", "people", "joined", "state", "held_until"),
    *("note", "priority", "priority_reason"),
)


@dataclass(slots=True)
class Now:
    """The house, and the moment that countdowns count from."""

    facts: Facts
    moment: datetime


def columns(now: Now) -> Sequence[Column[Listed]]:
    """Who waits for what, for how long, and how they stand."""
    return [
        Column(
            translate("Waiting", "Place"),
            position,
            sort_key=lambda row: row.position or AFTER_ALL,
            align=TRAILING,
        ),
        Column(
            translate("Waiting", "State"),
            lambda row: state(row, now),
            spoken=lambda row: words.state(row.state),
            icon=lambda row: words.state_icon(row.state),
        ),
        Column(translate("Waiting", "Name"), lambda row: words.called(row.entry)),
        Column(translate("Waiting", "Phone"), lambda row: words.phone(row.entry)),
        Column(translate("Waiting", "Waits for"), lambda row: row.type_name),
        Column(translate("Waiting", "With"), lambda row: words.provider(row.entry, now.facts)),
        Column(
            translate("Waiting", "When"),
            lambda row: words.when(row.entry, now.facts),
            tooltip=lambda row: words.fully(row.entry, now.facts),
            sort_key=lambda row: (row.entry.dates or (row.entry.earliest,))[0] or now.facts.today,
        ),
        *_numbers(now),
    ]


def _numbers(now: Now) -> Sequence[Column[Listed]]:
    return [
        Column(
            translate("Waiting", "People"),
            lambda row: format.count(row.entry.party),
            sort_key=lambda row: row.entry.party,
            align=TRAILING,
        ),
        Column(
            translate("Waiting", "Notice"),
            lambda row: words.notice(row.entry) or words.NONE,
            sort_key=lambda row: row.entry.notice.total_seconds(),
            align=TRAILING,
        ),
        Column(
            translate("Waiting", "Waited"),
            lambda row: format.length(row.entry.waited(now.moment)),
            sort_key=lambda row: -row.entry.created_at.timestamp(),
            align=TRAILING,
        ),
    ]


def position(row: Listed) -> str:
    """Where somebody stands in the line, marked where that is by priority."""
    if row.position is None:
        return words.NONE
    mark = "\u2191" if row.entry.priority > 0 else "\u2193" if row.entry.priority < 0 else ""
    return f"{mark}{format.count(row.position)}"


def state(row: Listed, now: Now) -> str:
    """How somebody stands; with the countdown of an offer, or the place they took."""
    said = words.state(row.state)
    if row.offer is None:
        return said
    if row.state is State.OFFERED:
        left = words.countdown(row.offer, now.moment)
        return translate("Waiting", "{state}, {left} left").format(state=said, left=left)
    return f"{said}: {words.where(row.offer, per(row, now.facts), now.facts)}"


def per(row: Listed, facts: Facts) -> Per:
    """What a place of the type is a place of."""
    type_ = words.type_of(row.entry, facts)
    return type_.per if type_ else Per.SLOT


def file_row(row: Listed, now: Now) -> Sequence[Cell]:
    """An entry under `FILE_HEADINGS`."""
    entry, zone = row.entry, now.facts.zone
    until = row.offer.held_until if row.offer is not None else None
    return (
        row.position,
        entry.name,
        entry.phone,
        entry.email,
        row.type_name,
        "" if entry.variation_id is None else words.provider(entry, now.facts),
        " ".join(date.isoformat() for date in entry.dates),
        f"{entry.since:%H:%M}" if entry.since else "",
        f"{entry.until:%H:%M}" if entry.until else "",
        entry.earliest,
        entry.latest,
        int(entry.notice.total_seconds()) // 60,
        entry.party,
        entry.created_at.astimezone(zone),
        row.state.value,
        until.astimezone(zone) if until is not None else None,
        entry.note,
        entry.priority,
        entry.priority_reason,
    )
