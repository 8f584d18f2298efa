"""What a list of the page shows, out of the program: as a file for others, or on paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QSizeF

from desk.gui import format
from desk.gui.client import Client
from desk.gui.list_sending import ListSending, made, titled
from desk.gui.printing.register import Register, RegisterPages
from desk.gui.slots import call_table
from desk.gui.slots.call_table import CallRow
from desk.gui.slots.part import Part

SHARES = (0.15, 0.19, 0.11, 0.21, 0.17, 0.17)


class Sending(ListSending):
    """Writes and prints the lists of the page of slots."""

    def ask_file(self, part: Part[Any]) -> None:
        """Ask for a file, and write to it what is listed."""
        self.kind = part.kind
        chosen = self.choose_file(part.file_name)
        if chosen is not None:
            self.write(part, chosen)

    def write(self, part: Part[Any], path: Path) -> None:
        """Write to a file what is listed, in its order."""
        self.write_rows(path, part.headings, map(part.file_row, part.listed()))

    def print_calls(self, part: Part[CallRow]) -> None:
        """Print whoever has to be called."""
        self.kind = part.kind
        title = QCoreApplication.translate("ToCall", "To call")
        self.print_pages(title, partial(pages, self.client, part.listed()))


def pages(client: Client, rows: Sequence[CallRow], size: QSizeF) -> RegisterPages:
    """The work list as it lies on paper, with what was free when it was printed."""
    translate, zone = QCoreApplication.translate, client.zone
    lines = [
        (
            row.call.phone or row.call.email or "",
            row.call.appointment.name,
            row.type_name,
            call_table.was(row, zone),
            call_table.offer(row, 0, zone),
            call_table.offer(row, 1, zone),
        )
        for row in rows
    ]
    said = Register(
        title=titled(client, translate("ToCall", "To call")),
        about=translate("ToCall", "{n} to call").format(n=format.count(len(lines))),
        made=made(client),
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
