"""What a list of the page shows, out of the program: as a file for others, or on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QSizeF, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desk.gui import format
from desk.gui.client import Client
from desk.gui.printing import paper
from desk.gui.printing.register import Register, RegisterPages
from desk.gui.slots import call_table
from desk.gui.slots.call_table import CallRow
from desk.gui.slots.part import Part
from desk.services import site
from desk.transfer import tables

if TYPE_CHECKING:
    from desk.store.database import Read

SHARES = (0.15, 0.19, 0.11, 0.21, 0.17, 0.17)


class Sending(QObject):
    """Writes and prints the lists of the page `owner`."""

    said = Signal(str)

    def __init__(self, client: Client, owner: QWidget) -> None:
        super().__init__(owner)
        self._client = client
        self._owner = owner

    def ask_file(self, part: Part[Any]) -> None:
        """Ask for a file, and write to it what is listed."""
        caption, kinds = self.tr("Export list"), self.tr("CSV (*.csv);;Excel (*.xlsx)")
        window = self._owner.window()
        chosen, _ = QFileDialog.getSaveFileName(window, caption, part.file_name, kinds)
        if chosen:
            self.write(part, Path(chosen))

    def write(self, part: Part[Any], path: Path) -> None:
        """Write to a file what is listed, in its order."""
        number = tables.write(path, part.headings, map(part.file_row, part.listed()))
        said = self.tr("{file} is written. Rows: {n}")
        self.said.emit(said.format(n=format.count(number), file=path.name))

    def print_calls(self, part: Part[CallRow]) -> None:
        """Print whoever has to be called."""
        title = QCoreApplication.translate("ToCall", "To call")
        lay_out = partial(pages, self._client, part.listed())
        said = paper.print_or_save(title, lay_out, self._owner.window())
        if said:
            self.said.emit(said)


def pages(client: Client, rows: Sequence[CallRow], size: QSizeF) -> RegisterPages:
    """The work list as it lies on paper, with what was free when it was printed."""
    translate, zone = QCoreApplication.translate, client.zone
    now, house = client.ask(_now_and_house)
    lines = [
        (
            row.call.phone or row.call.email or "",
            row.call.appointment.name,
            row.call.appointment.appointment_type or "",
            call_table.was(row, zone),
            call_table.offer(row, 0, zone),
            call_table.offer(row, 1, zone),
        )
        for row in rows
    ]
    said = Register(
        title=" · ".join(filter(None, (house, translate("ToCall", "To call")))),
        about=translate("ToCall", "{n} to call").format(n=format.count(len(lines))),
        made=f"{format.date(now.astimezone(zone).date())} {format.time(now, zone)}",
        rows=lines,
        captions=(
            translate("ToCall", "Phone"),
            translate("ToCall", "Name"),
            translate("ToCall", "Type"),
            translate("ToCall", "Was"),
            translate("ToCall", "First offer"),
            translate("ToCall", "Second offer"),
        ),
        shares=SHARES,
    )
    return RegisterPages(said, size)


def _now_and_house(tx: Read) -> tuple[datetime, str]:
    found = site.found(tx)
    return tx.now, found.name if found else ""
