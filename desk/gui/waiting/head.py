"""What stands above the waiting list: how many wait, how well it fills, search and filters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QTabBar, QVBoxLayout, QWidget

from desk.domain.directory import AppointmentType
from desk.domain.waiting import State
from desk.gui import format, theme
from desk.gui.buttons import command_button
from desk.gui.naming import named
from desk.gui.search_line import SearchLine
from desk.services.waiting_figures import FillRate
from desk.services.waiting_line import Counts

SEARCH_DIGITS = 34
SERVED = frozenset({State.ACCEPTED, State.DECLINED, State.LAPSED})
STATES: Sequence[frozenset[State] | None] = (
    frozenset({State.WAITING}),
    frozenset({State.OFFERED}),
    SERVED,
    None,
)


@dataclass(frozen=True, slots=True)
class Confined:
    """What is listed: these states, or all; this type, or all; whoever `typed` finds."""

    states: Collection[State] | None
    type_id: int | None
    typed: str


class Head(QWidget):
    """Says how the list stands and confines it."""

    confined = Signal()  # something else is to be listed
    left = Signal()  # back to the list

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = theme.as_role(QLabel(self.tr("Waiting list")), "title")
        self.waiting = theme.as_state(QLabel(), "expected")
        self.offered = theme.as_state(QLabel(), "warning")
        self.rate = theme.as_role(QLabel(), "muted")
        self.hits = theme.as_role(QLabel(), "muted")
        self.search = SearchLine(
            "waiting.search", self.tr("Search by name or phone"), self.tr("Name or phone")
        )
        self.tabs = named(QTabBar(), "waiting.states", self.tr("Who is listed"))
        self.type = named(QComboBox(), "waiting.type", self.tr("Appointment type"))
        self.print = command_button("list.print")
        self.join = theme.as_primary(command_button("waiting.join"))
        self.join.setText(f" {self.tr('Let somebody wait')}")
        for label, name in (
            (self.waiting, "count"),
            (self.offered, "offered"),
            (self.rate, "rate"),
            (self.hits, "hits"),
        ):
            label.setObjectName(f"waiting.{name}")
        self._lay_out()
        self.search.textChanged.connect(lambda _text: self.confined.emit())
        self.search.left.connect(self.left)
        self.tabs.currentChanged.connect(lambda _number: self.confined.emit())
        self.type.currentIndexChanged.connect(lambda _number: self.confined.emit())

    def wanted(self) -> Confined:
        """What is to be listed."""
        states = STATES[self.tabs.currentIndex()]
        return Confined(states, self.type.currentData(), self.search.text().strip())

    def show_types(self, types: Sequence[AppointmentType]) -> None:
        """Offer these types to confine the list to, keeping the one that is chosen."""
        shown = [(self.tr("All types"), None), *((each.name, each.id) for each in types)]
        there = [
            (self.type.itemText(row), self.type.itemData(row)) for row in range(self.type.count())
        ]
        if shown == there:
            return
        chosen = self.type.currentData()
        self.type.blockSignals(True)
        self.type.clear()
        for text, type_id in shown:
            self.type.addItem(text, type_id)
        self.type.setCurrentIndex(max(self.type.findData(chosen), 0))
        self.type.blockSignals(False)

    def count(self, counts: Counts, listed: int) -> None:
        """Say how many wait and how many have an offer to answer, and how many are listed."""
        waiting = self.tr("{n} waiting").format(n=format.count(counts.waiting))
        self.waiting.setText(waiting)
        self.offered.setText(self.tr("{n} on offer").format(n=format.count(counts.offered)))
        self.offered.setVisible(bool(counts.offered))
        found = self.tr("Found: {n}") if self.search.text().strip() else self.tr("Listed: {n}")
        self.hits.setText(found.format(n=format.count(listed)))

    def show_rate(self, rate: FillRate) -> None:
        """Say how many of the places that were given up the list has filled."""
        if not rate.freed:
            self.rate.setText(self.tr("No place was given up in the last 30 days"))
            return
        said = self.tr("{filled} of {freed} freed places filled from the list in 30 days")
        filled, freed = format.count(rate.filled), format.count(rate.freed)
        self.rate.setText(said.format(filled=filled, freed=freed))
        more = self.tr(
            "Filled otherwise: {otherwise}. Offers: {offers}; accepted {accepted}, declined"
            " {declined}, lapsed {lapsed}, open {open}."
        )
        self.rate.setToolTip(
            more.format(
                otherwise=rate.otherwise,
                offers=rate.offers,
                accepted=rate.accepted,
                declined=rate.declined,
                lapsed=rate.lapsed,
                open=rate.open,
            )
        )

    def go_to_search(self) -> None:
        """Be ready for another search to be typed over the last."""
        self.search.start_anew()

    def show_states(self, number: int) -> None:
        """Turn to one of the lists: those who wait, on offer, served, all."""
        self.tabs.setCurrentIndex(number)

    def _lay_out(self) -> None:
        for name in (
            self.tr("&Waiting"),
            self.tr("On o&ffer"),
            self.tr("&Served"),
            self.tr("&All"),
        ):
            self.tabs.addTab(name)
        self.search.show_digits(SEARCH_DIGITS)
        top, below = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(8)
        for label in (self.heading, self.waiting, self.offered, self.rate):
            top.addWidget(label)
        top.addStretch(1)
        for button in (self.print, self.join):
            top.addWidget(button)
        below.setSpacing(16)
        filters: tuple[QWidget, ...] = (self.search, self.tabs, self.type, self.hits)
        for each in filters:
            below.addWidget(each)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addLayout(below)
