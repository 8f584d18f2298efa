"""Legal holds: what has to be kept, however old it grows, until somebody lifts the hold.

A hold upon a person covers the visits to them, their appointments and all else that is theirs.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from desk.domain.errors import Invalid, NotFound
from desk.domain.privacy import Hold
from desk.domain.text import require_keepable
from desk.services import emptying, journal, people
from desk.services.emptying import ENTRY, PERSON, Ids
from desk.store.database import Read, Write
from desk.store.records import LegalHoldRecord, PersonRecord, VisitorEntryRecord

KINDS = (PERSON, ENTRY)
_H = LegalHoldRecord


def place(tx: Write, kind: str, subject: int, reason: str) -> Hold:
    """Let a person or a visitor entry be kept; the reason is shown to whoever would erase it."""
    if not reason.strip():
        raise Invalid(reason=["must not be empty"])
    require_keepable(reason=reason)
    if kind not in KINDS:
        raise Invalid(kind=["must be a person or a visitor entry"])
    tx.get(emptying.KINDS[kind], subject)
    if tx.session.scalar(select(_H.id).where(_upon(kind, subject))) is not None:
        raise Invalid(hold=["is there already"])
    record = _H(kind=kind, subject=subject, reason=reason.strip(), created_at=tx.now)
    return _value(tx, tx.add(record))


def lift(tx: Write, hold_id: int, reason: str = "") -> None:
    """Let what was held be erased again when its time comes."""
    record = tx.get(_H, hold_id)
    if record.lifted_at is not None:
        raise NotFound("legal_hold", hold_id)
    journal.because(tx, reason)
    record.lifted_at = tx.now
    tx.session.flush()


def standing(tx: Read) -> list[Hold]:
    """All holds that stand, the latest first."""
    query = select(_H).where(_H.lifted_at.is_(None)).order_by(_H.id.desc())
    return [_value(tx, record) for record in tx.session.scalars(query)]


def upon(tx: Read, ids: Ids) -> list[Hold]:
    """The holds that stand upon any of these rows."""
    query = select(_H).where(_H.lifted_at.is_(None)).order_by(_H.id)
    return [
        _value(tx, record)
        for record in tx.session.scalars(query)
        if {record.subject, _stands_for(tx, record)} & set(ids.get(record.kind, ()))
    ]


def ever_upon(tx: Read, ids: Ids) -> set[int]:
    """The numbers of all holds that ever were upon any of these rows."""
    known = tx.session.execute(select(_H.id, _H.kind, _H.subject))
    return {number for number, kind, subject in known if subject in ids.get(kind, ())}


def subjects(tx: Read, kind: str) -> set[int]:
    """The numbers of what is held of a kind; of people also whomever they were merged into."""
    query = select(_H).where(_H.lifted_at.is_(None), _H.kind == kind)
    found = list(tx.session.scalars(query))
    return {each.subject for each in found} | {_stands_for(tx, each) for each in found}


def _stands_for(tx: Read, record: LegalHoldRecord) -> int:
    person = tx.session.get(PersonRecord, record.subject) if record.kind == PERSON else None
    return people.standing_for(tx, person).id if person else record.subject


def _upon(kind: str, subject: int) -> ColumnElement[bool]:
    return (_H.kind == kind) & (_H.subject == subject) & _H.lifted_at.is_(None)


def _value(tx: Read, record: LegalHoldRecord) -> Hold:
    return Hold(
        id=record.id,
        kind=record.kind,
        subject=record.subject,
        name=_name(tx, record),
        reason=record.reason,
        created_at=record.created_at,
    )


def _name(tx: Read, record: LegalHoldRecord) -> str:
    if record.kind == PERSON:
        person = tx.session.get(PersonRecord, record.subject)
        return person.value().name if person else ""
    entry = tx.session.get(VisitorEntryRecord, record.subject)
    return entry.visitor if entry else ""
