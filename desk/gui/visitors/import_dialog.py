"""Importing a visitor log: what the file says, what would become of it, and then doing it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desk.domain.errors import DeskError
from desk.gui import messages
from desk.gui.background import Background
from desk.gui.buttons import text_button
from desk.gui.client import Client
from desk.gui.dialog import Dialog
from desk.gui.visitors import import_preview
from desk.gui.visitors.columns_dialog import ColumnsDialog
from desk.gui.visitors.import_parts import ImportParts
from desk.gui.visitors.import_run import ImportRun, Summary
from desk.transfer import mapping_files
from desk.transfer.mapping import Kind, Mapping

SIZE = QSize(940, 620)


class ImportDialog(Dialog):
    """Shows the first rows of a file, tries it out, and imports it in a process of its own."""

    imported = Signal(object)  # Summary

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__("visitors.import", "", parent)
        self.setWindowTitle(self.tr("Import visitors"))
        self._client = client
        self._path: Path | None = None
        self._heading: tuple[str, ...] = ()
        self._closing = False
        self.process = ImportRun(client, self)
        self.parts = ImportParts(client)
        self.body.insertWidget(0, self.parts, 1)
        self.closer = self.dismiss(self.tr("Close"))
        self.button = self.confirm(self.tr("Import"))
        self.trial = text_button(
            "visitors.import.trial", self.tr("&Try, changing nothing"), "list-checks"
        )
        self.buttons.addButton(self.trial, self.buttons.ButtonRole.ActionRole)
        self._offer_mappings(None)
        self._connect()
        self._enable()
        self.resize(SIZE.boundedTo(self.screen().availableSize()))
        self.parts.choose.setFocus()

    def look_at(self, path: Path) -> None:
        """Show the first rows of a file as they would be imported; nothing is changed."""
        self._path = path
        self.parts.file.setText(str(path))
        self._look()

    def try_out(self) -> None:
        """Count what would become of every row, changing nothing."""
        self._start(dry_run=True)

    def accept(self) -> None:
        """Import the file."""
        self._start(dry_run=False)

    def reject(self) -> None:
        """Close; an import that is under way is stopped first, and what is in stays in."""
        if self.process.running:
            self._closing = True
            self.process.stop()
        else:
            super().reject()

    def edited(self) -> bool:
        return False  # a file that was chosen can be chosen again

    def _start(self, *, dry_run: bool) -> None:
        if self._path is not None and not self.process.running:
            chosen = self._chosen()
            self.parts.outcome.clear()
            self.parts.show_busy(True)
            self.process.start(self._path, chosen.name if chosen else "", dry_run=dry_run)
            self._enable()

    def _look(self) -> None:
        self.parts.show_lines([])
        self.parts.outcome.clear()
        if self._path is None:
            return
        work = partial(import_preview.look, self._path, self._chosen())
        background = Background(self)
        background.finished.connect(self._on_looked)
        background.refused.connect(self._on_refused)
        background.start(partial(self._client.lend, work))

    def _on_looked(self, found: import_preview.Look) -> None:
        self._heading = found.heading
        self.parts.show_lines(found.lines)
        if found.trouble is not None:
            self._on_refused(found.trouble)
        self._enable()

    def _on_refused(self, error: DeskError) -> None:
        self.parts.outcome.say(messages.sentence(error), "full")

    def _on_ended(self, summary: Summary) -> None:
        self.parts.show_summary(summary)
        if not summary.dry_run:
            self.imported.emit(summary)
        self._on_over()

    def _on_failed(self, why: str) -> None:
        self.parts.outcome.say(why, "full")
        self._on_over()

    def _on_over(self) -> None:
        self.parts.show_busy(False)
        self._enable()
        if self._closing:
            super().reject()

    def _enable(self) -> None:
        ready = self._path is not None and not self.process.running
        self.button.setEnabled(ready)
        self.trial.setEnabled(ready)
        self.parts.columns.setEnabled(ready and bool(self._heading))
        self.closer.setText(self.tr("Stop") if self.process.running else self.tr("Close"))

    def _chosen(self) -> Mapping | None:
        found: Mapping | None = self.parts.mapping.currentData()
        return found

    def _offer_mappings(self, chosen: Mapping | None) -> None:
        """List the mappings there are, with `chosen` or the heading's choice in front."""
        box = self.parts.mapping
        box.blockSignals(True)
        box.clear()
        box.addItem(self.tr("What the heading of the file asks for"), None)
        for mapping in mapping_files.all_of(Kind.VISITORS):
            box.addItem(mapping.title or mapping.name, mapping)
            if chosen and mapping.name == chosen.name:
                box.setCurrentIndex(box.count() - 1)
        box.blockSignals(False)

    def _ask_columns(self) -> None:
        dialog = ColumnsDialog(self._heading, self._chosen(), self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.chosen.connect(self._on_mapped)
        dialog.open()

    def _on_mapped(self, mapping: Mapping) -> None:
        self._offer_mappings(mapping)
        self._look()

    def _ask_file(self) -> None:
        kinds = self.tr("CSV files (*.csv *.csv.gz *.txt);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.windowTitle(), "", kinds)
        if chosen:
            self.look_at(Path(chosen))

    def _connect(self) -> None:
        self.parts.choose.clicked.connect(self._ask_file)
        self.parts.columns.clicked.connect(self._ask_columns)
        self.parts.mapping.currentIndexChanged.connect(self._look)
        self.trial.clicked.connect(self.try_out)
        self.process.told.connect(self.parts.show_progress)
        self.process.ended.connect(self._on_ended)
        self.process.failed.connect(self._on_failed)
