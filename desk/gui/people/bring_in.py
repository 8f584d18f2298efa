"""Bringing people in from a file: first a look at what would become of it, then doing it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk.domain.errors import DeskError
from desk.gui import format, icons, messages, theme
from desk.gui.background import Background
from desk.gui.dialog import Dialog
from desk.gui.naming import named
from desk.gui.table import TRAILING, Column, TableModel
from desk.gui.table_view import TableView
from desk.transfer import csv_rows, people_csv
from desk.transfer.outcome import Outcome, Wishes

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.store.database import Database

DIGITS = 100  # how wide the dialog is, in digits
ROWS = 7  # how many rows each of the tables shows without scrolling
MOST_ROWS = 20
MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of the file; `id` is its line."""

    id: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be imported; `id` counts them, `line` is where it stands in the file."""

    id: int
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a file has in it, and what would become of that."""

    heading: tuple[str, ...]
    rows: tuple[Cells, ...]
    outcome: Outcome


class ImportDialog(Dialog):
    """A file, what it would do, and the button that does it."""

    imported = Signal(object)  # Outcome
    progressed = Signal(int, int)  # rows done, rows in all; from the thread that imports

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("People", "Import people")
        super().__init__("people.import", title, parent)
        self._client = client
        self._path: Path | None = None
        self._stop = threading.Event()
        self._closing = False
        self._then: Callable[[Any], None] = lambda _result: None
        self.running = False
        self.file = QLineEdit()
        self.choose = QPushButton(self.tr("Choose &file…"))
        self.summary = theme.as_role(QLabel(), "strong")
        self.detail = theme.as_role(QLabel(), "muted")
        self.progress = named(QProgressBar(), "people.import.progress", self.tr("Progress"))
        self.preview = TableView("people.import.preview", self.tr("First rows of the file"))
        self.faults = TableView("people.import.faults", self.tr("Rows that cannot be imported"))
        self._lay_out()
        self.choose.clicked.connect(self._ask_for_file)
        self.progressed.connect(self._on_progressed)

    def look_at(self, path: Path) -> None:
        """Find out what would become of a file; nothing is changed."""
        self._path = path
        self.file.setText(str(path))
        self._say(self.tr("Reading the file…"), "")
        self.preview.hide()
        self.faults.hide()
        self._start(partial(self._client.lend, partial(_look, path)), self._on_looked)

    def accept(self) -> None:
        """Import what was looked at."""
        if self._path is None or self.running:
            return
        self._stop.clear()
        wishes = Wishes(tell=self.progressed.emit, stop=self._stop)
        work = partial(_bring_in, self._path, wishes)
        self._start(partial(self._client.lend, work), self._on_imported)

    def reject(self) -> None:
        """Close; an import that is under way is stopped first, and what is in stays in."""
        if self.running:
            self._closing = True
            self._stop.set()
        else:
            super().reject()

    def edited(self) -> bool:
        return False

    def _start(self, work: Callable[[], object], then: Callable[[Any], None]) -> None:
        self.running = True
        self.button.setEnabled(False)
        self.choose.setEnabled(False)
        self.progress.setRange(0, 0)
        self.progress.show()
        self._then = then
        background = Background(self)
        background.finished.connect(self._on_finished)
        background.refused.connect(self._on_refused)
        background.start(work)

    def _on_finished(self, result: object) -> None:
        self._end()
        self._then(result)

    def _end(self) -> None:
        self.running = False
        self.choose.setEnabled(True)
        self.progress.hide()
        if self._closing:
            super().reject()

    def _on_progressed(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)

    def _on_looked(self, look: Look) -> None:
        outcome = look.outcome
        new = format.count(outcome.added)
        said = self.tr("{n} new people in {rows} rows").format(
            n=new, rows=format.count(outcome.rows)
        )
        self._say(said, self._counts(outcome))
        self.button.setText(self.tr("Import {n} people").format(n=new))
        self.button.setEnabled(outcome.added > 0)
        self.button.show()
        self._show_rows(look)
        self._show_faults(outcome)
        if outcome.added:
            self.button.setFocus()

    def _on_imported(self, outcome: Outcome) -> None:
        said = self.tr("{n} people imported").format(n=format.count(outcome.added))
        detail = self._counts(outcome)
        if outcome.left:
            left = self.tr("Not reached: {n}. Import the file again to go on.")
            detail = f"{detail} {left.format(n=format.count(outcome.left))}"
        if outcome.rejected_file:
            where = self.tr("Refused rows, with their reasons, are in {file}.")
            detail = f"{detail} {where.format(file=outcome.rejected_file)}"
        if outcome.trouble is not None:
            detail = f"{detail} {messages.sentence(outcome.trouble)}"
        self._say(said, detail)
        self.button.hide()
        self.closer.setText(self.tr("Close"))
        self.closer.setDefault(True)
        self.closer.setFocus()
        self.imported.emit(outcome)

    def _on_refused(self, error: DeskError) -> None:
        self._end()
        self._say(self.tr("Nothing was imported"), messages.sentence(error))
        self.preview.hide()
        self.faults.hide()

    def _say(self, summary: str, detail: str) -> None:
        self.summary.setText(summary)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))

    def _counts(self, outcome: Outcome) -> str:
        said = self.tr("Known already: {known}. Repeated: {repeated}. Refused: {rejected}.")
        return said.format(
            known=format.count(outcome.known),
            repeated=format.count(outcome.repeated),
            rejected=format.count(outcome.rejected),
        )

    def _show_rows(self, look: Look) -> None:
        columns = [_cell(at, title) for at, title in enumerate(look.heading[:MOST_COLUMNS])]
        model = TableModel[Cells](columns, self.preview)
        model.show(look.rows)
        self.preview.setModel(model)
        self.preview.horizontalHeader().setStretchLastSection(True)
        self.preview.setVisible(bool(look.rows))

    def _show_faults(self, outcome: Outcome) -> None:
        columns = (
            Column[Refused](self.tr("Line"), lambda row: format.count(row.line), align=TRAILING),
            Column[Refused](self.tr("Why it cannot be imported"), lambda row: row.reason),
        )
        model = TableModel[Refused](columns, self.faults)
        found = enumerate(outcome.faults)
        model.show([Refused(number, line, reason) for number, (line, reason) in found])
        self.faults.setModel(model)
        self.faults.horizontalHeader().setStretchLastSection(True)
        self.faults.setVisible(bool(outcome.faults))

    def _ask_for_file(self) -> None:
        caption = self.tr("Import people")
        kinds = self.tr("CSV files (*.csv *.csv.gz *.txt);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(self, caption, self.file.text(), kinds)
        if chosen:
            self.look_at(Path(chosen))

    def _lay_out(self) -> None:
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * DIGITS)
        named(self.file, "people.import.file", self.tr("File"))
        named(self.choose, "people.import.choose", self.tr("Choose file"))
        self.file.setReadOnly(True)
        self.file.setPlaceholderText(self.tr("A CSV file with a heading: name, phone, e-mail…"))
        self.choose.setIcon(icons.icon("folder-open"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.file, 1)
        row.addWidget(self.choose)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(row)
        self.summary.setObjectName("people.import.summary")
        self.detail.setObjectName("people.import.detail")
        self.detail.setWordWrap(True)
        for widget in (self.progress, self.summary, self.detail, self.preview, self.faults):
            column.addWidget(widget)
        row_height = self.preview.verticalHeader().defaultSectionSize()
        # As high as it will be, so that it need not grow beyond the screen when it has more to say.
        self.setMinimumHeight((2 * ROWS + 8) * row_height)
        for table in (self.preview, self.faults):
            table.setFixedHeight((ROWS + 1) * row_height)
            table.setSelectionMode(TableView.SelectionMode.SingleSelection)
            header = table.horizontalHeader()
            header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            header.setMaximumSectionSize(self.fontMetrics().horizontalAdvance("0") * 36)
            table.hide()
        self.progress.hide()
        self._say(self.tr("Nothing is changed before you have seen what would be."), "")
        self.body.insertLayout(1, column)
        self.button = self.confirm(self.tr("Import"))
        self.button.setEnabled(False)
        self.closer = self.dismiss(self.tr("Cancel"))
        self.choose.setFocus()


def _look(path: Path, database: Database, actor: str) -> Look:
    with csv_rows.opened(path) as file:
        heading = file.heading
        rows = tuple(Cells(row.line, row.cells) for row in islice(file, MOST_ROWS))
    outcome = people_csv.bring_in(database, path, None, Wishes(dry_run=True), actor)
    return Look(tuple(heading), rows, outcome)


def _bring_in(path: Path, wishes: Wishes, database: Database, actor: str) -> Outcome:
    return people_csv.bring_in(database, path, None, wishes, actor)


def _cell(at: int, title: str) -> Column[Cells]:
    return Column(title, lambda row: row.cells[at] if at < len(row.cells) else "")
