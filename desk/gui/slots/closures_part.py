"""When a provider or the whole site is shut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QWidget

from desk.domain.closure import Closure
from desk.domain.span import Span
from desk.gui import actions, format, icons
from desk.gui.client import Client
from desk.gui.naming import named
from desk.gui.slots import words
from desk.gui.slots.closure_dialog import ClosureDialog
from desk.gui.slots.part import Part
from desk.gui.table import Column
from desk.services import closures
from desk.transfer.tables import Cell

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from desk.store.database import Read

WIDTHS = (52, 30)
YEARS = timedelta(days=366 * 2)  # of the past that are shown when asked for


@dataclass(frozen=True, slots=True)
class Shut:
    """A closure with the name of what is shut."""

    closure: Closure
    who: str

    @property
    def id(self) -> int:
        return self.closure.id


class ClosuresPart(Part[Shut]):
    """The closures that are not over; those that are when asked for."""

    kinds = frozenset({"closure", "resource", "site"})
    kind = "closure"
    file_name = "closures.csv"
    headings = ("what", "start", "end", "reason")

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        name = QCoreApplication.translate("ClosuresPart", "Closures")
        columns = _columns(lambda: client.zone)
        super().__init__(client, "slots.closures", name, columns, WIDTHS, parent)
        self.past = named(
            QCheckBox(self.tr("Those that are o&ver too")),
            "slots.closures.past",
            self.tr("Those that are over too"),
        )
        self.past.toggled.connect(self.refresh)
        self.above.addWidget(self.past)
        self.above.addStretch(1)

    def rows(self) -> Sequence[Shut]:
        found = self.client.ask(_with_past if self.past.isChecked() else closures.ahead)
        meant = self.meant()
        return [
            Shut(each, self.who(each.resource_id) or words.whole_site())
            for each in found
            if meant is None or each.resource_id is None or each.resource_id in meant
        ]

    def none(self) -> str:
        return self.tr("Nothing is closed in the time to come.")

    def filling(self) -> str:
        return f"{self.tr('Close a time')}  {actions.command('list.new').key}"

    def file_row(self, row: Shut) -> Sequence[Cell]:
        zone, span = self.client.zone, row.closure.span
        return (
            row.who,
            span.start.astimezone(zone),
            span.end.astimezone(zone),
            row.closure.reason,
        )

    def edit(self) -> None:
        row = self.current()
        if row is not None:
            closure = self.client.ask(closures.one, row.id)
            self.open(ClosureDialog(self.client, closure, parent=self.window()))

    def remove(self) -> None:
        chosen = self.chosen()
        if not chosen:
            return
        what = f"{chosen[0].who}, {words.when(chosen[0].closure.span, self.client.zone)}"
        name = self.tr("Open {what} again").format(what=what)
        if len(chosen) > 1:
            name = self.tr("Open {n} closed times again").format(n=format.count(len(chosen)))
        self.client.do(name, closures.reopen, [row.id for row in chosen])


def _columns(zone: Callable[[], ZoneInfo]) -> list[Column[Shut]]:
    translate = QCoreApplication.translate
    return [
        Column(
            translate("ClosuresPart", "When"),
            lambda row: words.when(row.closure.span, zone()),
            sort_key=lambda row: row.closure.span.start.isoformat(),
        ),
        Column(
            translate("ClosuresPart", "What is closed"),
            lambda row: row.who,
            icon=lambda row: icons.icon(
                "building-2" if row.closure.resource_id is None else "user-round"
            ),
        ),
        Column(translate("ClosuresPart", "Reason"), lambda row: row.closure.reason),
    ]


def _with_past(tx: Read) -> tuple[Closure, ...]:
    ahead = closures.ahead(tx)
    past = closures.between(tx, Span(tx.now - YEARS, tx.now))
    known = {closure.id for closure in past}
    return (*past, *(closure for closure in ahead if closure.id not in known))
