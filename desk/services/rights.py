"""What each role may change; asked once for every write, in its own transaction.

Where there are no accounts everybody may do everything. Where there are, what somebody does at a
window counts by the account they have signed in with, as it stands at that moment. Other machines
have the rights of their tokens; commands and the upkeep are the house's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desk.domain.change import Action
from desk.domain.errors import NotAllowed, NotToTake
from desk.domain.staff import Actor, Member, Role
from desk.services import staff
from desk.store.database import Read, Write
from desk.store.notes import Note
from desk.store.records import (
    AlertRecord,
    AppointmentRecord,
    AvailabilityRecord,
    ClosureRecord,
    DayRecord,
    MessageRecord,
    PersonRecord,
    SeriesRecord,
    StaffRecord,
    VisitorEntryRecord,
    WaitingEntryRecord,
    record_of,
)

_APPOINTMENT = AppointmentRecord.__tablename__
# A provider's own time, and what people have booked in it.
_OF_CALENDARS = {
    *(_APPOINTMENT, AvailabilityRecord.__tablename__),
    *(SeriesRecord.__tablename__, ClosureRecord.__tablename__),
}
_STAFF = StaffRecord.__tablename__
_TOLD = MessageRecord.__tablename__
AT_THE_DESK = {
    *_OF_CALENDARS,
    *(_TOLD, VisitorEntryRecord.__tablename__, AlertRecord.__tablename__),
    *(PersonRecord.__tablename__, WaitingEntryRecord.__tablename__, DayRecord.__tablename__),
}
# What only an administrator takes out of the desk: all of it, all about somebody, who did what.
# What a page lists everybody may take out who sees it; that is written down, see `reads.took`.
_NOT_TO_TAKE = {"backup", "dossier", "journal"}


def require(tx: Write) -> None:
    """Refuse as `NotAllowed` what whoever is at the desk may not do, by what it made different."""
    if not isinstance(tx.actor, Actor):
        return
    notes = [note for note in tx.notes.all() if note.action is not Action.READ]
    if not notes or not _counts(tx, notes):
        return
    member = _member(tx, tx.actor, notes)
    if member is None:
        raise NotAllowed(tx.actor, notes[0].kind, _least(notes[0].kind))
    if member.role is Role.ADMIN:
        return
    for note in notes:
        only = _refusal(tx, member, note, notes)
        if only:
            raise NotAllowed(member.name, note.kind, only)


def require_admin(tx: Read, what: str, actor: str | None = None) -> None:
    """Refuse what only an administrator may do, whatever it makes different.

    `actor` is who wants to, where that is not the one who writes.
    """
    if actor is None:
        actor = tx.actor if isinstance(tx, Write) else ""
    if isinstance(actor, Actor) and staff.in_use(tx):
        member = _member(tx, actor)
        if member is None or member.role is not Role.ADMIN:
            refusal = NotToTake if what in _NOT_TO_TAKE else NotAllowed
            raise refusal(member.name if member else Actor.said(actor), what)


def _counts(tx: Write, notes: Sequence[Note]) -> bool:
    """Whether there were accounts before this transaction: the first lets itself in."""
    new = {note.id for note in notes if note.kind == _STAFF and note.action is Action.ADDED}
    return any(member.id not in new for member in staff.listed(tx))


def _member(tx: Read, actor: Actor, notes: Sequence[Note] = ()) -> Member | None:
    """The account as it stood before the transaction, if it was there; `notes` tell of that."""
    if actor.member_id is None:
        return None
    record = tx.session.get(StaffRecord, actor.member_id)
    same = (note for note in notes if (note.kind, note.id) == (_STAFF, actor.member_id))
    before = next((note.old for note in same), {})
    if record is None or (record.removed_at is not None and "removed_at" not in before):
        return None
    return replace(record.value(), role=Role(before.get("role", record.role)))


def _refusal(tx: Write, member: Member, note: Note, notes: Sequence[Note]) -> str:
    """Who may do what this one may not; nothing where they may."""
    least = _least(note.kind)
    match member.role:
        case Role.DESK:
            return "" if least == "desk" else least
        case Role.PROVIDER:
            if note.kind in _OF_CALENDARS:
                return "" if _whose(tx, note) == {member.resource_id} else "own"
            return "" if _follows(tx, note, notes) else least
        case _:
            return least


def _least(kind: str) -> str:
    """The role with the fewest rights that may change anything of the kind."""
    return Role.DESK.value if kind in AT_THE_DESK else Role.ADMIN.value


def _whose(tx: Write, note: Note) -> set[int | None]:
    """Whose calendar it stood in, and stands in now."""
    found = {values["resource_id"] for values in (note.old, note.new) if "resource_id" in values}
    if note.action is Action.CHANGED and "resource_id" not in note.new:
        found.add(_standing(tx, note.kind, note.id, "resource_id"))
    return found


def _follows(tx: Write, note: Note, notes: Sequence[Note]) -> bool:
    """Whether it only comes of what was done to appointments."""
    booked = [each for each in notes if each.kind == _APPOINTMENT]
    if note.kind == _TOLD:
        return bool(booked)
    if note.kind == DayRecord.__tablename__:
        return bool(booked) and set(note.new) <= {"occupied"} and note.action is Action.CHANGED
    if note.kind == WaitingEntryRecord.__tablename__ and note.action is Action.CHANGED:
        return any(note.id in _waited(tx, each) for each in booked)
    return False


def _waited(tx: Write, note: Note) -> set[object]:
    """The entries of the waiting list that an appointment is for, or was."""
    found = {values["entry_id"] for values in (note.old, note.new) if "entry_id" in values}
    if note.action is Action.CHANGED and "entry_id" not in note.new:
        found.add(_standing(tx, note.kind, note.id, "entry_id"))
    return found


def _standing(tx: Write, kind: str, key: int, name: str) -> int | None:
    record = tx.get(record_of(kind), key)
    found: int | None = getattr(record, name)
    return found
