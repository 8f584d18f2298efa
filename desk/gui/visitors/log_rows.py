"""Where the rows of the visitor log come from: a page at a time, or all the hits of a search.

Of a log of any length only the pages looked at last are in memory. How long it is gets counted
when somebody asks, because that takes longer than showing its first page.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from desk.domain.folding import fold, words
from desk.domain.visitor import VisitorEntry
from desk.gui.client import Client
from desk.services import site, visitor_log
from desk.services.visitor_log import View

if TYPE_CHECKING:
    from desk.store.database import Read

PAGE = 128
HEAD = 48  # rows that are read before anything is painted
MOST_PAGES = 64
RECENT = 3


class Pages:
    """A view of the log, read where it is looked at.

    `total` is how many rows there are as far as is known; `complete` says that it is all. Pages
    with rows that are `held` by somebody stay, so that it is known which entries those are.
    """

    more = False

    def __init__(
        self,
        client: Client,
        view: View,
        head: list[VisitorEntry],
        held: Callable[[], Iterable[int]],
    ) -> None:
        self._client = client
        self._view = view
        self._head = head
        self._held = held
        self._pages: OrderedDict[int, list[VisitorEntry]] = OrderedDict()
        self.total = len(self._head)
        self.complete = self.total < HEAD

    def finish(self) -> None:
        """Count the rows. One that has just been taken away stays until the news of it comes."""
        self.total = max(self.total, self._client.ask(visitor_log.count, self._view))
        self.complete = True

    def entry(self, row: int) -> VisitorEntry | None:
        """The entry in a row; none where it was taken away since the rows were counted."""
        if row < len(self._head):
            return self._head[row]
        number, at = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._read(number)
        self._pages.move_to_end(number)
        return page[at] if at < len(page) else None

    def known(self, rows: Iterable[int]) -> dict[int, VisitorEntry]:
        """The entries that were looked at last, and those around `rows`, without reading any."""
        wanted = {*islice(reversed(self._pages), RECENT), *(row // PAGE for row in rows)}
        return dict(enumerate(self._head)) | {
            number * PAGE + at: entry
            for number in wanted & self._pages.keys()
            for at, entry in enumerate(self._pages[number])
        }

    def places(self, entries: Iterable[VisitorEntry]) -> dict[int, int]:
        """Rows by id, without those whose arrival is another one now."""
        return self._client.ask(visitor_log.places, self._view, entries)

    def ids(self, first: int, number: int) -> list[int]:
        """The ids of `number` rows from `first`."""
        return self._client.ask(visitor_log.ids, self._view, first, number)

    def _read(self, number: int) -> list[VisitorEntry]:
        page = self._client.ask(visitor_log.page, self._view, number * PAGE, PAGE, self.total)
        self._pages[number] = page
        if len(self._pages) > MOST_PAGES:
            self._forget_one(number)
        return page

    def _forget_one(self, besides: int) -> None:
        kept = {besides, *(row // PAGE for row in self._held())}
        oldest = next((number for number in self._pages if number not in kept), None)
        if oldest is not None:
            del self._pages[oldest]


class Hits:
    """What a search found: so few that all of it is here. `more` says that there is more."""

    complete = True

    def __init__(self, found: list[VisitorEntry]) -> None:
        self.more = len(found) > visitor_log.MOST_FOUND
        self._entries = found[: visitor_log.MOST_FOUND]
        self.total = len(self._entries)

    def finish(self) -> None:
        """Nothing is left to count."""

    def entry(self, row: int) -> VisitorEntry | None:
        return self._entries[row] if row < self.total else None

    def known(self, _rows: Iterable[int]) -> dict[int, VisitorEntry]:
        return dict(enumerate(self._entries))

    def places(self, entries: Iterable[VisitorEntry]) -> dict[int, int]:
        """Rows by id, without those whose arrival is another one now."""
        before = {entry.id: entry.arrival for entry in entries}
        return {
            entry.id: row
            for row, entry in enumerate(self._entries)
            if before.get(entry.id) == entry.arrival
        }

    def ids(self, first: int, number: int) -> list[int]:
        return [entry.id for entry in self._entries[first : first + number]]


Rows = Pages | Hits


def opened(
    client: Client, view: View, held: Callable[[], Iterable[int]]
) -> tuple[Rows, datetime, timedelta]:
    """The rows of a view from its beginning, the time, and how long inside is too long."""
    entries, now, too_long = client.ask(_look, view)
    rows = Hits(entries) if searches(view) else Pages(client, view, entries, held)
    return rows, now, too_long


def searches(view: View) -> bool:
    """Whether the view has words to look for."""
    return bool(words(fold(view.text)))


def time(tx: Read) -> tuple[datetime, timedelta]:
    """What time it is, and how long inside is too long."""
    return tx.now, timedelta(hours=site.setting(tx, site.TOO_LONG_HOURS))


def _look(tx: Read, view: View) -> tuple[list[VisitorEntry], datetime, timedelta]:
    if searches(view):
        return visitor_log.found(tx, view), *time(tx)
    return visitor_log.page(tx, view, 0, HEAD, HEAD), *time(tx)
