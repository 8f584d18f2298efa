"""The list of people: a search, whom it finds, how many they are, and which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QTabBar, QVBoxLayout, QWidget

from desk.domain.directory import Person, PersonKind
from desk.gui import actions, discretion, format, state_words, theme
from desk.gui.empty import EmptyState
from desk.gui.highlight import Highlighting
from desk.gui.naming import named
from desk.gui.people.search import PeopleSearch
from desk.gui.table import Column, TableModel
from desk.gui.table_view import TableView
from desk.services import people
from desk.services.people import Details

if TYPE_CHECKING:
    from desk.gui.client import Client

MOST = 200
KINDS: Sequence[PersonKind | None] = (None, PersonKind.RESIDENT, PersonKind.PATIENT)
SEARCH_DIGITS = 70  # how wide the line for searching grows, in digits

NAME, KIND, UNIT, PHONE, EMAIL = range(5)
NAME_DIGITS = 26  # how many digits wide a name needs to be
MOST_NAME_DIGITS = 34  # and how wide it may be where there is room
SCROLL_BAR_DIGITS = 3
WIDTHS = {KIND: 11, UNIT: 14, PHONE: 20, EMAIL: 32}
BY_USE = (UNIT, PHONE, KIND, EMAIL)

translate = QCoreApplication.translate


class PeopleList(QWidget):
    """Asks for people as they are searched for."""

    chosen = Signal()  # `person` is another one now, or says something else
    opened = Signal()  # something is to be done with `person`

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self.search = PeopleSearch()
        self.kinds = named(QTabBar(), "people.kinds", self.tr("Kind of people"))
        self.hits = theme.as_role(QLabel(), "muted")
        self.model = TableModel[Person](_columns(), self)
        self.table = TableView("people.list", self.tr("People"))
        self.marker = Highlighting(self.table)
        self.empty = EmptyState("people.empty", "", "list.new")
        self._asking = False
        self._lay_out()
        self.search.textChanged.connect(self._on_searched)
        self.search.left.connect(self.table.setFocus)
        self.search.moved.connect(self._on_moved)
        self.kinds.currentChanged.connect(self._on_searched)
        self.table.opened.connect(lambda _index: self.opened.emit())
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.setFocusProxy(self.search)

    @property
    def person(self) -> Person | None:
        """The person who is chosen."""
        index = self.table.currentIndex()
        found: Person | None = index.data(TableModel.RowRole) if index.isValid() else None
        return found

    @property
    def kind(self) -> PersonKind | None:
        """The kind of people that the list is confined to, if it is."""
        return KINDS[self.kinds.currentIndex()]

    def refresh(self) -> None:
        """Ask again, keeping who is chosen if the list still has that person."""
        self._asking = True
        typed, before = self.search.text(), self.table.currentIndex().row()
        found = self._client.ask(people.find, typed, kind=self.kind, limit=MOST)
        self.marker.typed = typed
        self.model.show(found)
        if self.person is None and found:
            self._choose(min(max(before, 0), len(found) - 1))
        self.table.viewport().update()
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        self._count(len(found), typed.strip())
        self._asking = False
        self.chosen.emit()

    def show_person(self, person: Person) -> None:
        """Choose somebody, searching for the name if the list does not have it now."""
        if self.model.row_of(person.id) < 0:
            self.kinds.setCurrentIndex(0)
            self.search.setText(person.name)
        self._choose(self.model.row_of(person.id))
        self.table.setFocus()

    def go_to_search(self) -> None:
        """Be ready for another search to be typed over the last."""
        self.search.start_anew()

    def guess(self) -> Details:
        """What is known of somebody who was searched for in vain."""
        kind = self.kind or PersonKind.RESIDENT
        typed = " ".join(self.search.text().split())
        if self.model.rows or any(letter.isdigit() or letter == "@" for letter in typed):
            return Details(kind=kind)
        first, _, last = typed.rpartition(" ")
        return Details(kind=kind, first_name=first, last_name=last)

    def _on_current(self) -> None:
        # While the list is being filled, several may be current one after the other.
        if not self._asking:
            self.chosen.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the columns there is room for; the card has everything."""
        super().resizeEvent(event)
        digit = self.fontMetrics().horizontalAdvance("0")
        room = self.width() // digit - SCROLL_BAR_DIGITS
        shown = fitting(room)
        header = self.table.horizontalHeader()
        for column, digits in WIDTHS.items():
            self.table.setColumnHidden(column, column not in shown)
            header.resizeSection(column, digits * digit)
        # Whatever is left over belongs to the last column, unless the name needs it.
        roomy = EMAIL in shown
        mode = QHeaderView.ResizeMode
        header.setSectionResizeMode(NAME, mode.Interactive if roomy else mode.Stretch)
        if roomy:
            left = room - sum(WIDTHS.values())
            header.resizeSection(NAME, min(left, MOST_NAME_DIGITS) * digit)
        header.setStretchLastSection(roomy)

    def _choose(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        index = self.model.index(row, 0)
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _on_searched(self) -> None:
        """Another search begins at the top of what it finds."""
        self._asking = True
        self.table.selectionModel().clear()
        self.refresh()
        self.table.scrollToTop()

    def _on_moved(self, by: int) -> None:
        """The arrows choose in the list while the search has the keyboard."""
        last = len(self.model.rows) - 1
        if last >= 0:
            self._choose(min(max(self.table.currentIndex().row() + by, 0), last))

    def _count(self, shown: int, typed: str) -> None:
        """Say how many there are, and what to do when there are none or too many."""
        total = shown if shown < MOST else self._client.ask(people.count, self.kind, typed)
        said = self.tr("Found: {n}") if typed else self.tr("People: {n}")
        if total > shown:
            said = f"{said}. {self.tr('The first {shown} are shown.')}"
        self.hits.setText(said.format(n=format.count(total), shown=format.count(shown)))
        none = self.tr("Nobody is known here yet.")
        if typed:
            none = self.tr("No matches for “{typed}”. Esc clears the search.").format(typed=typed)
        self.empty.say(none)

    def _lay_out(self) -> None:
        for name in (self.tr("Everybody"), self.tr("Residents"), self.tr("Patients")):
            self.kinds.addTab(name)
        self.hits.setObjectName("people.hits")
        self.empty.button.setText(f"{self.tr('New person')}  {actions.command('list.new').key}")
        self.table.setModel(self.model)
        self.table.setItemDelegate(self.marker)
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        digit = self.fontMetrics().horizontalAdvance("0")
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionsClickable(False)
        self.search.setMaximumWidth(digit * SEARCH_DIGITS)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.search, 1)
        row.addWidget(self.kinds)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)


def fitting(digits: int) -> set[int]:
    """Which columns a list so many digits wide has room for, beside the name."""
    found: set[int] = set()
    left = digits - NAME_DIGITS
    for column in BY_USE:
        left -= WIDTHS[column]
        if left >= 0:
            found.add(column)
    return found


def _columns() -> Sequence[Column[Person]]:
    return (
        Column(translate("People", "Name"), lambda person: discretion.name(person.name)),
        Column(translate("People", "Kind"), lambda person: state_words.person(person.kind)),
        Column(translate("People", "Flat or room"), lambda person: person.unit or ""),
        Column(translate("People", "Phone"), lambda person: discretion.reach(person.phone)),
        Column(translate("People", "E-mail"), lambda person: discretion.reach(person.email)),
    )
