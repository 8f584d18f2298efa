"""What stands above the lists of the page of slots: title, tabs, buttons and the search."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabBar, QVBoxLayout, QWidget

from desk.gui import format, icons, theme
from desk.gui.buttons import command_button
from desk.gui.client import Client
from desk.gui.naming import clearable, named
from desk.gui.provider_field import ProviderField

SEARCH_DIGITS = 44
NEW = ("slots.open", "slots.batch", "slots.close")


class Search(ProviderField):
    """The line in which a provider is searched for; Enter and Esc lead back to the list."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        offered = bool(self.offered)
        key = Qt.Key(event.key())
        if not offered and key == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.forget()
        elif not offered and key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Head(QWidget):
    """Says which list is shown, how much there is in it, and what can be added."""

    chosen = Signal(int)  # the number of a list
    searched = Signal(str)
    left = Signal()  # back to the list

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self.names = (
            self.tr("&Open hours"),
            self.tr("Sing&le slots"),
            self.tr("&Closures"),
            self.tr("To c&all"),
        )
        self.heading = theme.as_role(QLabel(self.tr("Slots")), "title")
        self.tabs = named(QTabBar(), "slots.parts", self.tr("Lists"))
        self.search = named(Search(client), "slots.search", self.tr("Search providers"))
        self.hits = theme.as_role(QLabel(), "muted")
        self.hits.setObjectName("slots.hits")
        self.buttons: Mapping[str, QPushButton] = {
            identifier: command_button(identifier)
            for identifier in ("slots.providers", *NEW, "list.print")
        }
        self._lay_out()
        self.tabs.currentChanged.connect(self._on_tab)
        self.search.textChanged.connect(self.searched)
        self.search.left.connect(self.left)

    def name(self, number: int) -> str:
        """The name of a list."""
        return self.names[number].replace("&", "")

    def choose(self, number: int) -> None:
        """Mark the list that is shown."""
        self.tabs.setCurrentIndex(number)
        for at, identifier in enumerate(NEW):
            self.buttons[identifier].setVisible(at == number)
        self.buttons["list.print"].setVisible(number == len(NEW))

    def typed(self) -> str:
        """What is searched for."""
        return self.search.text()

    def go_to_search(self) -> None:
        """Be ready for another search to be typed over the last."""
        self.search.setFocus()
        self.search.selectAll()

    def count_calls(self, number: int) -> None:
        """Say how many have to be called, whichever list is shown."""
        last = len(self.names) - 1
        text = self.names[last]
        if number:
            text = f"{text} ({format.count(number)})"
        self.tabs.setTabText(last, text)
        self.tabs.setTabIcon(
            last, icons.state_icon("phone", "warning") if number else icons.icon("phone")
        )

    def count_listed(self, number: int) -> None:
        """Say how many rows the list has."""
        said = self.tr("Found: {n}") if self.typed().strip() else self.tr("Listed: {n}")
        self.hits.setText(said.format(n=format.count(number)))

    def _on_tab(self, number: int) -> None:
        self.chosen.emit(number)

    def _lay_out(self) -> None:
        for name in self.names:
            self.tabs.addTab(name)
        clearable(self.search)
        self.search.setPlaceholderText(self.tr("Provider, room or team"))
        mark = QAction(icons.icon("search"), self.tr("Search"), self.search)
        self.search.addAction(mark, ProviderField.ActionPosition.LeadingPosition)
        digit = self.fontMetrics().horizontalAdvance("0")
        self.search.setFixedWidth(digit * SEARCH_DIGITS)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.heading)
        top.addSpacing(8)
        top.addWidget(self.hits)
        top.addStretch(1)
        for identifier, button in self.buttons.items():
            if identifier in NEW:
                theme.as_primary(button)
            top.addWidget(button)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(self.search)
        below.addWidget(self.tabs)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addLayout(below)
