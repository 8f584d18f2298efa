"""The visitor log: announcing parties, letting them in and out (document 003).

Nothing is ever deleted from the log by a person at the desk: what is removed lies in a bin until
somebody takes it out again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from desk.domain.errors import AlreadyInside, AlreadyLeft, Invalid, NotAdmitted, NotFound
from desk.domain.visitor import AlertKind, Party, Times, VisitorEntry
from desk.services import alerts, days, folding, journal, people, rows, visitor_log
from desk.store.database import Read, Write
from desk.store.records import PersonRecord, VisitorEntryRecord


def expect(tx: Write, party: Party, at: datetime) -> VisitorEntry:
    """Announce a party for the instant `at`."""
    return enter(tx, party, Times(expected_at=at))


def arrive(
    tx: Write,
    party: Party,
    *,
    counted: bool = False,
    anyway: str = "",
    at: datetime | None = None,
) -> VisitorEntry:
    """Write a party into the log as it comes in; `at` is when it did, if that was earlier.

    With `counted` it also takes its places of the day, and is refused as `DayFull` where there
    are not so many. Somebody who must not be let in is refused as `NotAdmitted` unless a reason
    is given for letting them in `anyway`.
    """
    _require_admitted(tx, party, anyway)
    entry = enter(tx, party, Times(arrived_at=at or tx.now))
    if counted:
        days.occupy(tx, tx.today, party.people)
    return entry


def admit(
    tx: Write,
    entry_id: int,
    party: Party,
    *,
    seen: int,
    counted: bool = False,
    anyway: str = "",
    at: datetime | None = None,
) -> VisitorEntry:
    """Let in a party that was expected, with whatever is different from what was announced.

    `at` is when it came, if that was earlier than now.
    """
    resident = _host(tx, party)
    record = _kept(tx, [entry_id])[entry_id]
    if record.arrived_at is not None:
        raise AlreadyInside(record.visitor)
    journal.require_seen(tx, record, seen)
    _require_admitted(tx, party, anyway)
    _fill(record, party, resident)
    record.arrived_at, record.arrival_text = at or tx.now, None
    tx.session.flush()
    if counted:
        days.occupy(tx, tx.today, party.people)
    return record.value()


def enter(
    tx: Write,
    party: Party,
    times: Times,
    *,
    import_key: str | None = None,
    uid: str | None = None,
    created_at: datetime | None = None,
) -> VisitorEntry:
    """Write a party into the log with times of its own, past or to come.

    `import_key` names it in a file it comes from: entering the same one twice is refused. `uid`
    is the GUID by which other machines know it already; it must be new here.
    """
    resident = _host(tx, party)
    record = VisitorEntryRecord(
        uid=uid or str(uuid.uuid4()), created_at=created_at or tx.now, import_key=import_key
    )
    if import_key is not None:
        _require_new(tx, import_key)
    _fill(record, party, resident)
    _set_times(record, times)
    return rows.add(tx, record).value()


def amend(
    tx: Write, entry_id: int, party: Party, times: Times | None = None, *, seen: int | None
) -> VisitorEntry:
    """Change an entry; `times` of none leaves them as they are.

    `seen` is the version that the person was looking at: something that has changed since is
    refused as `Stale`. None is for another machine, which replaces the whole entry knowingly
    (contract of document 003, row 8).
    """
    resident = _host(tx, party)
    record = _kept(tx, [entry_id])[entry_id]
    journal.require_seen(tx, record, seen)
    _fill(record, party, resident)
    if times is not None:
        _set_times(record, times)
    tx.session.flush()
    return record.value()


def depart(
    tx: Write,
    ids: Sequence[int],
    *,
    seen_leaving: bool = True,
    reason: str = "",
    at: datetime | None = None,
) -> list[VisitorEntry]:
    """Check parties out: one, several, or everybody who was left behind; now, or as from `at`.

    Closing the day, the desk has not seen them go; then `seen_leaving` is false and the journal
    keeps the reason.
    """
    journal.because(tx, reason)
    taken = _kept(tx, ids)
    for record in taken.values():
        if record.arrived_at is None or record.departed_at is not None:
            raise AlreadyLeft(record.visitor)
        # The clock may have been put back since they came.
        record.departed_at = max(at or tx.now, record.arrived_at)
        record.departure_text, record.seen_leaving = None, seen_leaving
    tx.session.flush()
    return [taken[entry_id].value() for entry_id in dict.fromkeys(ids)]


def remove(tx: Write, ids: Sequence[int]) -> None:
    """Put entries into the bin."""
    for record in _kept(tx, ids).values():
        record.removed_at = tx.now
    tx.session.flush()


def restore(tx: Write, ids: Sequence[int]) -> None:
    """Take entries out of the bin."""
    for record in _taken(tx, ids, removed=True).values():
        record.removed_at = None
    tx.session.flush()


def inside(tx: Read) -> list[VisitorEntry]:
    """Every party that came and has not left, the latest first."""
    return visitor_log.inside(tx)


def _kept(tx: Write, ids: Iterable[int]) -> dict[int, VisitorEntryRecord]:
    """The entries of these ids, taken; none of them may lie in the bin."""
    return _taken(tx, ids, removed=False)


def _taken(tx: Write, ids: Iterable[int], *, removed: bool) -> dict[int, VisitorEntryRecord]:
    wanted = list(ids)
    found = rows.take(tx, VisitorEntryRecord, wanted)
    for entry_id in wanted:
        if entry_id not in found or (found[entry_id].removed_at is not None) != removed:
            raise NotFound("visitor_entry", entry_id)
    return found


def _require_new(tx: Read, import_key: str) -> None:
    rows.require_key(import_key=import_key)
    query = select(VisitorEntryRecord.id).where(VisitorEntryRecord.import_key == import_key)
    if tx.session.scalar(query) is not None:
        raise Invalid(import_key=["is in the log already"])


def _host(tx: Write, party: Party) -> PersonRecord:
    """Whom the party visits, taken with others so that nobody renames or merges them meanwhile."""
    party.require_sense()
    return people.take(tx, party.resident_id, field="resident")


def _require_admitted(tx: Write, party: Party, anyway: str) -> None:
    names = [party.visitor, *party.companions]
    for alert in alerts.matching(tx, names, party.license_plate):
        if alert.kind is AlertKind.REFUSE and not anyway.strip():
            raise NotAdmitted(alert.name or alert.license_plate or "", alert.reason)
    journal.because(tx, anyway)


def _fill(record: VisitorEntryRecord, party: Party, resident: PersonRecord) -> None:
    record.resident = resident
    record.resident_id = resident.id
    record.visitor = party.visitor.strip()
    # They are kept one a line.
    named = (name.strip() for line in party.companions for name in line.split("\n"))
    record.companions = tuple(name for name in named if name)
    record.people = party.people
    record.subject = party.subject.strip()
    record.vehicle_color = (party.vehicle_color or "").strip() or None
    record.license_plate = (party.license_plate or "").strip() or None
    record.badge = (party.badge or "").strip() or None
    record.note = party.note
    record.folded = folding.of_entry(record)


def _set_times(record: VisitorEntryRecord, times: Times) -> None:
    times.require_sense()
    record.expected_at, record.arrived_at = times.expected_at, times.arrived_at
    record.departed_at = times.departed_at
    record.arrival_text, record.departure_text = times.arrival_text, times.departure_text
    record.seen_leaving = times.seen_leaving
