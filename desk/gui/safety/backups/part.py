"""The tab of the copies: which there are, what each holds, and making another one now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desk.gui import actions, theme
from desk.gui.background import Background
from desk.gui.buttons import command_button
from desk.gui.empty import EmptyState
from desk.gui.naming import named
from desk.gui.safety.backups import standing, words
from desk.gui.safety.backups.listing import CopyList
from desk.gui.safety.backups.reading import Reading
from desk.gui.safety.backups.standing import Row
from desk.gui.safety.part import Part
from desk.store import kept_copies
from desk.store.kept_copies import Copy

if TYPE_CHECKING:
    from desk.gui.client import Client

MINUTE_MS = 60_000
NEW = "list.new"


class BackupsPart(Part):
    """The list is asked for when it is shown, each minute, and when a copy was made here."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self.standing = client.lend(lambda desk, _: standing.found(desk))
        self.made = named(QLabel(), "safety.copies.made", "")
        self.place = theme.as_role(named(QLabel(), "safety.copies.place", ""), "muted")
        self.list = CopyList(client.zone, lambda: client.now)
        self.server = EmptyState("safety.copies.server", "")
        self.body = QStackedWidget()
        self._reading = Reading(self)
        self._copying = Background(self)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._buttons = self._make_buttons()
        self._lay_out()
        self._reading.told.connect(self._show_rows)
        self._copying.finished.connect(self._on_copied)
        self._copying.refused.connect(client.refused)
        self._minute.timeout.connect(self.refresh)
        self.list.empty.button.clicked.connect(self.back_up)
        self.refresh()

    def refresh(self) -> None:
        """Look again which copies there are."""
        self.standing = self.client.lend(lambda desk, _: standing.found(desk))
        zone, now = self.client.zone, self.client.now
        last = words.last(self.standing, zone, now)
        self.made.setText(f"{last} {words.due(self.standing, zone, now)}" if last else "")
        self.made.setVisible(bool(last))
        self.place.setText(words.place(self.standing))
        self._show_rows()
        self.list.table.viewport().update()  # Ages go on without any row becoming another.
        self._reading.begin(self.standing.copies)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        if self.standing.file is None:
            return {}
        return {NEW: self.back_up, "backup.now": self.back_up, "backup.folder": self.open_folder}

    def leave(self) -> None:
        self._minute.stop()
        self._reading.end()
        self._copying.wait()

    def back_up(self) -> None:
        """Make a copy beside the others, on a thread of its own."""
        self._copying.wait()
        self._copying.start(lambda: self.client.lend(lambda desk, _: kept_copies.keep(desk)))

    def open_folder(self) -> None:
        """Show the copies as files; before there are any, where they will lie."""
        folder = self.standing.folder
        if folder is not None:
            place = folder if folder.exists() else folder.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        self._minute.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._minute.stop()
        super().hideEvent(event)

    def _show_rows(self) -> None:
        held = self._reading.held
        rows = [Row(copy, held.get(copy.path)) for copy in self.standing.copies]
        self.list.show_rows(rows)
        self.setFocusProxy(self.list.table if rows else self.list.empty.button)

    def _on_copied(self, copy: Copy) -> None:
        self.refresh()
        when = words.moment(copy.moment, self.client.zone, self.client.now)
        self.said.emit(self.tr("A copy of {moment} was made.").format(moment=when))

    def _make_buttons(self) -> Mapping[str, QPushButton]:
        found = {}
        for command in ("backup.folder", "backup.now"):
            made = found[command] = command_button(command)
            made.clicked.connect(lambda _=False, command=command: self.commands()[command]())
        new = theme.as_primary(found["backup.now"])
        new.setToolTip(f"{actions.command('backup.now').title} ({actions.command(NEW).key})")
        return found

    def _lay_out(self) -> None:
        self.server.say(
            self.tr(
                "The data lies on a database server. Copies of it are made by whoever looks after"
                " that server, with the server's own means."
            )
        )
        for label in (self.made, self.place):
            label.setWordWrap(True)
        for button in self._buttons.values():
            self.list.line.addWidget(button)
        beside = QWidget()
        layout = QVBoxLayout(beside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.made)
        layout.addWidget(self.place)
        layout.addWidget(self.list, 1)
        self.body.addWidget(beside)
        self.body.addWidget(self.server)
        self.body.setCurrentWidget(self.server if self.standing.file is None else beside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.body)
