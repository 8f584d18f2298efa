"""The log as a list, with how much it shows above it, and what to do where it shows nothing."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.visitor import Standing, VisitorEntry
from desk.gui import format, theme
from desk.gui.client import Client
from desk.gui.empty import EmptyState
from desk.gui.naming import named
from desk.gui.visitors.log_cells import VISITOR
from desk.gui.visitors.log_model import LogModel
from desk.gui.visitors.log_view import LogView
from desk.services import visitor_log
from desk.services.visitor_log import View

Select = QItemSelectionModel.SelectionFlag
MOST_CHOSEN = 500  # entries of a selection that are looked at one by one


class VisitorList(QWidget):
    """Shows a view of the log."""

    chosen_changed = Signal()
    opened = Signal()  # Enter or a double click on an entry
    wished = Signal(str)  # the command that fills an empty list

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._narrowed = False
        self.model = LogModel(client, self)
        self.view = LogView(self.model, "visitors.list", self.tr("Visitors"))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.summary = theme.as_role(QLabel(), "muted")
        self.summary.setObjectName("visitors.summary")
        self.nobody = self._empty("visitors.nobody", "visitor.check_in")
        self.nobody_expected = self._empty("visitors.nobody_expected", "visitor.expect")
        self.bin_empty = self._empty("visitors.bin_empty", "")
        self.nothing_found = self._empty("visitors.nothing_found", "")
        shown = QWidget()
        self._stack = QStackedLayout(shown)
        for widget in self._everything():
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.summary)
        layout.addWidget(shown, 1)
        way_out = self._offer(self.nothing_found, self.tr("Clear the search"))
        way_out.clicked.connect(self._show_way_out)
        all_dates = self._offer(self.bin_empty, self.tr("Show all dates"))
        all_dates.clicked.connect(lambda: self.wished.emit("visitors.all_dates"))
        self.model.counted.connect(self._say)
        self.view.opened.connect(lambda _index: self.opened.emit())
        self.view.selectionModel().selectionChanged.connect(
            lambda _new, _old: self.chosen_changed.emit()
        )

    def show_view(self, view: View, *, narrowed: bool) -> None:
        """Show this part of the log; `narrowed` says that there may be more in another."""
        self._narrowed = narrowed
        self.model.show(view)
        if not self.model.complete:
            self._say()
        if self.model.rowCount():
            self._mark(0)
        else:
            self.chosen_changed.emit()

    def refresh(self) -> None:
        """Ask again; selection and place stay."""
        self.view.refresh()

    @property
    def number_chosen(self) -> int:
        """How many entries are chosen, be it all of a long log."""
        return sum(span.height() for span in self.view.selectionModel().selection().toList())

    def chosen(self) -> list[VisitorEntry]:
        """The entries that are chosen, from the top; of too many only the first `MOST_CHOSEN`."""
        ids = self.view.selected_ids(MOST_CHOSEN)
        return self._client.ask(visitor_log.by_ids, ids)

    def choose(self, entry_id: int) -> None:
        """Choose an entry, if it is shown."""
        row = self.model.rows_of([entry_id]).get(entry_id, -1)
        if 0 <= row < self.model.rowCount():
            self._mark(row)
            self.view.scrollTo(self.model.index(row, VISITOR))

    def take_keyboard(self) -> None:
        """Let the keys move in the list, or press what fills it."""
        shown = self._stack.currentWidget()
        if isinstance(shown, EmptyState) and shown.button.isVisible():
            shown.button.setFocus()
        else:
            self.view.setFocus()

    def _mark(self, row: int) -> None:
        # Not `selectRow`, which adds to the selection while somebody still holds Ctrl down.
        at = self.model.index(row, VISITOR)
        self.view.selectionModel().setCurrentIndex(at, Select.ClearAndSelect | Select.Rows)

    def _say(self) -> None:
        """Say how much there is; where there is nothing, what to do."""
        view, count = self.model.view, self.model.rowCount()
        self._stack.setCurrentWidget(self.view if count else self._instead(view))
        if not self.model.complete:
            text = ""
        elif view.text:
            text = self.tr("{count} found").format(count=format.count(count))
            if self.model.more:
                text = self.tr("more than {count} found").format(count=format.count(count))
        elif view.standing is Standing.INSIDE:
            totals = self._client.ask(visitor_log.totals)
            text = self.tr("Parties: {parties}, people: {people}").format(
                parties=format.count(totals.parties_inside),
                people=format.count(totals.people_inside),
            )
        else:
            text = self.tr("Entries: {count}").format(count=format.count(count))
        self.summary.setText(text)
        self.view.setAccessibleDescription(text)

    def _instead(self, view: View) -> EmptyState:
        """What is shown where the view has nothing."""
        if view.text:
            self._offer_way_out(view)
            return self.nothing_found
        if view.removed:
            self.bin_empty.say(self.tr("Nothing that came on these dates is in the bin."))
            self.bin_empty.button.setVisible(self._narrowed)
            return self.bin_empty
        match view.standing:
            case Standing.EXPECTED:
                self.nobody_expected.say(self.tr("Nobody is expected on these dates."))
                return self.nobody_expected
            case Standing.INSIDE:
                self.nobody.say(self.tr("Nobody is inside."))
            case Standing.LEFT:
                self.nobody.say(self.tr("Nobody who came on these dates has left."))
            case None:
                self.nobody.say(self.tr("Nobody came on these dates, and nobody is expected."))
        return self.nobody

    def _offer_way_out(self, view: View) -> None:
        words = (
            self.tr("No matches for “{text}” here.")
            if self._narrowed
            else self.tr("No matches for “{text}” in the whole log.")
        )
        self.nothing_found.say(words.format(text=view.text))
        offer = self.tr("Search everything") if self._narrowed else self.tr("Clear the search")
        self.nothing_found.button.setText(offer)
        self.nothing_found.button.setAccessibleName(offer)

    def _show_way_out(self) -> None:
        self.wished.emit("visitors.everything" if self._narrowed else "visitors.clear")

    @staticmethod
    def _offer(empty: EmptyState, words: str) -> QPushButton:
        """Let an empty list have a button of our own."""
        button = named(empty.button, f"{empty.objectName()}.button", words)
        button.setText(words)
        button.setVisible(True)
        return button

    def _everything(self) -> tuple[QWidget, ...]:
        return (self.view, self.nobody, self.nobody_expected, self.bin_empty, self.nothing_found)

    def _empty(self, identifier: str, command: str) -> EmptyState:
        made = EmptyState(identifier, "", command)
        if command:
            made.button.clicked.connect(lambda: self.wished.emit(command))
        return made
