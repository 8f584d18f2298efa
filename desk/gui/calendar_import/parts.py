"""The parts of the dialog: file, provider and what it becomes, first times, problems, progress."""

from __future__ import annotations

from PySide6.QtCore import QUrl
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
from desk.gui.calendar_import import words
from desk.gui.calendar_import.run import Problem, Summary, Time
from desk.gui.client import Client
from desk.gui.naming import named
from desk.gui.provider_field import ProviderField
from desk.gui.table import TableModel
from desk.gui.table_view import TableView

TIMES, PROBLEMS = 0, 1
CLOSURES, APPOINTMENTS = "closures", "appointments"
_TIME_WIDTHS = (150, 150, 280)
_PROBLEM_WIDTHS = (70, 200)


class CalendarImportParts(QWidget):
    """Everything but the buttons that do something."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = named(QLineEdit(), "calendar.import.file", self.tr("File"))
        self.choose = self._button("choose", self.tr("Choose &file…"), "folder-open")
        self.provider = named(
            ProviderField(client), "calendar.import.provider", self.tr("Whose time")
        )
        self.into = named(QComboBox(), "calendar.import.into", self.tr("Busy time becomes"))
        self.open_rejected = self._button("rejected", self.tr("&Open what is left"), "file-down")
        self.outcome = Banner("calendar.import.outcome")
        self.times: TableModel[Time] = TableModel(words.time_columns(client.zone), self)
        self.problems: TableModel[Problem] = TableModel(words.problem_columns(), self)
        self.tabs = named(QTabWidget(), "calendar.import.tabs", self.tr("What is in the file"))
        named(self.tabs.tabBar(), "calendar.import.tabs.bar", self.tr("Times or problems"))
        self.progress = named(QProgressBar(), "calendar.import.progress", self.tr("Progress"))
        self.status = theme.as_role(QLabel(), "muted")
        self.first = TableView("calendar.import.times", self.tr("First times"))
        self.faults = TableView("calendar.import.problems", self.tr("Problems"))
        self._rejected_file = ""
        self._lay_out()
        self.open_rejected.clicked.connect(self._open_rejected)

    def show_busy(self, busy: bool, doing: str = "") -> None:
        """Show that something is going on, of unknown length, or that it is over."""
        self.progress.setRange(0, 0)
        self.progress.setVisible(busy)
        self.status.setVisible(busy)
        self.status.setText(doing)

    def let_choose(self, may: bool) -> None:
        """Let somebody choose another file, provider or kind, or not."""
        for widget in (self.choose, self.provider, self.into):
            widget.setEnabled(may)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far it is."""
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
        said = self.tr("{done} of {total} times")
        self.status.setText(said.format(done=format.count(done), total=format.count(total)))

    def show_nothing(self) -> None:
        """Forget what was found in another file."""
        self.times.show([])
        self.problems.show([])
        self.outcome.clear()
        self.open_rejected.hide()
        self.tabs.setTabText(PROBLEMS, self.faults.accessibleName())

    def show_summary(self, found: Summary) -> None:
        """Say what became of the file, or would."""
        self.times.show(list(found.beginning))
        self.problems.show(list(found.problems))
        title = self.tr("Problems: {count}").format(count=format.count(len(found.problems)))
        self.tabs.setTabText(PROBLEMS, title)
        self.tabs.setCurrentIndex(TIMES if found.beginning else PROBLEMS)
        self._rejected_file = found.rejected_file
        self.open_rejected.setVisible(bool(found.rejected_file))
        trouble = found.rejected or found.left or found.flagged
        self.outcome.say(words.summed_up(found), "warning" if trouble else "inside")

    def _open_rejected(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._rejected_file))

    def _lay_out(self) -> None:
        self.file.setReadOnly(True)
        self.file.setPlaceholderText(self.tr("A calendar file, .ics"))
        self.provider.setPlaceholderText(self.tr("The provider who is busy then"))
        self.into.addItem(self.tr("Closures: nothing can be booked then"), CLOSURES)
        self.into.addItem(self.tr("Appointments, each by itself"), APPOINTMENTS)
        top = QGridLayout()
        top.setHorizontalSpacing(8)
        top.setVerticalSpacing(8)
        top.setColumnStretch(1, 1)
        fields = (self.file, self.provider, self.into)
        for row, field in enumerate(fields):
            label = QLabel(field.accessibleName())
            label.setBuddy(field)
            top.addWidget(label, row, 0)
            top.addWidget(field, row, 1)
        top.addWidget(self.choose, 0, 2)
        self._fill_tabs()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(top)
        layout.addWidget(self.outcome)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.status)
        self.outcome.row.addStretch(1)
        self.outcome.row.addWidget(self.open_rejected)
        self.open_rejected.hide()
        self.show_busy(False)

    def _fill_tabs(self) -> None:
        tables = (
            (self.first, self.times, _TIME_WIDTHS),
            (self.faults, self.problems, _PROBLEM_WIDTHS),
        )
        for table, model, widths in tables:
            table.setModel(model)
            table.horizontalHeader().setStretchLastSection(True)
            for column, width in enumerate(widths):
                table.setColumnWidth(column, width)
            self.tabs.addTab(table, table.accessibleName())

    def _button(self, name: str, text: str, icon: str) -> QPushButton:
        plain = text.replace("&", "").removesuffix("…")
        made = named(QPushButton(icons.icon(icon), text), f"calendar.import.{name}", plain)
        made.setAutoDefault(False)
        return made
