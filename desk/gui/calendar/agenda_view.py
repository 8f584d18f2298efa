"""The agenda: everything of the period as a table, in words; the twin of the drawn views.

What is free and what is shut stands among the appointments, so whoever cannot see the drawing
misses nothing. Enter opens an appointment, or books what is free.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from desk.domain.appointment import Appointment
from desk.gui.calendar.items import Item, Kind
from desk.gui.calendar.keys import EVERYWHERE, LETTERS
from desk.gui.calendar.model import NOTE, STANDING, SUMMARY, WHO, CalendarModel
from desk.gui.calendar.wishes import Wanted
from desk.gui.table_view import TableView

Key = Qt.Key
PRECISION = 200  # rows that say how wide the columns should be
STANDING_LETTERS = 24  # for which there is room, whatever the first rows say
PERIODS = {Key.Key_PageUp: -1, Key.Key_PageDown: 1}


class AgendaView(TableView):
    """A row for each thing, earliest first."""

    wanted = Signal(object)  # Wanted
    wished = Signal(str)  # the id of a command
    stepped = Signal(int)  # so many periods on
    appointment_opened = Signal(object)  # Appointment

    def __init__(self, model: CalendarModel, parent: QWidget | None = None) -> None:
        super().__init__("calendar.agenda", "", parent)
        self.setAccessibleName(self.tr("Agenda"))
        self.calendar = model
        self.setModel(model)
        self.setColumnHidden(SUMMARY, True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setProperty("look", "roomy")
        header.setResizeContentsPrecision(PRECISION)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        self.opened.connect(self._on_opened)
        model.settled.connect(self._fit)

    def chosen(self) -> list[Appointment]:
        """The appointments that are selected, earliest first."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        items = [self.calendar.item(self.calendar.index(row, 0)) for row in rows]
        return [item.appointment for item in items if item.appointment is not None]

    def choose(self, item_id: int) -> None:
        """Bring the keyboard to a row."""
        index = self.calendar.index_of(item_id, WHO)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def open_at(self, moment: datetime | None) -> None:
        """Scroll to what begins next, or to the beginning."""
        rows = enumerate(self.calendar.rows)
        row = next((row for row, item in rows if moment is None or item.span.end > moment), -1)
        if row >= 0:
            hint = QAbstractItemView.ScrollHint.PositionAtTop
            self.scrollTo(self.calendar.index(row, WHO), hint)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = Key(event.key()), not event.modifiers()
        item = self._item()
        if plain and key in PERIODS:
            self.stepped.emit(PERIODS[key])
        elif plain and key == Key.Key_Home:
            self.wished.emit("go.today")
        elif plain and key == Key.Key_Space and item is not None and item.appointment is not None:
            self.wished.emit("booking.arrive")
        elif self._letter(event, item):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _letter(self, event: QKeyEvent, item: Item | None) -> bool:
        text = event.text()
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if held or not text or not text.isprintable() or text.isspace():
            return False
        if item is not None and item.kind is Kind.FREE:
            self._want(item, text)
            return True
        on_one = item is not None and item.appointment is not None
        wish = (LETTERS | EVERYWHERE if on_one else EVERYWHERE).get(text.lower())
        if wish is not None:
            self.wished.emit(wish)
        return wish is not None

    def _item(self) -> Item | None:
        index = self.currentIndex()
        return self.calendar.item(index) if index.isValid() else None

    def _on_opened(self, index: QModelIndex) -> None:
        item = self.calendar.item(index)
        if item.appointment is not None:
            self.appointment_opened.emit(item.appointment)
        elif item.kind is Kind.FREE:
            self._want(item, "")

    def _want(self, item: Item, text: str) -> None:
        assert item.run is not None, "what is free has slots"
        run = item.run
        self.wanted.emit(Wanted(run.first, item.resource_id, run.availability_id, text))

    def _fit(self) -> None:
        """Let the columns be as wide as what they say, while the table is looked at."""
        if self.isVisible():
            for column in range(NOTE):
                self.resizeColumnToContents(column)
            room = STANDING_LETTERS * self.fontMetrics().averageCharWidth()
            self.setColumnWidth(STANDING, max(self.columnWidth(STANDING), room))
