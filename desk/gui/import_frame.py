"""What every dialog that brings a file in shows: file, outcome, tables, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desk.gui import format, theme
from desk.gui.banner import Banner
from desk.gui.buttons import text_button
from desk.gui.naming import named
from desk.gui.table import Row, TableModel
from desk.gui.table_view import TableView


class ImportFrame(QWidget):
    """Everything but the buttons that do something."""

    _left_over: QPushButton

    def __init__(self, identifier: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._identifier = identifier
        self.file = named(QLineEdit(), f"{identifier}.file", self.tr("File"))
        self.file.setReadOnly(True)
        self.choose = text_button(f"{identifier}.choose", self.tr("Choose &file…"), "folder-open")
        self.outcome = Banner(f"{identifier}.outcome")
        self.tabs = QTabWidget()
        self.progress = named(QProgressBar(), f"{identifier}.progress", self.tr("Progress"))
        self.status = theme.as_role(QLabel(), "muted")
        self._left_over_file = ""

    def name_tabs(self, tables: str, which: str) -> None:
        """Say what the tables hold, and what is chosen by their tabs."""
        named(self.tabs, f"{self._identifier}.tabs", tables)
        named(self.tabs.tabBar(), f"{self._identifier}.tabs.bar", which)

    def show_waiting(self, busy: bool, doing: str) -> None:
        """Show that something is going on, of unknown length, or that it is over."""
        self.progress.setRange(0, 0)
        self.progress.setVisible(busy)
        self.status.setVisible(busy)
        self.status.setText(doing)

    def show_steps(self, done: int, total: int, words: str) -> None:
        """Show how far it is, in words with `done` and `total` in them."""
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
        self.status.setText(words.format(done=format.count(done), total=format.count(total)))

    def offer_left_over(self, file: str) -> None:
        """Let somebody open the file of what was not brought in; with none, do not."""
        self._left_over_file = file
        self._left_over.setVisible(bool(file))

    def add_table(self, table: TableView, model: TableModel[Row], widths: Sequence[int]) -> None:
        """Add a tab; the columns have these widths, and the last the rest."""
        table.setModel(model)
        table.horizontalHeader().setStretchLastSection(True)
        for column, width in enumerate(widths):
            table.setColumnWidth(column, width)
        self.tabs.addTab(table, table.accessibleName())

    def lay_out(
        self, rows: Sequence[tuple[QWidget, QPushButton | None]], left_over: QPushButton
    ) -> None:
        """Put everything in its place: first these fields, each with its name and its button.

        `left_over` opens the file of what was not brought in, where there is one.
        """
        self._left_over = left_over
        left_over.clicked.connect(self._open_left_over)
        top = QGridLayout()
        top.setHorizontalSpacing(8)
        top.setVerticalSpacing(8)
        top.setColumnStretch(1, 1)
        for row, (field, button) in enumerate(rows):
            label = QLabel(field.accessibleName())
            label.setBuddy(field)
            top.addWidget(label, row, 0)
            top.addWidget(field, row, 1)
            if button is not None:
                top.addWidget(button, row, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(top)
        layout.addWidget(self.outcome)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.status)
        self.outcome.row.addStretch(1)
        self.outcome.row.addWidget(self._left_over)
        self.offer_left_over("")
        self.show_waiting(False, "")

    def _open_left_over(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._left_over_file))
