"""The latest requests as they come, newest first; it can be halted to be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication, QTime
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton

from desk.gui import format
from desk.gui.buttons import show_icon, text_button
from desk.gui.empty import EmptyState
from desk.gui.list_part import ListPart
from desk.gui.network import words
from desk.gui.network.requests import MOST, Request
from desk.gui.table import TRAILING, Column

WIDTHS = (10, 10, 24, 20, 18, 16, 7)  # digits
PATH = 2
translate = QCoreApplication.translate


class RequestList(ListPart[Request]):
    """What is being read stays where it is while more comes in above it."""

    def __init__(self, zone: tzinfo) -> None:
        nothing = translate("Network", "Nobody has asked anything since the server was started.")
        empty = EmptyState("network.requests.empty", nothing)
        super().__init__(
            "network.requests", translate("Network", "Requests"), _columns(zone), empty
        )
        self.paused = False
        self._latest: Sequence[Request] = ()
        self.pause: QPushButton = text_button("network.pause", "", "pause", "network.pause")
        self.line.addWidget(self.pause)
        self.widen(WIDTHS, PATH)
        self.pause.clicked.connect(self.turn_pause)
        self._say()

    def show_requests(self, latest: Sequence[Request]) -> None:
        """There are these now; they are shown unless the list is halted."""
        self._latest = latest
        if not self.paused:
            self._show_latest()
        self._say()

    def turn_pause(self) -> None:
        """Halt the list, or let it go on with all that has come meanwhile."""
        self.paused = not self.paused
        self.show_requests(self._latest)

    def _show_latest(self) -> None:
        rows, bar = self.model.rows, self.table.verticalScrollBar()
        newest, before = (rows[0].id if rows else 0), bar.value()
        self.show_rows(self._latest)
        if before:
            new = sum(request.id > newest for request in self._latest)
            self.table.doItemsLayout()
            bar.setValue(before + new * self.table.verticalHeader().defaultSectionSize())

    def _say(self) -> None:
        rows = self.model.rows
        newest = rows[0].id if rows else 0
        waiting = sum(request.id > newest for request in self._latest)
        if self.paused:
            said = translate("Network", "Halted; new since then: {n}")
            self.about.setText(said.format(n=format.count(waiting)))
            text, icon = translate("Network", "Go on"), "play"
        else:
            said = translate("Network", "As they come; the latest {n} are kept")
            self.about.setText(said.format(n=format.count(MOST)))
            text, icon = translate("Network", "Halt the list"), "pause"
        if self.pause.text().strip() != text:
            self.pause.setText(text)
            self.pause.setAccessibleName(text)
            show_icon(self.pause, icon)


def _columns(zone: tzinfo) -> Sequence[Column[Request]]:
    return (
        Column(translate("Network", "Time"), lambda request: _second(request, zone)),
        Column(translate("Network", "Method"), lambda request: request.method),
        Column(translate("Network", "Path"), lambda request: request.path),
        Column(
            translate("Network", "Answer"),
            lambda request: words.status(request.status),
            icon=_icon,
        ),
        Column(translate("Network", "Caller"), lambda request: words.caller(request.caller)),
        Column(translate("Network", "From"), lambda request: request.address),
        Column(
            translate("Network", "ms"),
            lambda request: words.milliseconds(request.took),
            align=TRAILING,
        ),
    )


def _second(request: Request, zone: tzinfo) -> str:
    local = request.at.astimezone(zone)
    return format.locale().toString(QTime(local.hour, local.minute, local.second), "HH:mm:ss")


def _icon(request: Request) -> QIcon:
    return words.status_icon(request.status)
