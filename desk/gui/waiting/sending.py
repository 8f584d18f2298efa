"""The waiting list out of the program: as a file for others, or on paper to call from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSizeF, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desk.gui import format
from desk.gui.booking import waiting_words as words
from desk.gui.client import Client
from desk.gui.printing import paper
from desk.gui.printing.register import Register, RegisterPages
from desk.gui.waiting import columns
from desk.gui.waiting.columns import Now
from desk.services import site
from desk.services.waiting_line import Listed
from desk.transfer import tables

SHARES = (0.05, 0.17, 0.15, 0.13, 0.13, 0.17, 0.08, 0.12)


class Sending(QObject):
    """Writes and prints what the page `owner` lists."""

    said = Signal(str)

    def __init__(self, client: Client, owner: QWidget) -> None:
        super().__init__(owner)
        self._client = client
        self._owner = owner

    def ask_file(self, rows: Sequence[Listed], now: Now) -> None:
        """Ask for a file, and write to it what is listed."""
        caption, kinds = self.tr("Export list"), self.tr("CSV (*.csv);;Excel (*.xlsx)")
        window = self._owner.window()
        chosen, _ = QFileDialog.getSaveFileName(window, caption, "waiting-list.csv", kinds)
        if chosen:
            self.write(rows, now, Path(chosen))

    def write(self, rows: Sequence[Listed], now: Now, path: Path) -> None:
        """Write to a file what is listed, in its order."""
        lines = (columns.file_row(row, now) for row in rows)
        number = tables.write(path, columns.FILE_HEADINGS, lines)
        said = self.tr("{file} is written. Rows: {n}")
        self.said.emit(said.format(n=format.count(number), file=path.name))

    def print_calls(self, rows: Sequence[Listed], now: Now) -> None:
        """Print whom to call, in the order in which they are served."""
        title = self.tr("Waiting list")
        lay_out = partial(pages, self._client, rows, now)
        said = paper.print_or_save(title, lay_out, self._owner.window())
        if said:
            self.said.emit(said)


def pages(client: Client, rows: Sequence[Listed], now: Now, size: QSizeF) -> RegisterPages:
    """The list as it lies on paper, with room for what was said on the telephone."""
    translate = QCoreApplication.translate
    house, zone, facts = client.ask(site.found), now.facts.zone, now.facts
    lines = [
        (
            columns.position(row),
            words.called(row.entry),
            words.phone(row.entry),
            row.type_name,
            words.provider(row.entry, facts),
            words.when(row.entry, facts),
            format.length(row.entry.waited(now.moment)),
            words.state(row.state),
        )
        for row in rows
    ]
    date = now.moment.astimezone(zone).date()
    name = translate("Waiting", "Waiting list")
    said = Register(
        title=" · ".join(filter(None, (house.name if house else "", name))),
        about=translate("Waiting", "{n} to call").format(n=format.count(len(lines))),
        made=f"{format.date(date)} {format.time(now.moment, zone)}",
        rows=lines,
        captions=(
            translate("Waiting", "Place"),
            translate("Waiting", "Name"),
            translate("Waiting", "Phone"),
            translate("Waiting", "Waits for"),
            translate("Waiting", "With"),
            translate("Waiting", "When"),
            translate("Waiting", "Waited"),
            translate("Waiting", "State"),
        ),
        shares=SHARES,
    )
    return RegisterPages(said, size)
