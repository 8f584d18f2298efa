"""What is asked at the counter while there is no database server, and what waits for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSpinBox, QWidget

from desk.domain.queued import Deed, Queued
from desk.domain.visitor import MOST_PEOPLE
from desk.gui import discretion, format, theme
from desk.gui.client import Client
from desk.gui.dialog import Dialog
from desk.gui.later import Later
from desk.gui.naming import named
from desk.gui.table import Column, TableModel
from desk.gui.table_view import TableView
from desk.services.emergency import Present
from desk.services.last_lists import Lists

SIZE = QSize(720, 440)


@dataclass(frozen=True, slots=True)
class Line:
    """A deed as a line of the list; `id` is its place."""

    id: int
    deed: Queued


class CheckInLater(Dialog):
    """Takes who has come in; whatever else is to be known of them can be added later."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__("check_in_later", "", parent)
        self.setWindowTitle(self.tr("Check in, to be written down later"))
        self._client = client
        self.visitor = QLineEdit()
        self.host = QLineEdit()
        self.subject = QLineEdit()
        self.people = QSpinBox()
        self.people.setRange(1, MOST_PEOPLE)
        self.body.insertWidget(
            0,
            _remark(
                self.tr(
                    "There is no connection to the database server. Who comes in is kept on this"
                    " computer and written down when the server is back; notes about names are"
                    " looked at then."
                )
            ),
        )
        self.field("visitor", self.tr("&Visitor"), self.visitor)
        self.field("host", self.tr("&Host"), self.host)
        self.field("subject", self.tr("&Purpose"), self.subject)
        self.field("people", self.tr("P&eople"), self.people)
        self.dismiss(self.tr("Close"))
        self.confirm(self.tr("Check in"))
        self.visitor.setFocus()

    def accept(self) -> None:
        required = {"visitor": self.visitor, "host": self.host, "subject": self.subject}
        empty = {name: field for name, field in required.items() if not field.text().strip()}
        self.show_faults({name: [self.tr("must not be empty")] for name in empty})
        if empty:
            return
        self._client.queue(
            Deed.CHECK_IN,
            self.visitor.text().strip(),
            host=self.host.text().strip(),
            subject=self.subject.text().strip(),
            people=self.people.value(),
        )
        super().accept()


class CheckOutLater(Dialog):
    """Lets go whoever was inside when that could last be asked, but those in `gone`."""

    def __init__(
        self,
        client: Client,
        lists: Lists,
        gone: Collection[int | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("check_out_later", "", parent)
        self.setWindowTitle(self.tr("Check out, to be written down later"))
        self._client = client
        self._inside = [
            each for each in lists.roll.present if each.id % 2 == 0 and each.id // 2 not in gone
        ]
        self.filter = named(QLineEdit(), "check_out_later.filter", self.tr("Part of a name"))
        self.filter.setPlaceholderText(self.tr("Part of a name or host"))
        self.model = TableModel(self._columns(), self)
        self.table = TableView("check_out_later.list", self.tr("Parties inside"))
        self.table.setModel(self.model)
        self.table.horizontalHeader().setStretchLastSection(True)
        made = format.time(lists.roll.made_at, client.zone)
        words = self.tr("There is no connection to the database server. Inside at {time}:")
        self.body.insertWidget(0, _remark(words.format(time=made)))
        self.body.insertWidget(1, self.filter)
        self.body.insertWidget(2, self.table, 1)
        self.filter.textChanged.connect(self._narrow)
        self.table.opened.connect(lambda _index: self.accept())
        self.dismiss(self.tr("Close"))
        self.confirm(self.tr("Check out"))
        self._narrow()
        self.resize(SIZE)
        self.filter.setFocus()

    def accept(self) -> None:
        chosen = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        for row in chosen:
            party = self.model.rows[row]
            self._client.queue(Deed.CHECK_OUT, party.name, entry_id=party.id // 2)
        if chosen:
            super().accept()

    def edited(self) -> bool:
        return False  # a few letters to find somebody are nothing to lose

    def _narrow(self) -> None:
        typed = self.filter.text().casefold()
        self.model.show([p for p in self._inside if typed in f"{p.name} {p.host}".casefold()])
        self.table.selectRow(0)

    def _columns(self) -> list[Column[Present]]:
        return [
            Column(self.tr("Visitor"), lambda party: discretion.name(party.name)),
            Column(self.tr("To see"), lambda party: discretion.name(party.host)),
            Column(self.tr("Since"), lambda party: format.time(party.since, self._client.zone)),
        ]


class QueueDialog(Dialog):
    """What waits for the server, and what it refused, for somebody to see to."""

    def __init__(self, client: Client, later: Later, parent: QWidget | None = None) -> None:
        super().__init__("queue", "", parent)
        self.setWindowTitle(self.tr("Queued for the database server"))
        self._client, self._later = client, later
        columns: list[Column[Line]] = [
            Column(self.tr("When"), self._moment),
            Column(self.tr("What"), lambda line: named_deed(line.deed)),
            Column(self.tr("State"), self._state),
        ]
        self.model = TableModel(columns, self)
        self.table = TableView("queue.list", self.windowTitle())
        self.table.setModel(self.model)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setColumnWidth(1, SIZE.width() // 3)
        self.settled = named(
            QPushButton(self.tr("&Settled: take off the list")), "queue.settled", self.tr("Settled")
        )
        self.settled.setAutoDefault(False)
        self.settled.clicked.connect(self._settle)
        self.buttons.addButton(self.settled, self.buttons.ButtonRole.ActionRole)
        self.body.insertWidget(0, self.table, 1)
        self.dismiss(self.tr("Close"))
        self.resize(SIZE)
        later.changed.connect(self._show)
        self.table.selectionModel().selectionChanged.connect(lambda _new, _old: self._enable())
        self._show()
        self.table.selectRow(0)

    def edited(self) -> bool:
        return False

    def _moment(self, line: Line) -> str:
        today = self._client.wall_clock().date()
        return format.moment(line.deed.at, self._client.zone, today)

    def _state(self, line: Line) -> str:
        refused = discretion.text(line.deed.refused, line.deed.visitor)
        return refused or self.tr("queued")

    def _show(self) -> None:
        self.model.show([Line(at, each) for at, each in enumerate(self._later.waiting)])
        self._enable()

    def _enable(self) -> None:
        """Only what was refused can be settled in another way: the rest is yet to be written."""
        self.settled.setEnabled(any(each.refused for each in self._chosen()))

    def _chosen(self) -> list[Queued]:
        rows = self.table.selectionModel().selectedRows()
        return [self.model.rows[index.row()].deed for index in rows]

    def _settle(self) -> None:
        for each in self._chosen():
            if each.refused:
                self._later.settle(each)


def named_deed(queued: Queued) -> str:
    """What was done, in a few words."""
    if queued.deed is Deed.CHECK_IN:
        words = QCoreApplication.translate("Queue", "Check in {visitor}")
    else:
        words = QCoreApplication.translate("Queue", "Check out {visitor}")
    return words.format(visitor=discretion.name(queued.visitor))


def _remark(words: str) -> QLabel:
    label = theme.as_role(QLabel(words), "muted")
    label.setWordWrap(True)
    return label
