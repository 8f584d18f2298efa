"""The visitor log: who is expected, inside and gone, and everything that can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desk.domain.change import Change
from desk.domain.visitor import Standing, VisitorEntry
from desk.gui import format, menus
from desk.gui.client import Client
from desk.gui.pages import Page
from desk.gui.visitors.counter import Counter
from desk.gui.visitors.details import MEANT, WIDTH, DetailsPanel
from desk.gui.visitors.filter_bar import FilterBar
from desk.gui.visitors.head import Head
from desk.gui.visitors.period import Stretch
from desk.gui.visitors.privacy import Privacy
from desk.gui.visitors.sending import Sending
from desk.gui.visitors.visitor_list import MOST_CHOSEN, VisitorList

KINDS = {"visitor_entry", "person", "site"}
WIDE = 1000  # logical pixels from which there is room for details beside the list
COLUMNS, SPLITTER = "visitors/columns", "visitors/splitter"


class VisitorsPage(Page):
    """Brings filter, list, details and counter together."""

    meant = MEANT

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self.counter = Counter(client, self)
        self.bar = FilterBar(client)
        self.list = VisitorList(client)
        self.details = DetailsPanel(client)
        self.sending = Sending(client, self)
        self.privacy = Privacy(client, self, self._chosen)
        self._outdated = False
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list.view)
        self._recall(QSettings())
        # Building the page and asking for its first rows are two things, each short enough.
        QTimer.singleShot(0, self, self._show_first)

    def title(self) -> str:
        return self.tr("Visitors")

    def refresh(self) -> None:
        self._outdated = False
        self.list.refresh()
        self.bar.count_again()
        self._show_details()

    def commands(self) -> Mapping[str, Callable[[], None]]:
        counter, period = self.counter, self.bar.period
        return {
            "visitor.check_in": counter.check_in,
            "visitor.check_out": self.check_out,
            "visitor.admit": lambda: counter.admit(self._chosen()),
            "visitor.check_out_selected": lambda: counter.depart(self._chosen()),
            "visitor.expect": counter.expect,
            "visitor.restore": lambda: counter.restore(self._chosen()),
            "visitor.emergency": counter.emergency,
            "visitor.alerts": counter.alerts,
            "visitor.import": counter.bring_in,
            **self.privacy.commands(),
            "list.new": counter.check_in,
            "list.edit": lambda: counter.edit(self._chosen()),
            "list.remove": lambda: counter.remove(self._chosen()),
            "list.find": self.bar.begin_search,
            "list.export": lambda: self.sending.ask_file(self.bar.view()),
            "list.print": lambda: self.sending.print(self.bar.view(), self.bar.words()),
            "go.today": partial(period.show_stretch, Stretch.DAY),
            "go.date": period.ask,
            "go.previous": partial(period.step, -1),
            "go.next": partial(period.step, 1),
        }

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        return {**self.counter.dialogs(), **self.privacy.dialogs()}

    def check_out(self) -> None:
        """Show everybody inside; whoever is chosen here is marked there."""
        chosen = self.list.chosen() if self.isVisible() else []
        self.counter.check_out([e.id for e in chosen if e.standing is Standing.INSIDE])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.details.setVisible(self.width() >= WIDE)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._outdated:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        kept = QSettings()
        kept.setValue(COLUMNS, self.list.view.columns.save())
        kept.setValue(SPLITTER, self._splitter.saveState())
        super().hideEvent(event)

    def _recall(self, kept: QSettings) -> None:
        columns, splitter = kept.value(COLUMNS), kept.value(SPLITTER)
        if columns:
            self.list.view.columns.restore(bytes(columns))
        if splitter:
            self._splitter.restoreState(splitter)

    def _show_first(self) -> None:
        self._show()
        self.bar.count_again()

    def _show(self) -> None:
        self.list.show_view(self.bar.view(), narrowed=self.bar.narrowed)

    def _chosen(self) -> list[VisitorEntry]:
        """What is to be done something with: everything that is chosen, or nothing at all."""
        if self.list.number_chosen > MOST_CHOSEN:
            words = self.tr("No more than {count} entries can be changed at once. Choose fewer.")
            self.said.emit(words.format(count=format.count(MOST_CHOSEN)))
            return []
        return self.list.chosen()

    def _show_details(self) -> None:
        self.details.show_entries(self.list.chosen(), self.list.number_chosen)

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if not any(change.kind in KINDS for change in changes):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._outdated = True

    def _on_entered(self, entry: VisitorEntry) -> None:
        self.list.choose(entry.id)

    def _on_menu(self, place: QPoint) -> None:
        """Offer with the right button what the panel offers."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for identifier, button in self.details.buttons.items():
            if not button.isHidden():
                menus.line(identifier, menu, self._on_wish, self.meaning(identifier))
        if menu.actions():
            menu.popup(self.list.view.viewport().mapToGlobal(place))

    def _on_wish(self, identifier: str) -> None:
        if identifier == "visitors.everything":
            self.bar.show_everything()
        elif identifier == "visitors.all_dates":
            self.bar.period.show_stretch(Stretch.ALL)
        elif identifier == "visitors.clear":
            self.bar.search.clear()
        else:
            self.wish(identifier)

    def _connect(self) -> None:
        self.bar.chosen.connect(self._show)
        self.bar.left.connect(self.list.take_keyboard)
        self.list.chosen_changed.connect(self._show_details)
        self.list.opened.connect(partial(self.wish, "list.edit"))
        self.list.wished.connect(self._on_wish)
        self.list.view.customContextMenuRequested.connect(self._on_menu)
        self.details.wished.connect(self._on_wish)
        self.counter.entered.connect(self._on_entered)
        self.counter.imported.connect(self.refresh)
        self.counter.said.connect(self.said)
        self.sending.said.connect(self.said)
        self.privacy.said.connect(self.said)
        self.client.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        head = Head(self.title())
        head.wished.connect(self._on_wish)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("visitors.splitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self.details)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.setSizes([WIDE, WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(head)
        layout.addWidget(self.bar)
        layout.addWidget(self._splitter, 1)
