"""The last known lists, to be read while the database server is away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from desk.gui import actions, discretion, format
from desk.gui.banner import Banner
from desk.gui.dialog import Dialog
from desk.gui.naming import named
from desk.gui.printing import paper, rolls
from desk.gui.printing.emergency_list import EmergencyPages
from desk.gui.table import Column, TableModel
from desk.gui.table_view import TableView
from desk.services.last_lists import Lists

SIZE = QSize(900, 560)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list; `id` is its place."""

    id: int
    cells: tuple[str, ...]


class KeptListsDialog(Dialog):
    """Who is inside, who is expected and the appointments of the day, with their age."""

    def __init__(self, lists: Lists, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__("kept_lists", "", parent)
        self.setWindowTitle(self.tr("Last known lists"))
        self._lists, self._now = lists, now
        self._zone = ZoneInfo(lists.zone)
        self.age = Banner("kept_lists.age")
        self.tabs = named(QTabWidget(), "kept_lists.tabs", self.tr("Lists"))
        self.body.insertWidget(0, self.age)
        self.body.insertWidget(1, self.tabs, 1)
        self._say_age(lists, now)
        self._fill(lists)
        self.told = Banner("kept_lists.told")
        self.body.insertWidget(2, self.told)
        self.dismiss(self.tr("Close"))
        key = actions.command("visitor.emergency").key
        self.confirm(self.tr("Print the emergency list ({key})").format(key=key))
        for keys in actions.command("visitor.emergency").keys:
            QShortcut(QKeySequence(keys), self, self.accept)
        self.resize(SIZE)

    def edited(self) -> bool:
        return False

    def accept(self) -> None:
        """Print who was in the house at once, or save it where there is no printer."""
        title = self.tr("Emergency list")
        printer = paper.to_printer(title, self._pages)
        said = self.tr("Printed on {printer}.").format(printer=printer)
        if not printer:
            said = paper.print_or_save(title, self._pages, self)
        if said:
            self.told.say(said, "inside")

    def _pages(self, size: QSizeF) -> EmergencyPages:
        lists = self._lists
        return EmergencyPages(
            rolls.last_known(lists.roll, lists.house, self._zone, self._now), size
        )

    def lines(self, tab: int) -> list[tuple[str, ...]]:
        """What a list shows."""
        table = self.tabs.widget(tab)
        assert isinstance(table, TableView), "every tab is a list"
        model: TableModel[Line] = table.model()  # type: ignore[assignment]
        return [line.cells for line in model.rows]

    def _say_age(self, lists: Lists, now: datetime) -> None:
        made = lists.roll.made_at
        words = self.tr("{house} as it was {moment}, {age} ago. Nothing can be changed here.")
        today = now.astimezone(self._zone).date()
        moment = format.moment(made, self._zone, today)
        age = format.length(now - made)
        self.age.say(words.format(house=lists.house, moment=moment, age=age).strip())

    def _fill(self, lists: Lists) -> None:
        # The names on the emergency list are called out when it burns.
        inside = [
            (each.name, str(each.people), each.host, each.place, self._time(each.since))
            for each in lists.roll.present
        ]
        expected = [
            (
                self._time(each.at),
                discretion.name(each.visitor),
                discretion.name(each.host),
                str(each.people),
            )
            for each in lists.expected
        ]
        booked = [
            (self._time(each.at), discretion.name(each.name), each.provider)
            for each in lists.booked
        ]
        visitor, host, people = self.tr("Visitor"), self.tr("To see"), self.tr("People")
        time, place, since = self.tr("Time"), self.tr("Place"), self.tr("Since")
        self._add(self.tr("&In the house"), inside, (self.tr("Name"), people, host, place, since))
        self._add(self.tr("&Expected"), expected, (time, visitor, host, people))
        who = (time, self.tr("Name"), self.tr("Provider"))
        self._add(self.tr("&Appointments"), booked, who)

    def _add(self, title: str, rows: Sequence[tuple[str, ...]], headings: Sequence[str]) -> None:
        columns = [Column[Line](text, _cell(at)) for at, text in enumerate(headings)]
        model = TableModel(columns, self)
        model.show([Line(at, cells) for at, cells in enumerate(rows)])
        plain = title.replace("&", "")
        table = TableView(f"kept_lists.{self.tabs.count()}", plain)
        table.setModel(model)
        table.horizontalHeader().setStretchLastSection(True)
        for column in range(len(headings) - 1):
            table.setColumnWidth(column, SIZE.width() // (len(headings) + 1))
        self.tabs.addTab(table, f"{title} ({format.count(len(rows))})")

    def _time(self, moment: datetime) -> str:
        return format.time(moment, self._zone)


def _cell(at: int) -> Callable[[Line], str]:
    return lambda line: line.cells[at]
