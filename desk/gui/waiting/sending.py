"""The waiting list out of the program: as a file for others, or on paper to call from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSizeF

from desk.gui import format
from desk.gui.booking import waiting_words as words
from desk.gui.client import Client
from desk.gui.list_sending import ListSending, made, titled
from desk.gui.printing.register import Register, RegisterPages
from desk.gui.waiting import columns
from desk.gui.waiting.columns import Now
from desk.services.waiting_line import Listed

SHARES = (0.05, 0.17, 0.15, 0.13, 0.13, 0.17, 0.08, 0.12)


class Sending(ListSending):
    """Writes and prints the waiting list."""

    kind = "waiting_entry"

    def ask_file(self, rows: Sequence[Listed], now: Now) -> None:
        """Ask for a file, and write to it what is listed."""
        chosen = self.choose_file("waiting-list.csv")
        if chosen is not None:
            self.write(rows, now, chosen)

    def write(self, rows: Sequence[Listed], now: Now, path: Path) -> None:
        """Write to a file what is listed, in its order."""
        lines = (columns.file_row(row, now) for row in rows)
        self.write_rows(path, columns.FILE_HEADINGS, lines)

    def print_calls(self, rows: Sequence[Listed], now: Now) -> None:
        """Print whom to call, in the order in which they are served."""
        self.print_pages(self.tr("Waiting list"), partial(pages, self.client, rows, now))


def pages(client: Client, rows: Sequence[Listed], now: Now, size: QSizeF) -> RegisterPages:
    """The list as it lies on paper, with room for what was said on the telephone."""
    translate, facts = QCoreApplication.translate, now.facts
    lines = [
        (
            columns.position(row),
            row.entry.name or words.called(row.entry),
            row.entry.phone or row.entry.email or words.phone(row.entry),
            row.type_name,
            words.provider(row.entry, facts),
            words.when(row.entry, facts),
            format.length(row.entry.waited(now.moment)),
            words.state(row.state),
        )
        for row in rows
    ]
    said = Register(
        title=titled(client, translate("Waiting", "Waiting list")),
        about=translate("Waiting", "{n} to call").format(n=format.count(len(lines))),
        made=made(client, now.moment),
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
