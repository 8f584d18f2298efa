"""Going to a visitor by typing the beginning of the name, without walking through the log.

The rows that follow are looked through one by one as far as they are probably in memory. Beyond
them the index that also serves the search is asked.
"""

from __future__ import annotations

from dataclasses import replace

from desk.domain.folding import fold, words
from desk.domain.visitor import VisitorEntry
from desk.gui.client import Client
from desk.gui.visitors.log_rows import PAGE, Rows
from desk.services import visitor_log
from desk.services.visitor_log import View

NEAR = 2 * PAGE
SHORTEST = 2


def row_beginning(client: Client, view: View, rows: Rows, typed: str, start: int) -> int:
    """The first row from `start` on in which a word of the visitor's name begins with `typed`.

    The search goes on at the top of the list. -1 where there is nobody of that name.
    """
    sought = fold(typed).strip()
    if not sought or not rows.total:
        return -1
    for step in range(min(NEAR, rows.total)):
        row = (start + step) % rows.total
        entry = rows.entry(row)
        if entry is not None and _begins(entry, sought):
            return row
    if len(sought) < SHORTEST or view.text:
        return -1
    found = client.ask(visitor_log.found, replace(view, text=typed))
    places = sorted(rows.places(entry for entry in found if _begins(entry, sought)).values())
    after = (row for row in places if row >= start)
    return next(after, places[0] if places else -1)


def _begins(entry: VisitorEntry, sought: str) -> bool:
    """Whether the name, or what follows one of its words, begins so."""
    name = fold(entry.visitor)
    return name.startswith(sought) or any(word.startswith(sought) for word in words(name))
