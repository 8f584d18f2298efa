"""What stands above the outbox: how many are due, what can be set, search and lists."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabBar, QVBoxLayout, QWidget

from desk.domain.message import Fate
from desk.gui import format, theme
from desk.gui.banner import Banner
from desk.gui.buttons import command_button
from desk.gui.naming import named
from desk.gui.search_line import SearchLine
from desk.services.outbox_list import NOT_SENT

SEARCH_DIGITS = 34
LISTS: Sequence[Collection[Fate]] = ((Fate.PENDING,), NOT_SENT, (Fate.SENT,), tuple(Fate))
TO_SEND, UNSENT, SENT, ALL = range(4)


@dataclass(frozen=True, slots=True)
class Confined:
    """What is listed: messages of these fates, to whomever `typed` finds."""

    fates: Collection[Fate]
    typed: str


class Head(QWidget):
    """Says how the outbox stands and confines the list."""

    confined = Signal()  # something else is to be listed
    left = Signal()  # back to the list
    wished = Signal(str)  # the id of a command

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.due = theme.as_state(named(QLabel(), "outbox.due", ""), "expected")
        self.hits = theme.as_role(named(QLabel(), "outbox.hits", ""), "muted")
        self.search = SearchLine(
            "outbox.search", self.tr("Search by name"), self.tr("Name or address")
        )
        self.tabs = named(QTabBar(), "outbox.lists", self.tr("Which messages are listed"))
        self.settings = command_button("outbox.settings")
        self.settings.setText(f" {self.tr('Settings')}")
        self.words = command_button("outbox.words")
        self.words.setText(f" {self.tr('Words')}")
        self.calls = command_button("outbox.calls")
        self.deliver = theme.as_primary(command_button("outbox.deliver"))
        self.trouble = Banner("outbox.off_notice", "pause")
        self._lay_out()
        self.search.textChanged.connect(lambda _text: self.confined.emit())
        self.search.left.connect(self.left)
        self.tabs.currentChanged.connect(lambda _number: self.confined.emit())
        for button, command in (
            (self.settings, "outbox.settings"),
            (self.words, "outbox.words"),
            (self.calls, "outbox.calls"),
            (self.deliver, "outbox.deliver"),
        ):
            button.clicked.connect(lambda _on=False, wish=command: self.wished.emit(wish))

    def wanted(self) -> Confined:
        """What is to be listed."""
        return Confined(LISTS[self.tabs.currentIndex()], self.search.text().strip())

    def count(self, counts: Mapping[Fate, int], due: int) -> None:
        """Say how many there are of each list, and how many are due."""
        for number, (name, fates) in enumerate(zip(self._names(), LISTS, strict=True)):
            there = sum(counts.get(fate, 0) for fate in fates)
            self.tabs.setTabText(number, f"{name}  {format.count(there)}")
        self.due.setText(self.tr("{n} due now").format(n=format.count(due)))
        self.due.setVisible(bool(due))

    def say_listed(self, listed: int, *, more: bool, most: bool) -> None:
        """Say how many are listed; whether there are `more`, and whether `most` is reached."""
        number = format.count(listed)
        if more and most:
            said = self.tr("The first {n} are listed; search for the others by name")
        elif more:
            said = self.tr("The first {n}; more come as you go down")
        elif self.search.text().strip():
            said = self.tr("Found: {n}")
        else:
            said = self.tr("Listed: {n}")
        self.hits.setText(said.format(n=number))

    def say_on(self, *, on: bool, idle: bool, busy: bool) -> None:
        """Say whether messages go out; not while there is nothing else here but that they do not.

        While some are going out, `busy`, no more are sent.
        """
        if on or idle:
            self.trouble.clear()
        else:
            self.trouble.say(self.tr("Messages are switched off: nothing goes out."))
        self.deliver.setEnabled(on and not busy and not self.due.isHidden())

    def nothing(self, *, idle: bool) -> str:
        """Why nothing is listed."""
        typed = self.wanted().typed
        if idle:
            return self.tr(
                "People can be told by e-mail, text message or notice that something was booked,"
                " moved or cancelled, and be reminded of it. That is switched off: nothing goes"
                " out."
            )
        if typed:
            return self.tr("No message to “{typed}”. Esc clears the search.").format(typed=typed)
        return (
            self.tr("Nothing is to be sent."),
            self.tr("Everything went out: nobody has to be called."),
            self.tr("Nothing has been sent yet."),
            self.tr("There has been no message yet."),
        )[self.tabs.currentIndex()]

    def go_to_search(self) -> None:
        """Be ready for another search to be typed over the last."""
        self.search.start_anew()

    def show_list(self, number: int) -> None:
        """Turn to one of the lists: to send, not sent, sent, all."""
        self.tabs.setCurrentIndex(number)

    def _names(self) -> Sequence[str]:
        return self.tr("To send"), self.tr("Not sent"), self.tr("Sent"), self.tr("All")

    def _lay_out(self) -> None:
        for name in self._names():
            self.tabs.addTab(name)
        self.search.show_digits(SEARCH_DIGITS)
        top, below = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(theme.as_role(QLabel(self.tr("Outbox")), "title"))
        top.addWidget(self.due)
        top.addStretch(1)
        for button in (self.settings, self.words, self.calls, self.deliver):
            top.addWidget(button)
        below.setSpacing(16)
        filters: tuple[QWidget, ...] = (self.search, self.tabs, self.hits)
        for each in filters:
            below.addWidget(each)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.trouble)
        layout.addLayout(below)
