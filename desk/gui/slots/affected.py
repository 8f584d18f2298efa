"""Who would have to be called if a time were closed, before it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desk.domain.appointment import Appointment
from desk.gui import discretion, format, theme, type_names
from desk.gui.client import Client
from desk.gui.slots import words
from desk.gui.table import Column, TableModel
from desk.gui.table_view import TableView
from desk.services import directory

WIDTHS = (210, 180, 160)
ROWS = 7  # that are seen at once


class Affected(QWidget):
    """How many bookings lie in a time, whose they are and when."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._names: Mapping[int, str] = {}
        self._types = type_names.TypeNames()
        self.count = theme.as_role(QLabel(), "strong")
        self.count.setObjectName("slots.closure.count")
        self.model = TableModel(self._columns(), self)
        self.table = TableView("slots.closure.affected", self.tr("Bookings in that time"))
        self.table.setModel(self.model)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setStretchLastSection(True)
        row = self.table.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight((ROWS + 1) * row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.count)
        layout.addWidget(self.table, 1)
        self.say("")

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.model.rows)

    def ids(self) -> frozenset[int]:
        """Which they are."""
        return frozenset(booked.id for booked in self.model.rows)

    def show_bookings(self, found: Sequence[Appointment]) -> None:
        """Show whose bookings lie in the time."""
        self._names = {each.id: each.name for each in self._client.ask(directory.resources)}
        self._types = self._client.ask(type_names.names)
        self.model.show(found)
        self.table.setVisible(bool(found))
        if not found:
            self.count.setText(self.tr("Nobody is booked in that time."))
        else:
            said = (
                self.tr("{n} booking affected")
                if len(found) == 1
                else self.tr("{n} bookings affected")
            )
            self.count.setText(said.format(n=format.count(len(found))))

    def say(self, text: str) -> None:
        """Say why there is nothing to be shown."""
        self.model.show(())
        self.table.hide()
        self.count.setText(text)

    def _columns(self) -> list[Column[Appointment]]:
        return [
            Column(
                self.tr("When"),
                lambda booked: words.when(booked.span, self._client.zone),
                sort_key=lambda booked: booked.span.start,
            ),
            Column(self.tr("Who"), lambda booked: discretion.name(booked.name)),
            Column(self.tr("With"), lambda booked: self._names.get(booked.resource_id or 0, "")),
            Column(self.tr("Type"), lambda booked: self._types.of(booked.appointment_type)),
        ]
