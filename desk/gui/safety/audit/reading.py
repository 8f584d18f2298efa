"""Rows of the journal are read on another thread: some have to be looked for among millions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desk.gui.background import Background
from desk.gui.client import Client
from desk.services import audit
from desk.services.audit import Line, Sought


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found for the question of that number; `more` when it goes on after that."""

    number: int
    lines: Sequence[Line]
    follows: bool
    more: bool


class Reading(QObject):
    """Asks one question at a time; only the answer to the last is told."""

    found = Signal(object)  # the first rows
    followed = Signal(object)  # those that come after

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._number = 0
        self._sought = Sought()
        self._under_way = False
        self._next: int | None = None  # how many rows the next question is for
        self.more = False
        self._background = Background(self)
        self._background.finished.connect(self._on_finished)
        self._background.refused.connect(self._on_refused)

    @property
    def busy(self) -> bool:
        return self._under_way

    def begin(self, sought: Sought, rows: int) -> None:
        """Look for the latest rows that are meant, at least so many."""
        self._number += 1
        self._sought = sought
        self._next = max(rows, audit.PAGE)
        self._begin_next()

    def go_on(self, before: int) -> None:
        """Look for the rows that come after the one of that number."""
        if not self._under_way:
            self._ask(before, audit.PAGE)

    def end(self) -> None:
        """Wait until nothing is being read any more."""
        self._next = None
        self._number += 1
        self._background.wait()

    def _begin_next(self) -> None:
        if self._next is not None and not self._under_way:
            rows, self._next = self._next, None
            self._ask(None, rows)

    def _ask(self, before: int | None, rows: int) -> None:
        self._under_way = True
        client, sought, number = self._client, self._sought, self._number

        def work() -> _Found:
            lines = client.ask(audit.page, sought, before, rows)
            return _Found(number, lines, before is not None, len(lines) == rows)

        self._background.wait()
        self._background.start(work)

    def _on_finished(self, found: _Found) -> None:
        self._under_way = False
        if found.number == self._number:
            self.more = found.more
            (self.followed if found.follows else self.found).emit(found.lines)
        self._begin_next()

    def _on_refused(self, error: object) -> None:
        self._under_way, self.more = False, False
        self._client.refused.emit(error)
        self._begin_next()
