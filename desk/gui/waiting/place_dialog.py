"""Offering a place by hand: the first that would do is marked, Enter offers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QWidget

from desk.domain.waiting import Place
from desk.gui import format, theme
from desk.gui.acting import ActingDialog
from desk.gui.booking import waiting_words as words
from desk.gui.booking.facts import Facts, look
from desk.gui.client import Client
from desk.gui.table import TRAILING, Column, TableModel
from desk.gui.table_view import TableView
from desk.services import waiting
from desk.services.waiting_line import Listed

WIDTH, HEIGHT = 520, 400
PLACE_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A place in the list; its number there is its `id`."""

    id: int
    place: Place


class PlaceDialog(ActingDialog):
    """The free `places` that somebody would take; a reason is asked for out of turn."""

    def __init__(
        self,
        client: Client,
        listed: Listed,
        places: Sequence[Place],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(client, "waiting.place", "", parent)
        self.setWindowTitle(self.tr("Offer a place"))
        self._listed = listed
        self.facts = client.ask(look)
        self.lines = TableModel(columns(self.facts), self)
        self.table = TableView("waiting.place.list", self.tr("Free places"))
        self.table.setModel(self.lines)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.reason = QLineEdit()
        self._lay_out()
        self.lines.show([Line(number, place) for number, place in enumerate(places)])
        self.table.opened.connect(self.accept)
        self.table.selectRow(0)
        self.table.setFocus()

    def concerns(self) -> Mapping[str, Any]:
        return {"entry": self._listed.id}

    def accept(self) -> None:
        row = self.table.currentIndex().row()
        if row < 0:
            return
        place = self.lines.rows[row].place
        name = self.tr("Offer {place} to {whom}").format(
            place=words.place(place, self.facts), whom=words.called(self._listed.entry)
        )
        reason = self.reason.text().strip()
        if self.carry_out(name, waiting.offer, self._listed.id, place, reason=reason) is not None:
            super().accept()

    def edited(self) -> bool:
        return bool(self.reason.text().strip())

    def _lay_out(self) -> None:
        whom = words.called(self._listed.entry)
        about = self.tr("What would do for {whom}").format(whom=whom)
        label = theme.as_role(QLabel(about), "heading")
        label.setWordWrap(True)
        self.body.insertWidget(1, label)
        self.body.insertWidget(2, self.table, 1)
        self.field("reason", self.tr("&Reason, if out of turn"), self.reason)
        self.show_field("reason", (self._listed.position or 1) > 1)
        digit = self.fontMetrics().horizontalAdvance("0")
        self.table.setColumnWidth(0, PLACE_DIGITS * digit)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.dismiss(self.tr("Close"))
        self.confirm(self.tr("Offer this"))
        self.resize(WIDTH, HEIGHT)


def columns(facts: Facts) -> list[Column[Line]]:
    """Where it is, and how many places are free there."""
    translate = words.translate
    return [
        Column(translate("Waiting", "Place"), lambda line: words.place(line.place, facts)),
        Column(
            translate("Waiting", "Free"),
            lambda line: format.count(line.place.free),
            align=TRAILING,
        ),
    ]
