"""The work list of calls: one key for what comes of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent

from desk.domain.wish import Free
from desk.gui import discretion, format, icons
from desk.gui.table import Column
from desk.gui.table_view import PLAIN, TableView
from desk.services.flags import Call


class Answer(Enum):
    """What somebody said on the telephone."""

    FIRST = auto()
    SECOND = auto()
    CANCEL = auto()
    SKIP = auto()


KEYS = {
    Qt.Key.Key_1: Answer.FIRST,
    Qt.Key.Key_2: Answer.SECOND,
    Qt.Key.Key_X: Answer.CANCEL,
    Qt.Key.Key_S: Answer.SKIP,
}


@dataclass(frozen=True, slots=True)
class CallRow:
    """Somebody to be called, with whom the appointment was, and times that can be offered."""

    call: Call
    who: str
    type_name: str
    offers: tuple[Free, ...]
    providers: tuple[str, ...]

    @property
    def id(self) -> int:
        return self.call.id


class CallTable(TableView):
    """Enter and the keys of a letter or a figure say what came of the call."""

    answered = Signal(object)  # Answer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answer = KEYS.get(Qt.Key(event.key())) if event.modifiers() in PLAIN else None
        if answer is not None and self.currentIndex().isValid():
            self.answered.emit(answer)
        else:
            super().keyPressEvent(event)


def columns(zone: Callable[[], ZoneInfo]) -> Sequence[Column[CallRow]]:
    """Whom to call, what for, and what can be offered."""
    translate = QCoreApplication.translate
    return [
        Column(
            translate("ToCall", "Phone"),
            lambda row: (
                discretion.reach(row.call.phone or row.call.email)
                or translate("ToCall", "no number")
            ),
            icon=lambda row: (
                icons.state_icon("phone", "warning") if row.call.caller else icons.icon("phone")
            ),
        ),
        Column(translate("ToCall", "Name"), lambda row: discretion.name(row.call.appointment.name)),
        Column(
            translate("ToCall", "Type"),
            lambda row: row.type_name,
        ),
        Column(
            translate("ToCall", "Was"),
            lambda row: was(row, zone()),
            sort_key=lambda row: row.call.appointment.span.start.isoformat(),
        ),
        Column(translate("ToCall", "1 or Enter"), lambda row: offer(row, 0, zone())),
        Column(translate("ToCall", "2"), lambda row: offer(row, 1, zone())),
        Column(translate("ToCall", "Now"), calling),
    ]


def was(row: CallRow, zone: ZoneInfo) -> str:
    """The time that is gone: "Mon 4 Feb 09:30, Dr Lee"."""
    span = row.call.appointment.span
    return ", ".join(filter(None, (_moment(span.start.astimezone(zone), zone), row.who)))


def offer(row: CallRow, number: int, zone: ZoneInfo) -> str:
    """A time that can be offered instead, with whom."""
    if number >= len(row.offers):
        return "" if number else QCoreApplication.translate("ToCall", "nothing free")
    start = row.offers[number].span.start.astimezone(zone)
    return ", ".join(filter(None, (_moment(start, zone), row.providers[number])))


def calling(row: CallRow) -> str:
    """Who is calling just now: "Ann is calling"."""
    if not row.call.caller:
        return ""
    return QCoreApplication.translate("ToCall", "{who} is calling").format(who=row.call.caller)


def spoken(row: CallRow, zone: ZoneInfo) -> str:
    """Whom an undo step is about: "Maria Gomez, Mon 4 Feb 09:30"."""
    start = row.call.appointment.span.start.astimezone(zone)
    return f"{discretion.name(row.call.appointment.name)}, {_moment(start, zone)}"


def _moment(start: datetime, zone: ZoneInfo) -> str:
    return f"{format.near_date(start.date(), start.date())} {format.time(start, zone)}"
