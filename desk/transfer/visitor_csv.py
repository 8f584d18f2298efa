"""Bringing a visitor log in from a CSV file.

First the whole file is read and understood, without the database being touched: what cannot be
read at all is refused then, and rows that cannot be used are set aside. Only then is anything
written, in small transactions. An entry keeps the number by which its file knows it, so that
bringing a file in again, or the rest of one that was interrupted, adds nothing twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from desk.domain.directory import PersonKind
from desk.domain.errors import DeskError, Invalid, NotFound
from desk.domain.folding import fold
from desk.domain.visitor import VisitorEntry
from desk.services import people, visitor_log, visitors
from desk.services.people import Details
from desk.store import kept_copies
from desk.store.database import Database, Read, Write
from desk.transfer import csv_rows, mapping_files, rejects
from desk.transfer.csv_rows import Fault, Row
from desk.transfer.mapping import Fit, Kind, Mapping
from desk.transfer.moments import Moments
from desk.transfer.outcome import MOST_FAULTS, Outcome, Wishes
from desk.transfer.pace import in_turns
from desk.transfer.scratch import Scratch
from desk.transfer.visitor_drafts import Draft, Drafts, Host

_AT_ONCE = 500
_LONGEST_KEY = 100
_SELDOM = 1000


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a file as they stand there, and what each would become."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    drafts: tuple[Draft | Fault, ...]


def bring_in(
    database: Database, path: Path, mapping: Mapping | None, wishes: Wishes, actor: str
) -> Outcome:
    """Bring the file in by `mapping`, or the one that its heading asks for.

    `BadFile` if the file cannot be read or does not have the columns; nothing was changed then.
    """
    with Scratch() as scratch:
        with csv_rows.opened(path) as file:
            chosen = mapping or mapping_files.by_heading(file.heading, Kind.VISITORS, str(path))
            fit = chosen.fit(file.heading, str(path))
            outcome = Outcome(
                file=str(path),
                mapping=chosen.name,
                zone=database.zone.key,
                dry_run=wishes.dry_run,
            )
            _set_aside(file, fit, scratch, outcome, wishes)
            heading, delimiter = file.heading, file.delimiter
        work = _Work(database, fit, scratch, outcome, wishes)
        work.survey()
        refused = islice(scratch.refused(), MOST_FAULTS)
        outcome.faults = [(row.line, reason) for row, reason in refused]
        if outcome.rejected and not wishes.dry_run and not wishes.stop.is_set():
            place = rejects.beside(path)
            rejects.write(place, heading, delimiter, scratch.refused())
            outcome.rejected_file = str(place)
        if not wishes.dry_run:
            kept_copies.safeguard(database)
            work.write(actor)
        return outcome


def preview(database: Database, path: Path, mapping: Mapping | None, limit: int = 20) -> Preview:
    """What the first rows of a file would become, each taken by itself."""
    with csv_rows.opened(path) as file:
        chosen = mapping or mapping_files.by_heading(file.heading, Kind.VISITORS, str(path))
        fit = chosen.fit(file.heading, str(path))
        drafts = Drafts(fit, Moments(chosen.times, database.zone), database.clock())
        rows = list(islice(file, limit))

    def become(row: Row) -> Draft | Fault:
        try:
            fit.require_width(row)
            return drafts.draft(_key(fit, row), [row])
        except Fault as fault:
            return fault

    return Preview(fit.heading, tuple(row.cells for row in rows), tuple(map(become, rows)))


class _Work:
    """The rows of one file, which have been read, on their way into the log."""

    def __init__(
        self, database: Database, fit: Fit, scratch: Scratch, outcome: Outcome, wishes: Wishes
    ) -> None:
        self._database = database
        self._fit = fit
        self._scratch = scratch
        self._outcome = outcome
        self._wishes = wishes
        self._name = fit.mapping.name
        self._drafts = Drafts(fit, Moments(fit.mapping.times, database.zone), database.clock())
        self._hosts: dict[tuple[str, str], int] = {}
        self._overtaken: set[str] = set()

    def survey(self) -> None:
        """Find out what will become of every row; a dry run counts it as if it were done."""
        groups = self._scratch.groups()
        while some := dict(islice(groups, _AT_ONCE)):
            if self._wishes.stop.is_set():
                return
            drafts = [draft for key, rows in some.items() if (draft := self._draft(key, rows))]
            with self._database.read() as tx:
                known = _known(tx, self._name, drafts)
            for draft in drafts:
                entry = known.get(draft.key)
                if entry is None:
                    if self._wishes.dry_run:
                        self._count(draft)
                elif strangers := self._strangers(draft, entry):
                    self._refuse_strangers(draft, some[draft.key], strangers)
                else:
                    self._outcome.known += draft.rows + draft.repeated
                    self._scratch.settle([draft.key])

    def write(self, actor: str) -> None:
        """Write what the survey found to be new."""
        new = (
            draft
            for key, rows in self._scratch.groups()
            if (draft := self._draft(key, rows)) is not None
        )
        self._tell()
        try:
            for drafts in in_turns(self._database, actor, new, self._enter, self._wishes.stop):
                for draft in drafts:
                    self._count(draft)
                self._tell()
        except DeskError as error:
            # What is in stays in, and whoever asked must hear how much that is.
            self._outcome.trouble = error

    def _draft(self, key: str, rows: Sequence[Row]) -> Draft | None:
        """The draft of a group of rows; where there is none, all of them are refused.

        If one row of a visit were left behind, it could never be brought in later: the visit
        would be in the log already, without it.
        """
        try:
            return self._drafts.draft(key, rows)
        except Fault as fault:
            beside = f"goes with line {fault.row.line}, which was refused: {fault.reason}"
            for row in rows:
                self._scratch.refuse(row, fault.reason if row is fault.row else beside)
            self._outcome.rejected += len(rows)
            self._scratch.settle([key])
            return None

    def _enter(self, tx: Write, drafts: Sequence[Draft]) -> Iterator[None]:
        known = _known(tx, self._name, drafts)
        for draft in drafts:
            if draft.key in known:
                # Somebody else has brought it in since the survey.
                self._overtaken.add(draft.key)
            else:
                self._enter_one(tx, draft)
            yield

    def _enter_one(self, tx: Write, draft: Draft) -> None:
        def enter(resident_id: int) -> None:
            visitors.enter(
                tx,
                replace(draft.party, resident_id=resident_id),
                draft.times,
                import_key=_import_key(self._name, draft),
                uid=draft.uid,
                created_at=draft.created_at,
            )

        host = draft.host
        called = (host.uid, fold(f"{host.first_name} {host.last_name}"))
        if called in self._hosts:
            try:
                enter(self._hosts[called])
                return
            except Invalid:
                # The host was merged into somebody else since the last entry.
                self._hosts.clear()
        resident_id = _resident(tx, host)
        enter(resident_id)
        self._hosts[called] = resident_id

    def _strangers(self, draft: Draft, entry: VisitorEntry) -> list[str]:
        """Whom the file names in an entry that is in the log without them."""
        if not self._fit.mapping.one_entry:
            return []
        there = {fold(name) for name in (entry.visitor, *entry.companions)}
        return [name for name in draft.names if name not in there]

    def _refuse_strangers(self, draft: Draft, rows: Sequence[Row], strangers: list[str]) -> None:
        reason = "its visit is in the log already, but without this person; add him or her there"
        for row in rows:
            if fold(self._fit.text("visitor", row.cells)) in strangers:
                self._scratch.refuse(row, reason)
                self._outcome.rejected += 1
            else:
                self._outcome.known += 1
        self._scratch.settle([draft.key])

    def _count(self, draft: Draft) -> None:
        if draft.key in self._overtaken:
            self._outcome.known += draft.rows + draft.repeated
            return
        self._outcome.added += 1
        self._outcome.imported += draft.rows
        self._outcome.repeated += draft.repeated

    def _tell(self) -> None:
        self._wishes.tell(self._outcome.rows - self._outcome.left, self._outcome.rows)


def _set_aside(
    file: csv_rows.CsvFile, fit: Fit, scratch: Scratch, outcome: Outcome, wishes: Wishes
) -> None:
    for row in file:
        outcome.rows += 1
        if not outcome.rows % _SELDOM and wishes.stop.is_set():
            return
        try:
            fit.require_width(row)
            scratch.add(_key(fit, row), row)
        except Fault as fault:
            scratch.refuse(row, fault.reason)
            outcome.rejected += 1
    scratch.sort()


def _key(fit: Fit, row: Row) -> str:
    """By what the file knows the entry of a row; where it has no number, by all that it says."""
    if fit.mapping.one_entry:
        parts = [row.cells[place].strip() for place in fit.entry_places]
        if not any(parts):
            raise Fault(row, f"{', '.join(fit.mapping.one_entry)} must not be empty")
    else:
        parts = [fit.text("id", row.cells).lower()]
    key = " ".join(parts)
    if key and len(key) <= _LONGEST_KEY:
        return key
    said = "\0".join([*parts, *fit.said(row.cells)] if not key else parts)
    return hashlib.sha256(said.encode()).hexdigest()


def _import_key(name: str, draft: Draft) -> str:
    return f"{name}:{draft.key}"


def _known(tx: Read, name: str, drafts: Sequence[Draft]) -> dict[str, VisitorEntry]:
    """Those of the drafts that are in the log already, by key."""
    keys = {_import_key(name, draft): draft.key for draft in drafts}
    uids = {draft.uid: draft.key for draft in drafts if draft.uid}
    found = visitor_log.imported(tx, list(keys), list(uids))
    by_uid = {uids[entry.uid]: entry for entry in found if entry.uid in uids}
    return by_uid | {keys[e.import_key]: e for e in found if e.import_key in keys}


def _resident(tx: Write, host: Host) -> int:
    """Whom a file means: by the GUID, if it has one, and else by the name."""
    if host.uid:
        details = Details(
            kind=PersonKind.RESIDENT, first_name=host.first_name, last_name=host.last_name
        )
        try:
            return people.by_uid(tx, PersonKind.RESIDENT, host.uid).id
        except NotFound:
            pass
        try:
            return people.add(tx, details, uid=host.uid).id
        except Invalid:
            pass  # It is the GUID of a patient, who cannot be visited.
    return people.named(tx, PersonKind.RESIDENT, host.first_name, host.last_name).id
