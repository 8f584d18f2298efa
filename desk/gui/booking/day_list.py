"""Today's appointments in the order in which people come, marked by one key each.

Who waits too long changes colour, who is late is pointed out; that somebody does not come is only
ever proposed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QVBoxLayout, QWidget

from desk.domain.appointment import Appointment, Standing
from desk.domain.change import Change
from desk.gui import format, icons, theme
from desk.gui.booking import remote, words
from desk.gui.booking.facts import Facts, look
from desk.gui.booking.steps import MARKS, possible
from desk.gui.client import Client
from desk.gui.dialog import Dialog
from desk.gui.empty import EmptyState
from desk.gui.table import TRAILING, Column, Role, TableModel
from desk.gui.table_view import TableView
from desk.services import agenda

if TYPE_CHECKING:
    from desk.store.database import Read

SIZE = QSize(940, 560)
ROOM = QSize(20, 60)  # logical pixels of a small screen that are left to the window's frame
MINUTE_MS = 60_000
GIVEN_UP = 3  # times too late, after which a no-show is proposed
WIDTHS = (110, 160, 160, 120, 190, 80)
STRETCHED = (1, 2)  # who and with whom
OPEN = {Standing.BOOKED, Standing.ARRIVED, Standing.IN_ROOM}
ICONS = {
    Standing.BOOKED: "calendar-check",
    Standing.ARRIVED: "hourglass",
    Standing.IN_ROOM: "door-open",
    Standing.DONE: "circle-check",
    Standing.MISSED: "user-round-x",
}


@dataclass(frozen=True, slots=True)
class Line:
    """An appointment as it stands at the moment of `facts`."""

    appointment: Appointment
    facts: Facts

    @property
    def id(self) -> int:
        return self.appointment.id

    @property
    def standing(self) -> Standing:
        return self.appointment.standing(self.facts.now)

    @property
    def waited(self) -> timedelta:
        """How long somebody has been waiting, as long as they wait."""
        waits = self.standing is Standing.ARRIVED
        return self.appointment.waited(self.facts.now) if waits else timedelta()

    @property
    def tone(self) -> str:
        """The colours of how it stands: waiting long is amber, twice as long red, as is late."""
        late, waited = self.facts.lateness(self.appointment), self.waited
        if late >= GIVEN_UP * self.facts.late or waited >= 2 * self.facts.waiting:
            return "full"
        if late or waited >= self.facts.waiting:
            return "warning"
        return words.tone(self.standing)


@dataclass(frozen=True)
class Toned(Column[Line]):
    """A column in the colours of how it stands."""

    def read(self, row: Line, role: int) -> Any:
        if role == Role.ForegroundRole:
            return QColor(theme.tokens().shade(row.tone).ink)
        return super().read(row, role)


class DayList(QWidget):
    """The list, and above it how many wait and how many are late."""

    marked = Signal(object, object)  # Mark, list of Appointment
    opened = Signal(object)  # Appointment
    joined = Signal(object)  # Appointment

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self.sums = theme.as_role(QLabel(), "strong")
        self.model = TableModel(self._columns(), self)
        self.table = KeyTable("day_list.table", self.tr("Appointments of today"))
        self.table.setModel(self.model)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        for column in STRETCHED:
            mode = QHeaderView.ResizeMode.Stretch
            self.table.horizontalHeader().setSectionResizeMode(column, mode)
        self.nothing = EmptyState("day_list.nothing", self.tr("Nobody is booked today."))
        keys = "  ".join(f"{mark.key} {mark.words}" for mark in MARKS)
        hint = theme.as_role(QLabel(self.tr("Space next step  {keys}").format(keys=keys)), "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.sums, self.table, self.nothing, hint):
            layout.addWidget(widget)
        self.setFocusProxy(self.table)
        self.table.typed.connect(self._on_key)
        self.table.opened.connect(
            lambda index: self.opened.emit(self.model.rows[index.row()].appointment)
        )
        client.changed.connect(self._on_changed)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self.refresh)
        self._minute.start()
        self.refresh()

    def refresh(self) -> None:
        """Ask again who comes today, and how long it is now."""
        facts, found = self._client.ask(_today)
        lines = [Line(each, facts) for each in found]
        lines.sort(key=lambda line: (line.standing not in OPEN, line.appointment.span.start))
        self.model.show(lines)
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self._sum_up(lines)
        if lines and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def chosen(self) -> list[Appointment]:
        """The appointments that are marked in the list."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[row].appointment for row in rows]

    def _sum_up(self, lines: Sequence[Line]) -> None:
        waiting = sum(line.standing is Standing.ARRIVED for line in lines)
        late = sum(bool(line.facts.lateness(line.appointment)) for line in lines)
        inside = sum(line.standing is Standing.IN_ROOM for line in lines)
        text = self.tr("Waiting: {waiting}   In room: {inside}   Late: {late}")
        self.sums.setText(
            text.format(
                waiting=format.count(waiting), inside=format.count(inside), late=format.count(late)
            )
        )

    def _on_key(self, key: str) -> None:
        chosen = self.chosen()
        if not chosen:
            return
        if key == remote.KEY:
            self.joined.emit(chosen[0])
            return
        now = self.model.rows[0].facts.now
        for mark in MARKS:
            fits = key == mark.key or (key == " " and possible(mark, chosen[0], now))
            if fits:
                self.marked.emit(mark, chosen)
                return

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if self.isVisible() and any(change.kind == "appointment" for change in changes):
            self.refresh()

    def _columns(self) -> list[Column[Line]]:
        return [
            Column(self.tr("Time"), lambda line: words.hours(line.appointment.span, line.facts)),
            Column(self.tr("Who"), lambda line: words.called(line.appointment)),
            Column(self.tr("With"), lambda line: line.facts.provider(line.appointment.resource_id)),
            Column(
                self.tr("Type"),
                lambda line: line.facts.type_name(line.appointment.appointment_type),
            ),
            Toned(self.tr("Standing"), self._standing, icon=_icon),
            Toned(self.tr("Waiting"), _waiting, align=TRAILING),
        ]

    def _standing(self, line: Line) -> str:
        late = line.facts.lateness(line.appointment)
        if late >= GIVEN_UP * line.facts.late:
            return self.tr("Late {time} · no-show? (N)").format(time=format.length(late))
        if late:
            return self.tr("Late {time}").format(time=format.length(late))
        return words.standing(line.standing)


