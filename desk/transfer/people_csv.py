"""Bringing people in from a CSV file, without adding anybody a second time.

Whoever has a key is known by it. Anybody else is held against those who are known: a row that says
just what is known is passed over, and one that is merely alike is not added but handed back, for
only a person can tell whether it is the same somebody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from desk.domain.directory import Person, PersonKind
from desk.domain.errors import DeskError
from desk.domain.folding import fold, words
from desk.services import people
from desk.services.folding import digits
from desk.services.people import Details
from desk.services.rows import LONGEST_KEY
from desk.store import kept_copies
from desk.store.database import Database, Read, Write
from desk.transfer import csv_rows, mapping_files, rejects
from desk.transfer.csv_rows import Fault, Row
from desk.transfer.mapping import Fit, Kind, Mapping
from desk.transfer.names import divided
from desk.transfer.outcome import MOST_FAULTS, Outcome, Wishes
from desk.transfer.pace import in_turns
from desk.transfer.scratch import Scratch

_AT_ONCE = 100
_ENOUGH_DIGITS = 6


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """What a row says of somebody."""

    row: Row
    key: str
    details: Details

    def traits(self) -> Iterator[str]:
        """What nobody else of the same kind should have."""
        kind = self.details.kind.value
        if self.key:
            yield f"{kind} key {self.key}"
        names = sorted(words(fold(f"{self.details.first_name} {self.details.last_name}")))
        if len(names) > 1:
            yield f"{kind} name {' '.join(names)}"
        number = digits(self.details.phone)
        if len(number) >= _ENOUGH_DIGITS:
            yield f"{kind} phone {number[-9:]}"
        if self.details.email:
            yield f"{kind} email {self.details.email.lower()}"


@dataclass(slots=True)
class _Seen:
    """The newcomers of the file so far: by what they are told apart, and on which line."""

    lines: dict[str, int] = field(default_factory=dict)
    cells: dict[tuple[str, ...], int] = field(default_factory=dict)


def bring_in(
    database: Database, path: Path, mapping: Mapping | None, wishes: Wishes, actor: str
) -> Outcome:
    """Bring the file in by `mapping`, or the one that its heading asks for.

    `BadFile` if the file cannot be read or does not have the columns; nothing was changed then.
    """
    with Scratch() as scratch:
        with csv_rows.opened(path) as file:
            chosen = mapping or mapping_files.by_heading(file.heading, Kind.PEOPLE, str(path))
            fit = chosen.fit(file.heading, str(path))
            outcome = Outcome(file=str(path), mapping=chosen.name, dry_run=wishes.dry_run)
            _survey(database, file, fit, scratch, outcome, wishes)
            heading, delimiter = file.heading, file.delimiter
        scratch.sort()
        refused = islice(scratch.refused(), MOST_FAULTS)
        outcome.faults = [(row.line, reason) for row, reason in refused]
        if wishes.dry_run:
            return outcome
        if outcome.rejected and not wishes.stop.is_set():
            place = rejects.beside(path)
            rejects.write(place, heading, delimiter, scratch.refused())
            outcome.rejected_file = str(place)
        kept_copies.safeguard(database)
        _write(database, fit, scratch, outcome, wishes, actor)
        return outcome


def _survey(
    database: Database,
    file: csv_rows.CsvFile,
    fit: Fit,
    scratch: Scratch,
    outcome: Outcome,
    wishes: Wishes,
) -> None:
    """Find out what will become of every row; new ones are set aside."""
    seen = _Seen()
    rows = iter(file)
    while (some := list(islice(rows, _AT_ONCE))) and not wishes.stop.is_set():
        outcome.rows += len(some)
        with database.read() as tx:
            for row in some:
                try:
                    _judge(tx, _newcomer(fit, row), seen, scratch, outcome)
                except Fault as fault:
                    scratch.refuse(row, fault.reason)
                    outcome.rejected += 1


def _judge(tx: Read, newcomer: _Newcomer, seen: _Seen, scratch: Scratch, outcome: Outcome) -> None:
    if newcomer.row.cells in seen.cells:
        outcome.repeated += 1
        return
    seen.cells[newcomer.row.cells] = newcomer.row.line
    if _is_known(tx, newcomer):
        outcome.known += 1
        return
    traits = list(newcomer.traits())
    if alike := [seen.lines[trait] for trait in traits if trait in seen.lines]:
        raise Fault(newcomer.row, f"is like line {alike[0]} of this file, which says otherwise")
    seen.lines |= dict.fromkeys(traits, newcomer.row.line)
    scratch.add(str(newcomer.row.line), newcomer.row)
    if outcome.dry_run:
        _count(outcome)


def _is_known(tx: Read, newcomer: _Newcomer) -> bool:
    """Whether just this is known already; `Fault` if somebody is known who is only alike."""
    details = newcomer.details
    if newcomer.key and people.with_key(tx, details.kind, newcomer.key):
        return True
    similar = [p for p in people.similar(tx, details) if p.kind is details.kind]
    if not newcomer.key and any(_says_nothing_new(details, person) for person in similar):
        return True
    if similar:
        person = similar[0]
        which = f"{person.name} ({person.unit})" if person.unit else person.name
        raise Fault(newcomer.row, f"is like {which}, who is known already; add by hand if another")
    return False


def _says_nothing_new(details: Details, person: Person) -> bool:
    said = (details.phone, details.email, details.unit, details.note)
    there = (person.phone, person.email, person.unit, person.note)
    named = fold(f"{details.first_name} {details.last_name}".strip()) == fold(person.name)
    return named and all(not new or new == old for new, old in zip(said, there, strict=True))


def _write(
    database: Database, fit: Fit, scratch: Scratch, outcome: Outcome, wishes: Wishes, actor: str
) -> None:
    new = (_newcomer(fit, rows[0]) for _, rows in scratch.groups())
    try:
        for added in in_turns(database, actor, new, _add, wishes.stop):
            for _ in added:
                _count(outcome)
            wishes.tell(outcome.rows - outcome.left, outcome.rows)
    except DeskError as error:
        # What is in stays in, and whoever asked must hear how much that is.
        outcome.trouble = error


def _add(tx: Write, newcomers: Sequence[_Newcomer]) -> Iterator[None]:
    for newcomer in newcomers:
        people.add(tx, newcomer.details, key=newcomer.key or None)
        yield


def _count(outcome: Outcome) -> None:
    outcome.added += 1
    outcome.imported += 1


def _newcomer(fit: Fit, row: Row) -> _Newcomer:
    fit.require_width(row)

    def text(name: str) -> str:
        return fit.text(name, row.cells)

    first, last = text("first_name"), text("last_name")
    if not (first or last):
        first, last = divided(text("name"))
    if not (first or last):
        raise Fault(row, "has no name")
    said = text("kind")
    try:
        kind = PersonKind(said.lower())
    except ValueError as error:
        reason = f'{fit.called("kind")}: "{said[:40]}" is neither resident nor patient'
        raise Fault(row, reason) from error
    details = Details(
        kind=kind,
        first_name=first,
        last_name=last,
        phone=text("phone") or None,
        email=text("email") or None,
        unit=text("unit") or None,
        note=text("note"),
    )
    key = text("key")
    if len(key) > LONGEST_KEY:
        raise Fault(row, f"{fit.called('key')} is longer than {LONGEST_KEY} characters")
    return _Newcomer(row, key, details)
