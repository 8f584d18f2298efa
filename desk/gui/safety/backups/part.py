"""The tab of the copies: which there are, what each holds, and what can be done about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk.gui import actions, format, theme
from desk.gui.banner import Banner
from desk.gui.buttons import command_button
from desk.gui.empty import EmptyState
from desk.gui.naming import named
from desk.gui.safety.backups import standing, words
from desk.gui.safety.backups.acts import Acts
from desk.gui.safety.backups.listing import CopyList
from desk.gui.safety.backups.reading import Reading
from desk.gui.safety.backups.standing import Row
from desk.gui.safety.part import Part

if TYPE_CHECKING:
    from desk.gui.client import Client

MINUTE_MS = 60_000
NEW = "list.new"
BUTTONS = ("backup.folder", "backup.check", "backup.copy", "backup.back", "backup.now")


class BackupsPart(Part):
    """The list is asked for when it is shown, each minute, and when a copy was made here."""

    meant = {"list.new": "backup.now", "list.edit": "backup.back"}

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self.standing = client.lend(lambda desk, _: standing.found(desk))
        self.list = CopyList(client.zone, lambda: client.now)
        self.acts = Acts(client, self, lambda: self.standing, self.list.chosen)
        self.made = named(QLabel(), "safety.copies.made", "")
        self.place = theme.as_role(named(QLabel(), "safety.copies.place", ""), "muted")
        self.doing = named(QLabel(), "safety.copies.doing", "")
        self.verdict = Banner("safety.copies.verdict")
        self.server = EmptyState("safety.copies.server", "")
        self.body = QStackedWidget()
        self._reading = Reading(self)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self.buttons = {name: self._button(name) for name in BUTTONS}
        self._lay_out()
        self._connect()
        self._show_doing("")

    def refresh(self) -> None:
        """Look again which copies there are."""
        self.standing = self.client.lend(lambda desk, _: standing.found(desk))
        zone, now = self.client.zone, self.client.now
        last = words.last(self.standing, zone, now)
        self.made.setText(f"{last} {words.due(self.standing, zone, now)}" if last else "")
        self.made.setVisible(bool(last))
        self.place.setVisible(self.standing.file is not None)
        self.place.setText(words.place(self.standing))
        self._show_rows()
        self.list.table.viewport().update()  # Ages go on without any row becoming another.
        self._reading.begin(self.standing.copies)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return self.acts.commands()

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        return self.acts.dialogs()

    def faces(self) -> Mapping[str, Callable[[], None]]:
        some = [f"2030-02-{day:02} has 12 people on 10 places" for day in range(1, 6)]
        return {"sound": partial(self.show_faults, []), "faults": partial(self.show_faults, some)}

    def leave(self) -> None:
        self._minute.stop()
        self._reading.end()
        self.acts.end()

    def show_faults(self, faults: Sequence[str]) -> None:
        """Say what a check has found."""
        time = format.time(self.client.now, self.client.zone)
        self.verdict.say(words.verdict(faults, time), "full" if faults else "inside")

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        self._minute.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._minute.stop()
        super().hideEvent(event)

    def _show_rows(self) -> None:
        rows = [Row(copy, self._reading.of(copy)) for copy in self.standing.copies]
        at_empty = self.list.empty.button.hasFocus()
        self.list.show_rows(rows)
        if self.standing.file is None:
            self.setFocusProxy(self.buttons["backup.copy"])
        else:
            self.setFocusProxy(self.list.table if rows else self.list.empty.button)
            if rows and at_empty:
                self.setFocus()

    def _show_doing(self, doing: str) -> None:
        """Say what is being done."""
        self.doing.setText(doing)
        self.doing.setVisible(bool(doing))

    def _connect(self) -> None:
        self._reading.told.connect(self._show_rows)
        self._minute.timeout.connect(self.refresh)
        self.list.table.opened.connect(lambda _index: self.wish("list.edit"))
        self.list.empty.button.clicked.connect(self.acts.back_up)
        self.acts.busy.connect(self._show_doing)
        self.acts.said.connect(self.said)
        self.acts.copied.connect(self.refresh)
        self.acts.checked.connect(self.show_faults)

    def _button(self, command: str) -> QPushButton:
        made = command_button(command)
        made.clicked.connect(partial(self._on_button, command))
        if command not in self.commands():
            made.hide()
        return made

    def _on_button(self, command: str, _checked: bool = False) -> None:
        self.wish(command)

    def _lay_out(self) -> None:
        new = theme.as_primary(self.buttons["backup.now"])
        new.setToolTip(f"{actions.command('backup.now').title} ({actions.command(NEW).key})")
        self.server.say(
            self.tr(
                "The data lies on a database server. Save a copy of it in a file now and then; the"
                " command desk restore puts it back. Otherwise copies are made by whoever looks"
                " after that server, with the server's own means."
            )
        )
        self.list.about.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in self.buttons.values():
            row.addWidget(button)
        self.body.addWidget(self.list)
        self.body.addWidget(self.server)
        self.body.setCurrentWidget(self.server if self.standing.file is None else self.list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for widget in (self.verdict, self.doing, self.made, self.place):
            whole.addWidget(widget)
        whole.addLayout(row)
        whole.addWidget(self.body, 1)
        for label in (self.made, self.place):
            label.setWordWrap(True)
