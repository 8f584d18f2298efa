"""Looking things up in the visitor log: pages of it, who is inside, who was here before.

Nothing here loads the log: a page is found through an index on the arrival, from whichever end is
nearer, and a search through the grams of `desk.store.search`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select, tuple_

from desk.domain.errors import NotFound
from desk.domain.folding import fold, words
from desk.domain.visitor import Standing, VisitorEntry
from desk.domain.wall_clock import milliseconds
from desk.services import log_queries
from desk.services.log_queries import ENTRY, LATEST_FIRST, Kind, of_standing
from desk.store import entry_rows, search
from desk.store.database import Read
from desk.store.records import VisitorEntryRecord as Entry

MOST_FOUND = 200
FEW = 5000
NEAR = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A choice from the log.

    `standing` of none means all that are not in the bin; `since` and `until` are dates of the
    house, both included; `text` is any part of name, host, plate or purpose.
    """

    standing: Standing | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    text: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The house at a glance; parties are entries, people are heads.

    `left_today` counts the parties that came today and are gone, as the list of today shows them.
    """

    parties_inside: int
    people_inside: int
    expected_today: int
    late: int
    left_today: int


def count(tx: Read, view: View) -> int:
    """How many entries the view has, without regard to its text."""
    return tx.session.scalar(log_queries.number(_kind(view)), _bounds(tx, view)) or 0


def page(tx: Read, view: View, offset: int, limit: int, total: int) -> list[VisitorEntry]:
    """`limit` entries from the `offset`th of the view, in its order; `total` is its `count`.

    Those who are expected come in the order in which they are to come, all others with the
    latest arrival first (contract of document 003, row 16).
    """
    limit = max(0, min(limit, total - offset))
    if not limit:
        return []
    from_end = offset > total // 2
    kind = _kind(view)
    query = log_queries.leaf(kind, kind.soonest_first != from_end)
    skipped = total - offset - limit if from_end else offset
    values = _bounds(tx, view) | {"skipped": skipped, "limit": limit}
    entries = entry_rows.read(tx.session, query, values)
    return entries[::-1] if from_end else entries


def ids(tx: Read, view: View, offset: int, limit: int) -> list[int]:
    """The ids of `limit` entries from the `offset`th of the view."""
    values = _bounds(tx, view) | {"skipped": offset, "limit": limit}
    return list(tx.session.scalars(log_queries.ids(_kind(view)), values))


def found(tx: Read, view: View) -> list[VisitorEntry]:
    """The entries of the view that hold every word of its text, latest arrival first.

    At most `MOST_FOUND`: those written last. One more is looked for, so that a list of more than
    `MOST_FOUND` says that there are others.
    """
    sought = words(fold(view.text))
    values = search.parameters(tx.session.connection(), sought)
    if _few(tx, view):
        query = log_queries.hits_among_few(_kind(view), len(sought))
        values.pop("wanted", None)
    else:
        query = log_queries.hits(_kind(view), len(sought), "wanted" in values)
    values["limit"] = MOST_FOUND + 1
    return entry_rows.read(tx.session, query, _bounds(tx, view) | values)


def by_ids(tx: Read, ids: Sequence[int]) -> list[VisitorEntry]:
    """The entries of these ids, in the same order; those that are gone are left out."""
    if not ids:
        return []
    query = entry_rows.ENTRIES.where(ENTRY.id.in_(ids))
    entries = {entry.id: entry for entry in entry_rows.read(tx.session, query)}
    return [entries[number] for number in ids if number in entries]


def imported(tx: Read, keys: Sequence[str], uids: Sequence[str] = ()) -> list[VisitorEntry]:
    """The entries that a file knows by these keys or GUIDs, also those in the bin."""
    known = or_(Entry.import_key.in_(keys), Entry.uid.in_(uids))
    return entry_rows.read(tx.session, entry_rows.ENTRIES.where(known))


def batches(tx: Read, view: View, size: int = 500) -> Iterator[list[VisitorEntry]]:
    """All of a view, the latest arrival first, `size` entries at a time and never all at once.

    The text of the view is not looked at.
    """
    query = entry_rows.ENTRIES.where(*log_queries.conditions(_kind(view)))
    ordered = query.order_by(*LATEST_FIRST).limit(size)
    entries = entry_rows.read(tx.session, ordered, _bounds(tx, view))
    while entries:
        yield entries
        last = (milliseconds(entries[-1].arrival), entries[-1].id)
        beyond = tuple_(ENTRY.arrival, ENTRY.id) < last
        entries = entry_rows.read(tx.session, ordered.where(beyond), _bounds(tx, view))


def position(tx: Read, view: View, entry: VisitorEntry) -> int:
    """How many entries of the view come before `entry`."""
    return _number_between(tx, view, None, entry)


def places(tx: Read, view: View, entries: Iterable[VisitorEntry]) -> dict[int, int]:
    """Where in the view `entries` stand, as rows by id.

    Left out are those that are not in the view and those whose arrival is another one now: all
    the others still stand in the same order as before.
    """
    left = _still_there(tx, view, entries)
    rows: dict[int, int] = {}
    at, last = 0, None
    while left:
        first = next(iter(left.values()))
        at += _number_between(tx, view, last, first)
        for row, number in enumerate(_following(tx, view, first), at):
            if left.pop(number, None):
                rows[number] = row
        last = first
    return rows


def one(tx: Read, entry_id: int) -> VisitorEntry:
    return tx.get(Entry, entry_id).value()


_BY_UID = entry_rows.ENTRIES.where(ENTRY.uid == bindparam("uid"), ENTRY.removed_at.is_(None))


def by_uid(tx: Read, uid: str) -> VisitorEntry:
    """The entry by which other machines know it; one in the bin is not found."""
    for entry in entry_rows.read(tx.session, _BY_UID, {"uid": uid}):
        return entry
    raise NotFound(Entry.__tablename__, uid)


def inside(tx: Read) -> list[VisitorEntry]:
    """Every party that came and has not left, the latest first."""
    return _entries(tx, entry_rows.ENTRIES.where(*of_standing(Standing.INSIDE)))


def expected(tx: Read, until: dt.date | None = None) -> list[VisitorEntry]:
    """Parties expected today, or from today up to and including `until`; the next one first."""
    day = tx.whole_day(tx.today)
    end = tx.whole_day(until).end if until else day.end
    query = entry_rows.ENTRIES.where(
        *of_standing(Standing.EXPECTED),
        ENTRY.arrival >= milliseconds(day.start),
        ENTRY.arrival < milliseconds(end),
    )
    return _entries(tx, query)[::-1]


def of_resident(tx: Read, resident_id: int, limit: int = 200) -> list[VisitorEntry]:
    """Who visited this resident and who is to come, the latest first."""
    query = entry_rows.ENTRIES.where(ENTRY.resident_id == resident_id, ENTRY.removed_at.is_(None))
    return _entries(tx, query.limit(limit))


def totals(tx: Read) -> Totals:
    """Who is inside, still to come, late and gone today."""
    parties, people = tx.session.execute(
        select(func.count(), func.coalesce(func.sum(Entry.people), 0)).where(
            *of_standing(Standing.INSIDE)
        )
    ).one()
    to_come = expected(tx)
    day = tx.whole_day(tx.today)
    left = select(func.count()).where(
        *of_standing(Standing.LEFT),
        Entry.arrival >= milliseconds(day.start),
        Entry.arrival < milliseconds(day.end),
    )
    return Totals(
        parties_inside=parties,
        people_inside=people,
        expected_today=len(to_come),
        late=sum(not e.whole_day and e.arrival < tx.now for e in to_come),
        left_today=tx.session.scalar(left) or 0,
    )


def returning(tx: Read, typed: str, limit: int = 8) -> list[VisitorEntry]:
    """Whom `typed` may mean: parties expected today first, then people who were here before.

    Each word of `typed` begins a word of the visitor's name. One entry stands for each pair of
    visitor and host who were here, the last that was written, the latest first.
    """
    sought = words(fold(typed))
    if not sought:
        return []
    today = [entry for entry in expected(tx) if _begins(entry.visitor, sought)]
    came = [entry for entry in found(tx, View(text=typed)) if entry.arrived_at]
    before = sorted(came, key=lambda entry: entry.id, reverse=True)
    known: dict[tuple[str, int], VisitorEntry] = {}
    for entry in before:
        if _begins(entry.visitor, sought):
            known.setdefault(_pair(entry), entry)
    for entry in today:
        known.pop(_pair(entry), None)
    return [*today, *known.values()][:limit]


def purposes(tx: Read, typed: str = "", limit: int = 8) -> list[str]:
    """What people came for lately, the most frequent of the last thousand entries first."""
    last = select(Entry.subject).order_by(Entry.id.desc()).limit(1000).subquery()
    query = select(last.c.subject).group_by(last.c.subject).order_by(func.count().desc())
    wanted = fold(typed)
    return [text for text in tx.session.scalars(query) if fold(text).startswith(wanted)][:limit]


def _pair(entry: VisitorEntry) -> tuple[str, int]:
    """The visitor, however written, and the host."""
    return fold(entry.visitor), entry.resident_id


def _kind(view: View) -> Kind:
    return Kind(view.standing, view.removed, view.since is not None, view.until is not None)


def _bounds(tx: Read, view: View) -> dict[str, Any]:
    """The dates of a view as the numbers in the table."""
    bounds = {}
    if view.since:
        bounds["since"] = milliseconds(tx.whole_day(view.since).start)
    if view.until:
        bounds["until"] = milliseconds(tx.whole_day(view.until).end)
    return bounds


def _few(tx: Read, view: View) -> bool:
    """Whether the view has so few entries that comparing each is sooner done than a search."""
    if not view.since and not view.removed and view.standing in (None, Standing.LEFT):
        return False
    query = log_queries.at_most(_kind(view), FEW)
    return (tx.session.scalar(query, _bounds(tx, view)) or 0) < FEW


def _place(name: str, entry: VisitorEntry) -> dict[str, int]:
    return log_queries.place(name, milliseconds(entry.arrival), entry.id)


def _number_between(tx: Read, view: View, first: VisitorEntry | None, end: VisitorEntry) -> int:
    """How many entries of the view there are from `first`, or its beginning, up to `end`."""
    query = log_queries.number_before(_kind(view), after=first is not None)
    values = _bounds(tx, view) | _place("end", end) | (_place("first", first) if first else {})
    return tx.session.scalar(query, values) or 0


def _still_there(tx: Read, view: View, entries: Iterable[VisitorEntry]) -> dict[int, VisitorEntry]:
    """Those in the view whose arrival is what it was, by id and in its order."""
    known = {entry.id: entry for entry in entries}
    values = _bounds(tx, view) | {"ids": list(known)}
    return {
        number: known[number]
        for number, arrival in tx.session.execute(log_queries.among(_kind(view)), values)
        if arrival == milliseconds(known[number].arrival)
    }


def _following(tx: Read, view: View, entry: VisitorEntry) -> list[int]:
    """The ids of `entry` and of those that come next."""
    values = _bounds(tx, view) | _place("first", entry) | {"limit": NEAR}
    return list(tx.session.scalars(log_queries.following(_kind(view)), values))


def _entries(tx: Read, query: Select[Any]) -> list[VisitorEntry]:
    return entry_rows.read(tx.session, query.order_by(*LATEST_FIRST))


def _begins(name: str, sought: list[str]) -> bool:
    own = words(fold(name))
    return all(any(word.startswith(part) for word in own) for part in sought)
