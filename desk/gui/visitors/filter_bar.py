"""Which part of the log is shown: standing, dates and letters, and how much of it there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTabBar, QWidget

from desk.domain.visitor import Standing
from desk.gui import format, icons
from desk.gui.client import Client
from desk.gui.naming import clearable, named
from desk.gui.visitors.period import Stretch
from desk.gui.visitors.period_picker import PeriodPicker
from desk.services import visitor_log
from desk.services.visitor_log import View

if TYPE_CHECKING:
    import datetime as dt

LEAVING = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
WIDEST = 70  # letters of the search line
SETTLED_MS = 60  # between the last letter and the search, so that fast typing searches once


@dataclass(frozen=True, slots=True)
class Part:
    """A tab: which parties it has. Whoever is inside is so whatever the dates say."""

    words: str
    standing: Standing | None = None
    removed: bool = False

    @property
    def dated(self) -> bool:
        return self.standing is not Standing.INSIDE


class FilterBar(QWidget):
    """Tabs with their numbers, the dates and the search line."""

    chosen = Signal()  # another view of the log is wanted
    left = Signal()  # the keyboard goes on to the list

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self.parts = (
            Part(self.tr("E&xpected"), Standing.EXPECTED),
            Part(self.tr("I&nside"), Standing.INSIDE),
            Part(self.tr("&Left"), Standing.LEFT),
            Part(self.tr("All"), None),
            Part(self.tr("Bin"), None, removed=True),
        )
        self.tabs = named(QTabBar(), "visitors.tabs", self.tr("Which visitors"))
        self.tabs.setExpanding(False)
        for part in self.parts:
            self.tabs.addTab(part.words)
        self.tabs.setCurrentIndex(1)
        self.period = PeriodPicker(client)
        self.search = named(QLineEdit(), "visitors.search", self.tr("Search visitors"))
        self.search.setPlaceholderText(self.tr("Search name, host, plate or purpose"))
        clearable(self.search)
        mark = QAction(icons.icon("search"), self.tr("Search"), self.search)
        self.search.addAction(mark, QLineEdit.ActionPosition.LeadingPosition)
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._counting = QTimer(self, singleShot=True, interval=0)
        self._to_count: list[int] = []
        self._lay_out()
        self._connect()
        self._on_part()

    @property
    def part(self) -> Part:
        return self.parts[self.tabs.currentIndex()]

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.search.text().strip()

    def view(self) -> View:
        """What is to be shown."""
        return self._view(self.part, self.text)

    def show_part(self, standing: Standing | None, *, removed: bool = False) -> None:
        """Turn to a tab."""
        wanted = (standing, removed)
        at = [(part.standing, part.removed) for part in self.parts].index(wanted)
        self.tabs.setCurrentIndex(at)

    @property
    def narrowed(self) -> bool:
        """Whether there may be more elsewhere: on another tab or on other dates."""
        return self.view() != View(text=self.text, removed=self.part.removed and not self.text)

    def words(self) -> str:
        """What is shown, for the head of a printed list."""
        said = [self.part.words.replace("&", "")]
        if self.part.dated:
            said.append(self.period.button.text())
        if self.text:
            said.append(f"“{self.text}”")
        return " · ".join(said)

    def show_everything(self) -> None:
        """Look on every tab and on all dates."""
        self.period.show_stretch(Stretch.ALL)
        self.show_part(None)

    def begin_search(self) -> None:
        """Let letters be typed."""
        self.search.setFocus()
        self.search.selectAll()

    def count_again(self) -> None:
        """Find out how many there are on each tab, one after the other and after the list."""
        current = self.tabs.currentIndex()
        self._to_count = [current, *(n for n in range(self.tabs.count()) if n != current)]
        self._counting.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let some keys of the search line lead to the list."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear()
            if Qt.Key(event.key()) in LEAVING:
                self._settle()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        """Search at once for what has been typed."""
        if self._settled.isActive():
            self._settled.stop()
            self.chosen.emit()

    def _view(self, part: Part, text: str) -> View:
        first: dt.date | None = None
        last: dt.date | None = None
        if part.dated:
            first, last = self.period.dates()
        return View(
            standing=part.standing, since=first, until=last, text=text, removed=part.removed
        )

    def _count_one(self) -> None:
        number = self._to_count.pop(0)
        part = self.parts[number]
        count = self._client.ask(visitor_log.count, self._view(part, ""))
        self.tabs.setTabText(number, f"{part.words}  {format.count(count)}")
        if self._to_count:
            self._counting.start()

    def _on_part(self) -> None:
        self.period.setEnabled(self.part.dated)
        why = "" if self.part.dated else self.tr("Whoever is inside is shown, whenever they came")
        self.period.setToolTip(why)
        self.period.look_ahead(self.part.standing is Standing.EXPECTED)
        self.chosen.emit()

    def _on_typed(self) -> None:
        self._settled.start()

    def _on_dates(self) -> None:
        self.chosen.emit()
        self.count_again()

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_part)
        self.period.chosen.connect(self._on_dates)
        self.search.textChanged.connect(self._on_typed)
        self.search.installEventFilter(self)
        self._settled.timeout.connect(self.chosen)
        self._counting.timeout.connect(self._count_one)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.tabs)
        layout.addStretch(1)
        layout.addWidget(self.period)
        layout.addWidget(self.search, 4)
        self.search.setMaximumWidth(WIDEST * self.search.fontMetrics().averageCharWidth())
