"""What the list shows, out of the program: as a file for others, or on paper."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSizeF, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from desk.domain.errors import DeskError
from desk.domain.folding import fold, words
from desk.domain.visitor import VisitorEntry
from desk.gui import format
from desk.gui.background import Background
from desk.gui.client import Client
from desk.gui.list_sending import ListSending, made, titled
from desk.gui.printing.register import Register, RegisterPages
from desk.gui.progress import progress_dialog
from desk.services import visitor_log
from desk.services.visitor_log import View
from desk.transfer import tables, visitor_export

if TYPE_CHECKING:
    from desk.store.database import Read

MOST_PRINTED = 2000


class Stopped(Exception):
    """Somebody changed their mind; no file is written."""


@dataclass(slots=True)
class Progress:
    """How far it is, told across threads."""

    tell: Callable[[int], None]
    stop: threading.Event = field(default_factory=threading.Event)
    done: int = 0

    def count(self, batch: list[VisitorEntry]) -> list[VisitorEntry]:
        """Let a batch go by, unless somebody wants to stop."""
        if self.stop.is_set():
            raise Stopped
        self.done += len(batch)
        self.tell(self.done)
        return batch


class Sending(ListSending):
    """Writes and prints views of the log for the page `owner`."""

    kind = "visitor_entry"
    told = Signal(int)  # entries done; from the thread that writes

    def __init__(self, client: Client, owner: QWidget) -> None:
        super().__init__(client, owner)
        self._waiting: QProgressDialog | None = None
        self._progress: Progress | None = None

    def ask_file(self, view: View) -> None:
        """Ask for a name, and write what `view` shows under it."""
        chosen = self.choose_file()
        if chosen is not None:
            self.write(view, chosen)

    def write(self, view: View, path: Path) -> None:
        """Write what `view` shows to a file, off the screen's thread."""
        progress = Progress(self.told.emit)
        self._wait_for(progress, self.client.ask(visitor_log.count, view))
        background = Background(self)
        background.finished.connect(partial(self._on_written, path))
        background.refused.connect(self._on_refused)
        background.start(lambda: self.client.ask(write, view, path, progress))

    def print(self, view: View, about: str) -> None:
        """Print what `view` shows; where there is no printer, ask for a PDF file."""
        entries = self.client.ask(first, view, MOST_PRINTED + 1)
        more = len(entries) > MOST_PRINTED
        lay_out = partial(self._pages, entries[:MOST_PRINTED], about)
        words_ = self.tr("Only the first {count} entries were printed.")
        said = words_.format(count=format.count(MOST_PRINTED)) if more else ""
        self.print_pages(self.tr("Visitors"), lay_out, said)

    def _pages(self, entries: list[VisitorEntry], about: str, size: QSizeF) -> RegisterPages:
        register = Register(
            title=titled(self.client, self.tr("Visitors")),
            about=about,
            made=made(self.client),
            rows=[row(entry, self.client.zone) for entry in entries],
        )
        return RegisterPages(register, size)

    def _on_written(self, path: Path, number: int | None) -> None:
        self._end_waiting()
        if number is None:
            self.said.emit(self.tr("Stopped. No file was written."))
        else:
            words_ = self.tr("{count} entries are in {file}")
            self.said.emit(words_.format(count=format.count(number), file=path))

    def _on_refused(self, error: DeskError) -> None:
        self._end_waiting()
        self.client.refused.emit(error)

    def _wait_for(self, progress: Progress, total: int) -> None:
        title, words_ = self.tr("Export list"), self.tr("Writing the file…")
        waiting = progress_dialog(self.window(), "visitors.export.progress", title, words_, total)
        # Not the event's own method: Qt would be told to forget it on the thread that lets go of it
        # last, and there may wait for this one for ever.
        waiting.canceled.connect(self._stop)
        self.told.connect(waiting.setValue)
        self._waiting, self._progress = waiting, progress

    def _end_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.close()
            self._waiting.deleteLater()
            self._waiting = self._progress = None

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.stop.set()


def write(tx: Read, view: View, path: Path, progress: Progress) -> int | None:
    """Write the entries of `view` in the form of document 003; None when it was stopped."""

    def rows() -> Iterator[tuple[tables.Cell, ...]]:
        for batch in matching(tx, view):
            progress.count(batch)
            for entry in batch:
                yield visitor_export.fields(entry, tx.zone)

    try:
        return tables.write(path, visitor_export.COLUMNS, rows())
    except Stopped:
        return None


def matching(tx: Read, view: View) -> Iterator[list[VisitorEntry]]:
    """All entries of `view`, its text included, some at a time."""
    sought = words(fold(view.text))
    for batch in visitor_log.batches(tx, replace(view, text="")):
        yield [entry for entry in batch if all(word in searched(entry) for word in sought)]


def first(tx: Read, view: View, most: int) -> list[VisitorEntry]:
    """The first entries of `view`."""
    found: list[VisitorEntry] = []
    for batch in matching(tx, view):
        found += batch
        if len(found) >= most:
            break
    return found[:most]


def searched(entry: VisitorEntry) -> str:
    """What a search looks at, folded."""
    plate = entry.license_plate or ""
    texts = (
        entry.visitor,
        *entry.companions,
        entry.resident_name,
        entry.resident_unit or "",
        plate,
        "".join(letter for letter in plate if letter.isalnum()),
        entry.subject,
        entry.badge or "",
    )
    return fold("\n".join(texts))


def row(entry: VisitorEntry, zone: ZoneInfo) -> tuple[str, ...]:
    """An entry as a row of the register."""
    day = entry.arrival.astimezone(zone).date()
    arrived = format.short_date(day)
    if not entry.whole_day:
        arrived = f"{arrived} {format.time(entry.arrival, zone)}"
    left = format.moment(entry.departed_at, zone, day) if entry.departed_at else ""
    return (
        "\n".join((entry.visitor, ", ".join(entry.companions))).strip(),
        format.count(entry.people),
        " · ".join(filter(None, (entry.resident_name, entry.resident_unit))),
        entry.subject,
        " ".join(filter(None, (entry.license_plate, entry.vehicle_color))),
        arrived,
        left,
    )
