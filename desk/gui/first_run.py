"""The page on which a new house gets its name, or somebody just looks around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk.domain.directory import Site
from desk.domain.errors import DeskError, Invalid
from desk.domain.privacy import USUAL_DAYS, Kept
from desk.gui import theme
from desk.gui.naming import named
from desk.gui.zone_box import ZoneBox
from desk.services import retention, site

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.store.database import Write

WIDTH = 520


class FirstRun(QWidget):
    """Asks for as little as possible: a name and a zone, the zone already filled in."""

    founded = Signal(str)  # the name of the house
    sample = Signal()
    server = Signal()  # the data are to be on one

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "first", self.tr("Welcome"))
        self.client = client
        self.name = named(QLineEdit(), "first.name", self.tr("Name of the site"))
        self.name.setPlaceholderText(self.tr("Riverside House"))
        self.zone = named(ZoneBox(), "first.zone", self.tr("Time zone"))
        self.visits = named(QComboBox(), "first.visits", self.tr("Visitor log"))
        self.visits.addItem(self.tr("Keep {n} days").format(n=USUAL_DAYS), USUAL_DAYS)
        self.visits.addItem(self.tr("Keep everything"), None)
        self.fault = theme.as_role(QLabel(), "fault")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.start = theme.as_primary(self._button("first.start", self.tr("Start")))
        self.look = self._button("first.sample", self.tr("Look around with sample data"))
        self.elsewhere = self._button("first.server", self.tr("On a ser&ver…"))
        self._lay_out()
        self.setFocusProxy(self.name)
        self.start.clicked.connect(self.found)
        self.name.returnPressed.connect(self.found)
        self.look.clicked.connect(self.sample)
        self.elsewhere.clicked.connect(self.server)
        client.refused.connect(self._on_refused)

    def found(self) -> None:
        """Name the house and begin with nothing in it."""
        self._show_faults({})
        made, _ = self.client.quietly(
            _found, self.name.text(), self.zone.zone(), self.visits.currentData()
        )
        if made is not None:
            self.founded.emit(made.name)

    def _on_refused(self, error: DeskError) -> None:
        if isinstance(error, Invalid):
            self._show_faults(error.reasons)

    def _show_faults(self, reasons: Mapping[str, Sequence[str]]) -> None:
        for widget, name in ((self.zone, "zone"), (self.name, "name")):
            theme.styled(widget, "fault", "true" if name in reasons else "false")
            if name in reasons:
                widget.setFocus()
        said = {"name": self.tr("The name"), "zone": self.tr("The time zone")}
        lines = (f"{said.get(name, name)} {why[0]}." for name, why in reasons.items())
        self.fault.setText("\n".join(lines))
        self.fault.setVisible(bool(reasons))

    def _button(self, identifier: str, text: str) -> QPushButton:
        return named(QPushButton(text), identifier, text.replace("&", "").removesuffix("…"))

    def _place(self) -> QHBoxLayout:
        """Where the data are now, and the way to have them elsewhere."""
        here, there = self.tr("On this computer"), self.tr("On a server")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(QLabel(there if self.client.at_server else here))
        row.addWidget(self.elsewhere)
        row.addStretch(1)
        return row

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(16)
        form.addRow(self.tr("&Name of the site"), self.name)
        form.addRow(self.tr("Time &zone"), self.zone)
        form.addRow(self.tr("&Visitor log"), self.visits)
        form.addRow(self.tr("The data are kept"), self._place())
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.start)
        buttons.addWidget(self.look)
        buttons.addStretch(1)
        words = QLabel(
            self.tr(
                "Name the place where this desk stands. The time zone decides what a date means"
                " there. Both can be changed later, under Settings. Entries of the visitor log are"
                " personal, and usually not kept for longer than needed; the page Safety changes"
                " that later."
            )
        )
        words.setWordWrap(True)
        card = theme.as_panel(QFrame())
        card.setMaximumWidth(WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(16)
        inside.addWidget(theme.as_role(QLabel(self.tr("Welcome to Desk")), "title"))
        inside.addWidget(theme.as_role(words, "muted"))
        inside.addLayout(form)
        inside.addWidget(self.fault)
        inside.addLayout(buttons)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 4)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)


def _found(tx: Write, name: str, zone: str, days: int | None) -> Site:
    """Name the house, and say for how long it keeps its visitor log."""
    made = site.name(tx, name, zone)
    retention.choose(tx, {Kept.VISITS: days})
    return made
