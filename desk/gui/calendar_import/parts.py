"""The parts of the dialog: file, provider and what it becomes, first times, problems, progress."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from desk.gui import format
from desk.gui.buttons import text_button
from desk.gui.calendar_import import words
from desk.gui.calendar_import.run import Problem, Summary, Time
from desk.gui.client import Client
from desk.gui.import_frame import ImportFrame
from desk.gui.naming import named
from desk.gui.provider_field import ProviderField
from desk.gui.table import TableModel
from desk.gui.table_view import TableView

TIMES, PROBLEMS = 0, 1
CLOSURES, APPOINTMENTS = "closures", "appointments"
_TIME_WIDTHS = (150, 150, 280)
_PROBLEM_WIDTHS = (70, 200)


class CalendarImportParts(ImportFrame):
    """The file, whose time it takes up and as what; its first times, and what is wrong with it."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__("calendar.import", parent)
        self.name_tabs(self.tr("What is in the file"), self.tr("Times or problems"))
        self.open_rejected = text_button(
            "calendar.import.rejected", self.tr("&Open what is left"), "file-down"
        )
        self.file.setPlaceholderText(self.tr("A calendar file, .ics"))
        self.provider = named(
            ProviderField(client), "calendar.import.provider", self.tr("Whose time")
        )
        self.provider.setPlaceholderText(self.tr("The provider who is busy then"))
        self.into = named(QComboBox(), "calendar.import.into", self.tr("Busy time becomes"))
        self.into.addItem(self.tr("Closures: nothing can be booked then"), CLOSURES)
        self.into.addItem(self.tr("Appointments, each by itself"), APPOINTMENTS)
        self.times: TableModel[Time] = TableModel(words.time_columns(client.zone), self)
        self.problems: TableModel[Problem] = TableModel(words.problem_columns(), self)
        self.first = TableView("calendar.import.times", self.tr("First times"))
        self.faults = TableView("calendar.import.problems", self.tr("Problems"))
        self.add_table(self.first, self.times, _TIME_WIDTHS)
        self.add_table(self.faults, self.problems, _PROBLEM_WIDTHS)
        rows = ((self.file, self.choose), (self.provider, None), (self.into, None))
        self.lay_out(rows, self.open_rejected)

    def show_busy(self, busy: bool, doing: str = "") -> None:
        """Show that something is going on, of unknown length, or that it is over."""
        self.show_waiting(busy, doing)

    def let_choose(self, may: bool) -> None:
        """Let somebody choose another file, provider or kind, or not."""
        for widget in (self.choose, self.provider, self.into):
            widget.setEnabled(may)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far it is."""
        self.show_steps(done, total, self.tr("{done} of {total} times"))

    def show_nothing(self) -> None:
        """Forget what was found in another file."""
        self.times.show([])
        self.problems.show([])
        self.outcome.clear()
        self.offer_left_over("")
        self.tabs.setTabText(PROBLEMS, self.faults.accessibleName())

    def show_summary(self, found: Summary) -> None:
        """Say what became of the file, or would."""
        self.times.show(list(found.beginning))
        self.problems.show(list(found.problems))
        title = self.tr("Problems: {count}").format(count=format.count(len(found.problems)))
        self.tabs.setTabText(PROBLEMS, title)
        self.tabs.setCurrentIndex(TIMES if found.beginning else PROBLEMS)
        self.offer_left_over(found.rejected_file)
        trouble = found.rejected or found.left or found.flagged
        self.outcome.say(words.summed_up(found), "warning" if trouble else "inside")
