"""The outbox out of the program: as a file for others, as a slip, and on paper to call from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSizeF
from PySide6.QtWidgets import QWidget

from desk.gui import format
from desk.gui.background import Background
from desk.gui.client import Client
from desk.gui.list_sending import ListSending, made, titled
from desk.gui.outbox import columns, reading
from desk.gui.outbox.columns import Clock
from desk.gui.outbox.head import Confined
from desk.gui.outbox.reading import Shown
from desk.gui.outbox.slip import SlipPages
from desk.gui.printing.register import Register, RegisterPages
from desk.services import outbox_list
from desk.services.outbox_list import Listed
from desk.transfer import tables

if TYPE_CHECKING:
    from desk.store.database import Database

SHARES = (0.04, 0.18, 0.18, 0.16, 0.44)
EVERYTHING = 1_000_000
TICK = "\u2610"


class Sending(ListSending):
    """Writes and prints what is in the outbox."""

    kind = "message"

    def __init__(self, client: Client, owner: QWidget) -> None:
        super().__init__(client, owner)
        self._background = Background(self)
        self._background.finished.connect(self._on_written)
        self._background.refused.connect(client.refused)

    def leave(self) -> None:
        """Let what is being written be written."""
        self._background.wait()

    def ask_file(self, wanted: Confined, clock: Clock) -> None:
        """Ask for a file, and write to it all of the list, also what is not shown yet."""
        chosen = self.choose_file("outbox.csv")
        if chosen is not None:
            self.write(wanted, clock, chosen)

    def write(self, wanted: Confined, clock: Clock, path: Path) -> None:
        """Write all of the list to a file, on another thread."""
        said = self.tr("{file} is written. Rows: {n}")

        def work(database: Database, _actor: str) -> str:
            with database.read() as tx:
                found = outbox_list.page(tx, wanted.fates, wanted.typed, EVERYTHING)
            lines = (columns.file_row(row, clock) for row in found.rows)
            number = tables.write(path, columns.FILE_HEADINGS, lines)
            return said.format(n=format.count(number), file=path.name)

        self._background.start(lambda: self.client.lend(work))

    def print_calls(self) -> None:
        """Print whom to call because nothing went out to them, and what to say."""
        clock = Clock(self.client.zone, self.client.now)
        calls = self.client.ask(reading.to_call)
        if not calls:
            self.said.emit(self.tr("Nobody has to be called: everything went out, or still does."))
            return
        title = QCoreApplication.translate("Outbox", "Whom to call")
        self.print_pages(title, partial(call_pages, self.client, calls, clock))

    def print_slip(self, chosen: Sequence[Listed]) -> None:
        """Print one message, to be handed over."""
        if len(chosen) != 1:
            self.said.emit(self.tr("Choose one message of the list."))
            return
        shown = self.client.ask(reading.with_words, chosen[0])
        self.print_pages(shown.row.name, partial(slip_pages, self.client, shown))

    def _on_written(self, said: str) -> None:
        self.said.emit(said)


def call_pages(client: Client, calls: Sequence[Shown], clock: Clock, size: QSizeF) -> RegisterPages:
    """Whom to call, as it lies on paper: a box to tick, and what is to be said."""
    translate = QCoreApplication.translate
    return RegisterPages(
        Register(
            title=titled(client, translate("Outbox", "Whom to call")),
            about=_about(calls),
            made=made(client),
            rows=[_call(each, clock) for each in calls[: reading.MOST_CALLS]],
            captions=(
                "",
                translate("Outbox", "Name"),
                translate("Outbox", "Telephone"),
                translate("Outbox", "Appointment"),
                translate("Outbox", "What to say"),
            ),
            shares=SHARES,
        ),
        size,
    )


def slip_pages(client: Client, shown: Shown, size: QSizeF) -> SlipPages:
    """A message as it lies on paper."""
    return SlipPages(shown, f"{titled(client, shown.row.name)} \u00b7 {made(client)}", size)


def _about(calls: Sequence[Shown]) -> str:
    """How many there are, and whether those are all."""
    translate, number = QCoreApplication.translate, min(len(calls), reading.MOST_CALLS)
    said = translate("Outbox", "No message reached them; calls: {n}")
    if len(calls) > number:
        said = translate("Outbox", "No message reached them; the first {n} calls, there are more")
    return said.format(n=format.count(number))


def _call(shown: Shown, clock: Clock) -> tuple[str, ...]:
    row = shown.row
    nothing = QCoreApplication.translate("Outbox", "no number")
    phone = row.recipient.phone or nothing
    when = clock.said(columns.start(row))
    return TICK, row.name, phone, when, shown.short.strip() or shown.trouble
