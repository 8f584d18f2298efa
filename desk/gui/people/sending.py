"""Writing people to a file that can be imported again: the columns are those of that mapping."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk.domain.directory import Person, PersonKind
from desk.services import people
from desk.transfer import tables
from desk.transfer.tables import Cell

if TYPE_CHECKING:
    from desk.store.database import Read

COLUMNS = ("key", "kind", "first_name", "last_name", "unit", "phone", "email", "note")
EVERYBODY = 10_000_000


@dataclass(frozen=True, slots=True)
class Sent:
    """A file, and how many people are in it."""

    path: Path
    people: int


def write(tx: Read, path: Path, typed: str, kind: PersonKind | None) -> Sent:
    """Write everybody who has every word of `typed`."""
    found = people.find(tx, typed, kind=kind, limit=EVERYBODY)
    return Sent(path, tables.write(path, COLUMNS, map(_row, found)))


def _row(person: Person) -> tuple[Cell, ...]:
    return (
        person.key,
        person.kind.value,
        person.first_name,
        person.last_name,
        person.unit,
        person.phone,
        person.email,
        person.note,
    )
