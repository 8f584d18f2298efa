"""The lists of a page out of the program: as a file for others, or on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.change import Taken
from desk.gui import format, table_file
from desk.gui.client import Client
from desk.gui.printing import paper
from desk.services import site
from desk.transfer import tables
from desk.transfer.tables import Rows


class ListSending(QObject):
    """What writing and printing have in common, for the page `owner`.

    `kind` is what is listed, as the journal calls it: it says who has taken such a list along.
    """

    kind = ""
    said = Signal(str)

    def __init__(self, client: Client, owner: QWidget) -> None:
        super().__init__(owner)
        self.client = client
        self.window = owner.window

    def choose_file(self, name: str = "") -> Path | None:
        """Ask for the file to write to, beginning with `name`; none when nobody chose one."""
        caption = QCoreApplication.translate("ListSending", "Export list")
        return table_file.choose_file(self.client, self.kind, self.window(), caption, name)

    def write_rows(self, path: Path, headings: Sequence[str], rows: Rows) -> None:
        """Write to the file what is listed, and say how much that was."""
        number = tables.write(path, headings, rows)
        said = QCoreApplication.translate("ListSending", "{file} is written. Rows: {n}")
        self.said.emit(said.format(n=format.count(number), file=path.name))

    def print_pages(self, title: str, lay_out: paper.LayOut, more: str = "") -> None:
        """Print, or save as a PDF file where there is no printer, and say what was done.

        What there is `more` to say comes instead.
        """
        said = paper.print_or_save(title, lay_out, self.window())
        if said and table_file.took(self.client, Taken.PRINTED, self.kind):
            self.said.emit(more or said)


def titled(client: Client, name: str) -> str:
    """What stands at the head of a printed list: the house and what is listed."""
    house = client.ask(site.found)
    return " · ".join(filter(None, (house.name if house else "", name)))


def made(client: Client, moment: datetime | None = None) -> str:
    """When a printed list was made, which is now unless the list is older."""
    moment = (moment or client.now).astimezone(client.zone)
    return f"{format.date(moment.date())} {format.time(moment, client.zone)}"