LETTERS = {" ", remote.KEY, *(mark.key for mark in MARKS)}


class KeyTable(TableView):
    """A table whose letters do something with what is chosen."""

    typed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().upper()
        if letter and letter in LETTERS and not event.modifiers():
            self.typed.emit(letter)
        else:
            super().keyPressEvent(event)


class DayListDialog(Dialog):
    """Today's list over whatever is shown."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__("day_list", "", parent)
        self.setWindowTitle(self.tr("Today's appointments"))
        self.list = DayList(client)
        self.body.removeItem(self.form)
        self.body.insertWidget(0, self.list, 1)
        self.dismiss(self.tr("Close"))
        self.resize(SIZE.boundedTo(self.screen().availableSize() - ROOM))
        self.list.setFocus()

    def edited(self) -> bool:
        return False


def _waiting(line: Line) -> str:
    return format.length(line.waited) if line.standing is Standing.ARRIVED else ""


def _icon(line: Line) -> QIcon | None:
    name = "clock-alert" if line.facts.lateness(line.appointment) else ICONS.get(line.standing)
    return icons.icon(name) if name else None


def _today(tx: Read) -> tuple[Facts, list[Appointment]]:
    found = agenda.between(tx, tx.whole_day(tx.today)).appointments
    return look(tx), [each for each in found if each.held_until is None]
