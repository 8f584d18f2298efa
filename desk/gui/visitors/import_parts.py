"""The parts of the import dialog: file and mapping, first rows, refused rows, progress."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desk.gui import format, icons, theme
from desk.gui.banner import Banner
from desk.gui.client import Client
from desk.gui.naming import named
from desk.gui.table import TRAILING, Column, TableModel
from desk.gui.table_view import TableView
from desk.gui.visitors import import_preview
from desk.gui.visitors.import_run import Fault, Summary

ROWS, REFUSED = 0, 1


class ImportParts(QWidget):
    """Everything but the buttons that do something."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = named(QLineEdit(), "visitors.import.file", self.tr("File"))
        self.mapping = named(QComboBox(), "visitors.import.mapping", self.tr("Columns read as"))
        self.choose = self._button("choose", self.tr("Choose &file…"), "folder-open")
        self.columns = self._button("columns", self.tr("&Columns…"), "table-properties")
        self.open_refused = self._button("refused", self.tr("&Open refused rows"), "file-down")
        self.outcome = Banner("visitors.import.outcome")
        self.lines = TableModel(import_preview.columns(client.zone), self)
        self.faults = TableModel(_fault_columns(), self)
        self.tabs = named(QTabWidget(), "visitors.import.tabs", self.tr("Rows"))
        named(self.tabs.tabBar(), "visitors.import.tabs.bar", self.tr("Which rows"))
        self.progress = named(QProgressBar(), "visitors.import.progress", self.tr("Progress"))
        self.status = theme.as_role(QLabel(), "muted")
        self.rows = TableView("visitors.import.rows", self.tr("First rows"))
        self.refused = TableView("visitors.import.faults", self.tr("Refused rows"))
        self._refused_file = ""
        self._lay_out()
        self.open_refused.clicked.connect(self._open_refused)

    def show_busy(self, busy: bool) -> None:
        """Show that something is going on, of unknown length, or that it is over."""
        self.progress.setRange(0, 0)
        self.progress.setVisible(busy)
        self.status.setVisible(busy)
        self.status.setText(self.tr("Reading the file…"))
        for widget in (self.choose, self.mapping, self.columns):
            widget.setEnabled(not busy)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far it is."""
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
        words = self.tr("{done} of {total} rows")
        self.status.setText(words.format(done=format.count(done), total=format.count(total)))

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
        self._refused_file = summary.rejected_file
        self.open_refused.setVisible(bool(summary.rejected_file))
        trouble = summary.rejected or summary.left
        self.outcome.say(_summed_up(summary), "warning" if trouble else "inside")

    def _open_refused(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._refused_file))

    def _lay_out(self) -> None:
        self.file.setReadOnly(True)
        self.file.setPlaceholderText(self.tr("A CSV file with a heading, packed with gzip or not"))
        top = QGridLayout()
        top.setHorizontalSpacing(8)
        top.setVerticalSpacing(8)
        top.setColumnStretch(1, 1)
        for row, (text, widget, button) in enumerate(
            (
                (self.tr("File"), self.file, self.choose),
                (self.tr("Columns read as"), self.mapping, self.columns),
            )
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            top.addWidget(label, row, 0)
            top.addWidget(widget, row, 1)
            top.addWidget(button, row, 2)
        for table, model in ((self.rows, self.lines), (self.refused, self.faults)):
            table.setModel(model)
            table.horizontalHeader().setStretchLastSection(True)
            self.tabs.addTab(table, table.accessibleName())
        for column, width in enumerate(import_preview.WIDTHS):
            self.rows.setColumnWidth(column, width)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(top)
        layout.addWidget(self.outcome)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.status)
        self.outcome.row.addStretch(1)
        self.outcome.row.addWidget(self.open_refused)
        self.open_refused.hide()
        self.show_busy(False)

    def _button(self, name: str, text: str, icon: str) -> QPushButton:
        plain = text.replace("&", "").removesuffix("…")
        made = named(QPushButton(icons.icon(icon), text), f"visitors.import.{name}", plain)
        made.setAutoDefault(False)
        return made


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
