"""Importing a calendar: what the file says of somebody's time, and then making it so."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desk.gui.calendar_import.parts import CalendarImportParts
from desk.gui.calendar_import.run import CalendarImportRun, Summary
from desk.gui.client import Client
from desk.gui.dialog import Dialog
from desk.gui.pages import Page

SIZE = QSize(940, 620)


class CalendarImportDialog(Dialog):
    """Tries a file out as soon as it is known whose time it takes up, and imports it when asked.

    Both are done in a process of its own, so that the window stays quick.
    """

    imported = Signal(object)  # Summary

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__("calendar.import", "", parent)
        self.setWindowTitle(self.tr("Import calendar"))
        self.setAccessibleName(self.windowTitle())
        self._path: Path | None = None
        self._closing = False
        self._tried: Summary | None = None
        self._again = False
        self._importing = False
        self.process = CalendarImportRun(client, self)
        self.parts = CalendarImportParts(client)
        self.body.insertWidget(0, self.parts, 1)
        self.closer = self.dismiss(self.tr("Close"))
        self.button = self.confirm(self.tr("Import"))
        self._connect()
        self._enable()
        self.resize(SIZE.boundedTo(self.screen().availableSize()))
        self.parts.choose.setFocus()

    def show_provider(self, resource_id: int | None) -> None:
        """Begin with that provider."""
        self.parts.provider.show_id(resource_id)

    def look_at(self, path: Path) -> None:
        """Show what a file would bring; nothing is changed."""
        self._path = path
        self.parts.file.setText(str(path))
        self._try_out()

    def accept(self) -> None:
        """Import what was looked at."""
        if self.button.isEnabled():
            self._importing = True
            self._start(dry_run=False, doing=self.tr("Importing the calendar…"))

    def reject(self) -> None:
        """Close; an import that is under way is stopped first, and what is in stays in."""
        if self.process.running:
            self._closing = True
            self.process.stop()
        else:
            super().reject()

    def edited(self) -> bool:
        return False  # a file that was chosen can be chosen again

    def _try_out(self) -> None:
        """Find out what would become of the file, once all three things are known."""
        self._tried = None
        self.parts.show_nothing()
        if self.process.running:
            # What is being tried out is not what was asked for last.
            self._again = True
            self.process.stop()
        else:
            self._start(dry_run=True, doing=self.tr("Reading the file…"))

    def _start(self, *, dry_run: bool, doing: str) -> None:
        provider = self.parts.provider.provider
        if self._path is not None and provider is not None:
            into = str(self.parts.into.currentData())
            self.parts.outcome.clear()
            self.parts.show_busy(True, doing)
            self.process.start(self._path, provider.key, into, dry_run=dry_run)
        self._enable()

    def _on_ended(self, found: Summary) -> None:
        if not self._again:
            self._tried = found if found.dry_run else None
            self.parts.show_summary(found)
        if not found.dry_run:
            self.imported.emit(found)
        self._on_over()

    def _on_failed(self, why: str) -> None:
        if not self._again:
            self.parts.outcome.say(why, "full")
        self._on_over()

    def _on_over(self) -> None:
        self._importing = False
        self.parts.show_busy(False)
        self._enable()
        if self._closing:
            super().reject()
        elif self._again:
            self._again = False
            self._try_out()

    def _enable(self) -> None:
        running = self.process.running
        self.button.setEnabled(not running and self._tried is not None and self._tried.added > 0)
        self.parts.let_choose(not self._importing)
        self.closer.setText(self.tr("Stop") if self._importing else self.tr("Close"))

    def _ask_file(self) -> None:
        kinds = self.tr("Calendars (*.ics *.ical *.ifb *.icalendar);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.windowTitle(), "", kinds)
        if chosen:
            self.look_at(Path(chosen))

    def _connect(self) -> None:
        self.parts.choose.clicked.connect(self._ask_file)
        self.parts.provider.picked.connect(self._try_out)
        self.parts.provider.dropped.connect(self._try_out)
        self.parts.provider.editingFinished.connect(self.parts.provider.settle)
        self.parts.into.currentIndexChanged.connect(self._try_out)
        self.process.told.connect(self.parts.show_progress)
        self.process.ended.connect(self._on_ended)
        self.process.failed.connect(self._on_failed)


def open_over(page: Page, resource_id: int | None) -> None:
    """Let somebody bring a calendar in, beginning with the provider whom the page shows alone."""
    dialog = CalendarImportDialog(page.client, page.window())
    dialog.show_provider(resource_id)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
