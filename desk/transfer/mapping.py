"""Which columns of a file make which field of an entry.

A mapping is written in TOML by whoever knows the file; `resources/mappings/README.md` explains
every word of it. Here it is a plain value, and fitted to the heading of one file it reads rows.
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desk.domain.errors import BadFile
from desk.domain.folding import fold
from desk.transfer.csv_rows import Fault, Row


class Kind(StrEnum):
    """What the rows of a file are about."""

    VISITORS = "visitors"
    PEOPLE = "people"


FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.VISITORS: (
        "id",
        "host_id",
        "host",
        "host_first_name",
        "host_last_name",
        "visitor",
        "companions",
        "people",
        "vehicle_color",
        "license_plate",
        "subject",
        "badge",
        "note",
        "arrival",
        "expected",
        "arrived",
        "departed",
        "cancelled",
        "created",
    ),
    Kind.PEOPLE: (
        "key",
        "kind",
        "name",
        "first_name",
        "last_name",
        "phone",
        "email",
        "unit",
        "note",
    ),
}
# One of these a person must have.
NAMES = ("name", "first_name", "last_name")
# A file must have the columns of these; those of any other field may be missing.
NEEDED = {
    "visitor",
    "subject",
    "host",
    "host_first_name",
    "host_last_name",
    "arrival",
    "expected",
    "arrived",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a field comes from: the text of one column, or of several with `between` in between.

    `split` divides one cell into several texts. `otherwise` is taken where the columns are empty,
    and without columns always.
    """

    columns: tuple[str, ...] = ()
    between: str = " "
    split: str = ""
    otherwise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How the columns of one kind of file are to be read.

    Rows that are alike in the columns `one_entry` are one entry, and each of them a person of it.
    `times` are patterns of times. `also_called` are other headings of a column. `leave_open` lets
    a party of a bygone day, of which no departure is known, stay inside. `notes` are sentences to
    be noted in an entry, by the occasion.
    """

    name: str
    kind: Kind
    title: str = ""
    fields: Table[str, Source] = field(default_factory=dict)
    one_entry: tuple[str, ...] = ()
    times: tuple[str, ...] = ("iso",)
    also_called: Table[str, tuple[str, ...]] = field(default_factory=dict)
    leave_open: bool = False
    notes: Table[str, str] = field(default_factory=dict)

    def missing(self, heading: Sequence[str]) -> list[str]:
        """The columns that a file must have and this one has not."""
        there = _places(heading)
        needed = list(self.one_entry)
        for name, source in self.fields.items():
            if name in NEEDED:
                needed += source.columns
        missing = [column for column in needed if self._place(column, there) is None]
        if self.kind is Kind.PEOPLE and not any(self._found(name, there) for name in NAMES):
            missing.append("name")
        return missing

    def known(self, heading: Sequence[str]) -> int:
        """How many columns of the heading the mapping makes use of."""
        there = _places(heading)
        return len({self._place(column, there) for column in self.columns()} - {None})

    def columns(self) -> list[str]:
        """Every column that is spoken of."""
        of_fields = [column for source in self.fields.values() for column in source.columns]
        return list(dict.fromkeys([*self.one_entry, *of_fields]))

    def fit(self, heading: Sequence[str], where: str) -> Fit:
        """The mapping for a file with this heading; `BadFile` if it cannot be used for it."""
        if missing := self.missing(heading):
            columns = ", ".join(missing)
            word = "column is" if len(missing) == 1 else "columns are"
            raise BadFile(where, f"for the mapping {self.name} the {word} missing: {columns}")
        there = _places(heading)
        found = {heading[p] for c in self.columns() if (p := self._place(c, there)) is not None}
        if twice := [text for text in found if _count(heading, text) > 1]:
            raise BadFile(where, f"it has more than one column {twice[0]}")
        places = {name: self._found(name, there) for name in self.fields}
        entry = [p for c in self.one_entry if (p := self._place(c, there)) is not None]
        return Fit(mapping=self, heading=tuple(heading), places=places, entry_places=entry)

    def _found(self, name: str, there: Table[str, int]) -> list[int]:
        columns = self.fields[name].columns if name in self.fields else ()
        return [p for column in columns if (p := self._place(column, there)) is not None]

    def _place(self, column: str, there: Table[str, int]) -> int | None:
        return next((there[n] for n in self._names(column) if n in there), None)

    def _names(self, column: str) -> list[str]:
        return [plain(column), *map(plain, self.also_called.get(column, ()))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A mapping together with where its columns stand in one file."""

    mapping: Mapping
    heading: tuple[str, ...]
    places: Table[str, Sequence[int]]
    entry_places: Sequence[int]

    def called(self, name: str) -> str:
        """What the file calls the columns of a field."""
        return ", ".join(self.heading[place] for place in self.places.get(name, ())) or name

    def require_width(self, row: Row) -> None:
        """Refuse a row that is not as wide as the heading, or has nothing in it."""
        wanted = len(self.heading)
        if not any(cell.strip() for cell in row.cells):
            raise Fault(row, "is empty")
        if len(row.cells) < wanted or any(row.cells[wanted:]):
            raise Fault(row, f"has {len(row.cells)} cells where the heading has {wanted}")

    def text(self, name: str, cells: Sequence[str]) -> str:
        """What a row says for the field, blank if nothing."""
        source = self.mapping.fields.get(name)
        if source is None:
            return ""
        texts = (cells[place].strip() for place in self.places[name])
        return source.between.join(text for text in texts if text) or source.otherwise

    def texts(self, name: str, cells: Sequence[str]) -> list[str]:
        """The same for a field of several texts."""
        source, whole = self.mapping.fields.get(name), self.text(name, cells)
        parts = whole.split(source.split) if source and source.split else [whole]
        return [part.strip() for part in parts if part.strip()]

    def said(self, cells: Sequence[str]) -> list[str]:
        """Everything that a row says to the mapping, in the order of the mapping's fields."""
        return [self.text(name, cells) for name in self.mapping.fields]


def plain(heading: str) -> str:
    """A heading as it is compared: `visitorName`, `Visitor name` and `visitor_name` are one."""
    return "".join(letter for letter in fold(heading) if letter.isalnum())


def _places(heading: Sequence[str]) -> dict[str, int]:
    # The first of several columns of one name; that there are several is refused by `fit`.
    return {plain(text): place for place, text in reversed(list(enumerate(heading)))}


def _count(heading: Sequence[str], wanted: str) -> int:
    return sum(plain(text) == plain(wanted) for text in heading)
