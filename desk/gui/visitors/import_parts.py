"""The parts of the import dialog: file and mapping, first rows, refused rows, progress."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QWidget

from desk.gui import format
from desk.gui.buttons import text_button
from desk.gui.client import Client
from desk.gui.import_frame import ImportFrame
from desk.gui.naming import named
from desk.gui.table import TRAILING, Column, TableModel
from desk.gui.table_view import TableView
from desk.gui.visitors import import_preview
from desk.gui.visitors.import_run import Fault, Summary

ROWS, REFUSED = 0, 1


class ImportParts(ImportFrame):
    """The file and how its columns are read; its first rows, and those that were refused."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__("visitors.import", parent)
        self.name_tabs(self.tr("Rows"), self.tr("Which rows"))
        self.open_refused = text_button(
            "visitors.import.refused", self.tr("&Open refused rows"), "file-down"
        )
        self.file.setPlaceholderText(self.tr("A CSV file with a heading, packed with gzip or not"))
        self.mapping = named(QComboBox(), "visitors.import.mapping", self.tr("Columns read as"))
        self.columns = text_button(
            "visitors.import.columns", self.tr("&Columns…"), "table-properties"
        )
        self.lines = TableModel(import_preview.columns(client.zone), self)
        self.faults = TableModel(_fault_columns(), self)
        self.rows = TableView("visitors.import.rows", self.tr("First rows"))
        self.refused = TableView("visitors.import.faults", self.tr("Refused rows"))
        self.add_table(self.rows, self.lines, import_preview.WIDTHS)
        self.add_table(self.refused, self.faults, ())
        self.lay_out(((self.file, self.choose), (self.mapping, self.columns)), self.open_refused)

    def show_busy(self, busy: bool) -> None:
        """Show that something is going on, of unknown length, or that it is over."""
        self.show_waiting(busy, self.tr("Reading the file…"))
        for widget in (self.choose, self.mapping, self.columns):
            widget.setEnabled(not busy)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far it is."""
        self.show_steps(done, total, self.tr("{done} of {total} rows"))

    def show_lines(self, lines: Sequence[import_preview.Line]) -> None:
        """Show the first rows, and what is wrong with them where something is."""
        self.lines.show(lines)
        self.rows.setColumnHidden(import_preview.WRONG, not any(line.reason for line in lines))
        self.tabs.setCurrentIndex(ROWS)

    def show_summary(self, summary: Summary) -> None:
        """Say what became of the file, or would."""
        self.faults.show(list(summary.faults))
        title = self.tr("Refused rows: {count}").format(count=format.count(summary.rejected))
        self.tabs.setTabText(REFUSED, title)
        self.tabs.setCurrentIndex(REFUSED if summary.faults else ROWS)
        self.offer_left_over(summary.rejected_file)
        trouble = summary.rejected or summary.left
        self.outcome.say(_summed_up(summary), "warning" if trouble else "inside")


def _summed_up(summary: Summary) -> str:
    translate = QCoreApplication.translate
    if summary.dry_run:
        said = [translate("Import", "Nothing was changed. {rows} rows would be {entries} entries.")]
    else:
        said = [translate("Import", "Imported {entries} entries from {rows} rows.")]
    said.append(
        translate("Import", "Known already: {known}. Repeated: {repeated}. Refused: {rejected}.")
    )
    if summary.left:
        said.append(translate("Import", "Not reached: {left}; import the file again to go on."))
    if summary.rejected_file:
        said.append(translate("Import", "The refused rows are in {file}."))
    return " ".join(said).format(
        entries=format.count(summary.entries),
        rows=format.count(summary.rows),
        known=format.count(summary.known),
        repeated=format.count(summary.repeated),
        rejected=format.count(summary.rejected),
        left=format.count(summary.left),
        file=summary.rejected_file,
    )


def _fault_columns() -> list[Column[Fault]]:
    translate = QCoreApplication.translate
    return [
        Column(translate("Import", "Line"), lambda f: format.count(f.line), align=TRAILING),
        Column(translate("Import", "Why it was refused"), lambda fault: fault.reason),
    ]
