"""What the things are called of which the journal knows only the numbers.

Rows of the journal name a thing by its kind and its number, and the fields of a row name others
so: whose appointment, with whom. All of a page are looked up together, a query for each kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import inspect, select

from desk.domain.change import JournalEntry
from desk.store.database import Read
from desk.store.records import record_of

Key = tuple[str, int]

# What a row of each table is called by. What has no name is called by what it is of, below; and
# what others are of comes after them.
NAMES: Mapping[str, tuple[str, ...]] = {
    "message": (),
    "erasure": (),
    "legal_hold": (),
    "appointment": ("title",),
    "waiting_entry": ("name",),
    "availability": (),
    "closure": ("reason",),
    "series": (),
    "alert": ("name",),
    "variation": ("name",),
    "appointment_type": ("name",),
    "day": ("date",),
    "organisation": ("name",),
    "person": ("first_name", "last_name"),
    "resource": ("first_name", "last_name"),
    "site": ("name",),
    "staff": ("name",),
    "template": (),
    "token": ("label",),
    "visitor_entry": ("visitor",),
}
_OF = {
    "message": ("appointment_id", "entry_id"),
    "erasure": ("subject",),
    "legal_hold": ("subject",),
    "appointment": ("person_id",),
    "waiting_entry": ("person_id",),
    "availability": ("resource_id",),
    "closure": ("resource_id",),
    "series": ("resource_id",),
}
# What no key of the database says: a message outlives what it speaks of.
_BESIDES = {"message": {"appointment_id": "appointment", "entry_id": "waiting_entry"}}
_OF_ANY_KIND = {"erasure", "legal_hold"}


def reference(kind: str, column: str, values: Mapping[str, Any]) -> Key | None:
    """The thing that a column of a row names, if it names one."""
    of_any = kind in _OF_ANY_KIND and column == "subject"
    target = values.get("kind") if of_any else _references(kind).get(column)
    number = values.get(column)
    if target is None or target not in NAMES or not isinstance(number, int):
        return None
    return target, number


def references(entry: JournalEntry) -> Iterator[Key]:
    """Every thing that the fields of a row name."""
    for values in (entry.old, entry.new):
        for column in values:
            if (found := reference(entry.kind, column, values)) is not None:
                yield found


def names(tx: Read, entries: Sequence[JournalEntry]) -> Mapping[Key, str]:
    """What the things are called now; those that are gone, what they were called."""
    called: dict[Key, str] = {}
    through: dict[Key, Key] = {}  # who has no name, and what it is of
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        key, values = (entry.kind, entry.id), entry.old | entry.new
        for kind, number in (key, *references(entry)):
            wanted[kind].add(number)
        if told := _name(entry.kind, values):
            called.setdefault(key, told)
        elif of := _of(entry.kind, values):
            through.setdefault(key, of)
    for kind in NAMES:
        for number, row in _rows(tx, kind, wanted[kind]):
            called[kind, number] = _name(kind, row)
            if of := _of(kind, row):
                through[kind, number] = of
                wanted[of[0]].add(of[1])
    return {key: _resolved(key, called, through) for key in called.keys() | through.keys()}


@cache
def _references(kind: str) -> Mapping[str, str]:
    """The columns of a table that name a thing, and of which kind that is."""
    if kind not in NAMES:
        return {}
    columns = inspect(record_of(kind)).columns
    keys = {c.name: key.column.table.name for c in columns for key in c.foreign_keys}
    return keys | _BESIDES.get(kind, {})


def _of(kind: str, values: Mapping[str, Any]) -> Key | None:
    found = (reference(kind, column, values) for column in _OF.get(kind, ()))
    return next((each for each in found if each is not None), None)


def _resolved(key: Key, called: Mapping[Key, str], through: Mapping[Key, Key]) -> str:
    while not called.get(key) and key in through:
        key = through[key]
    return called.get(key, "")


def _rows(tx: Read, kind: str, ids: Iterable[int]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    of = _OF.get(kind, ())
    columns = [*NAMES[kind], *of, *(["kind"] if kind in _OF_ANY_KIND else [])]
    wanted = list(ids)
    if not wanted or not columns:
        return
    mapper = inspect(record_of(kind))
    key = mapper.primary_key[0]
    query = select(key, *(mapper.columns[name] for name in columns)).where(key.in_(wanted))
    for number, *values in tx.session.execute(query):
        yield number, dict(zip(columns, values, strict=True))


def _name(kind: str, values: Mapping[str, Any]) -> str:
    return " ".join(str(values[name]) for name in NAMES.get(kind, ()) if values.get(name))
