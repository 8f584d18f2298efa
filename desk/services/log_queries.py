"""The queries by which the visitor log is leafed through and searched.

Making a query takes as long as reading the page it finds, so each is made once for every kind of
view and kept; dates, words and places in the list are its parameters. The conditions are worded as
the partial indexes are, or the indexes would not be used.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, UnaryExpression, bindparam, func, select

from desk.domain.visitor import Standing
from desk.store import entry_rows, search
from desk.store.records import VisitorEntryRecord

ENTRY = VisitorEntryRecord.__table__.c
LATEST_FIRST = (ENTRY.arrival.desc(), ENTRY.id.desc())
SOONEST_FIRST = (ENTRY.arrival.asc(), ENTRY.id.asc())


class Kind(NamedTuple):
    """What a view is apart from its values; with `since` and `until` it has those parameters."""

    standing: Standing | None
    removed: bool
    since: bool
    until: bool

    @property
    def soonest_first(self) -> bool:
        return self.standing is Standing.EXPECTED and not self.removed

    @property
    def order(self) -> tuple[UnaryExpression[Any], ...]:
        return SOONEST_FIRST if self.soonest_first else LATEST_FIRST


def of_standing(standing: Standing | None) -> list[ColumnElement[bool]]:
    """What is true of entries of this standing, none meaning all that are not in the bin."""
    kept: ColumnElement[bool] = ENTRY.removed_at.is_(None)
    match standing:
        case None:
            return [kept]
        case Standing.LEFT:
            return [ENTRY.departed_at.is_not(None), kept]
        case Standing.INSIDE:
            return [ENTRY.departed_at.is_(None), kept, ENTRY.arrived_at.is_not(None)]
        case Standing.EXPECTED:
            return [ENTRY.departed_at.is_(None), kept, ENTRY.arrived_at.is_(None)]


def conditions(kind: Kind) -> list[ColumnElement[bool]]:
    """What is true of the entries of a view, with the parameters `since` and `until`."""
    binned: list[ColumnElement[bool]] = [ENTRY.removed_at.is_not(None)]
    found = binned if kind.removed else of_standing(kind.standing)
    if kind.since:
        found.append(ENTRY.arrival >= bindparam("since", type_=BigInteger))
    if kind.until:
        found.append(ENTRY.arrival < bindparam("until", type_=BigInteger))
    return found


@cache
def number(kind: Kind) -> Select[int]:
    """How many entries there are."""
    return select(func.count()).select_from(ENTRY.id.table).where(*conditions(kind))


@cache
def at_most(kind: Kind, limit: int) -> Select[int]:
    """How many entries there are, counted no further than `limit`."""
    some = select(ENTRY.id).where(*conditions(kind)).limit(limit).subquery()
    return select(func.count()).select_from(some)


@cache
def leaf(kind: Kind, soonest_first: bool) -> Select[Any]:
    """The entries after the first `skipped`, not more than `limit`."""
    order = SOONEST_FIRST if soonest_first else LATEST_FIRST
    ids = select(ENTRY.id).where(*conditions(kind)).order_by(*order)
    chosen = ids.offset(bindparam("skipped")).limit(bindparam("limit")).subquery()
    return entry_rows.ENTRIES.join(chosen, chosen.c.id == ENTRY.id).order_by(*order)


@cache
def ids(kind: Kind) -> Select[int]:
    """The ids of the entries after the first `skipped`, not more than `limit`."""
    query = select(ENTRY.id).where(*conditions(kind)).order_by(*kind.order)
    return query.offset(bindparam("skipped")).limit(bindparam("limit"))


@cache
def hits(kind: Kind, words: int, indexed: bool) -> Select[Any]:
    """The entries that hold so many words, not more than `limit`."""
    found = search.matching(words, indexed=indexed).where(*conditions(kind))
    chosen = found.limit(bindparam("limit")).subquery()
    query = entry_rows.ENTRIES.join(chosen, chosen.c.id == ENTRY.id)
    return query.order_by(*LATEST_FIRST)


@cache
def hits_among_few(kind: Kind, words: int) -> Select[Any]:
    """The same for a view of few entries: it is listed by its index, and each is compared."""
    few = select(ENTRY.id).where(*conditions(kind)).correlate(None)
    query = entry_rows.ENTRIES.where(ENTRY.id.in_(few), *search.holding(words))
    return query.order_by(*LATEST_FIRST).limit(bindparam("limit"))


@cache
def number_before(kind: Kind, *, after: bool) -> Select[int]:
    """How many come before the entry `end`; with `after`, beginning with the entry `first`."""
    found = number(kind).where(_on_this_side(kind, "end"))
    return found.where(_from_on(kind, "first")) if after else found


@cache
def following(kind: Kind) -> Select[int]:
    """The ids of the entry `first` and of those that come next, not more than `limit`."""
    query = select(ENTRY.id).where(*conditions(kind), _from_on(kind, "first"))
    return query.order_by(*kind.order).limit(bindparam("limit"))


@cache
def among(kind: Kind) -> Select[Any]:
    """Id and arrival of those of `ids` that the view has."""
    chosen = ENTRY.id.in_(bindparam("ids", expanding=True))
    return select(ENTRY.id, ENTRY.arrival).where(*conditions(kind), chosen).order_by(*kind.order)


def place(name: str, arrival: int, entry_id: int) -> dict[str, int]:
    """The parameters that say where an entry stands; `name` is `first` or `end`."""
    return {f"{name}_arrival": arrival, f"{name}_id": entry_id}


def _from_on(kind: Kind, name: str) -> ColumnElement[bool]:
    """Whether an entry is the one of that name or comes after it."""
    arrival, entry_id = _place(name)
    # The first half says nothing new, but lets the index begin in the right place. So below.
    if kind.soonest_first:
        return (ENTRY.arrival >= arrival) & ((ENTRY.arrival > arrival) | (ENTRY.id >= entry_id))
    return (ENTRY.arrival <= arrival) & ((ENTRY.arrival < arrival) | (ENTRY.id <= entry_id))


def _on_this_side(kind: Kind, name: str) -> ColumnElement[bool]:
    """Whether an entry comes before the one of that name."""
    arrival, entry_id = _place(name)
    if kind.soonest_first:
        return (ENTRY.arrival <= arrival) & ((ENTRY.arrival < arrival) | (ENTRY.id < entry_id))
    return (ENTRY.arrival >= arrival) & ((ENTRY.arrival > arrival) | (ENTRY.id > entry_id))


def _place(name: str) -> tuple[ColumnElement[int], ColumnElement[int]]:
    return bindparam(f"{name}_arrival", type_=BigInteger), bindparam(f"{name}_id")
