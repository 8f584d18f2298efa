"""Forgetting what has been kept for as long as the house has chosen.

It is done some rows at a time, so that nobody who writes waits for it. What is held is kept (see
`holds`). Doing it again forgets nothing more; so an older copy that is put back forgets by itself
what was forgotten before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, exists, func, or_, select

from desk.domain.change import Action
from desk.domain.directory import PersonKind
from desk.domain.message import Fate, Telling
from desk.domain.privacy import Due, Kept
from desk.domain.wall_clock import instant, milliseconds
from desk.services import emptying, erasing, holds, rights, site
from desk.services.emptying import APPOINTMENT, ENTRY, MESSAGE, PERSON, WAITING
from desk.services.retention_settings import DAYS
from desk.store.database import Database, Read, Write
from desk.store.records import (
    AppointmentRecord,
    ChangeRecord,
    MessageRecord,
    PersonRecord,
    VisitorEntryRecord,
    WaitingEntryRecord,
)

AT_ONCE = 200
_A = AppointmentRecord
_C = ChangeRecord
_E = VisitorEntryRecord
_M = MessageRecord
_P = PersonRecord
_W = WaitingEntryRecord
# The moment from which time counts, then all that is true of what is over.
_Over = Sequence[Any]


def periods(tx: Read) -> dict[Kept, int | None]:
    """After how many days each kind is forgotten; none for never."""
    return {kind: site.setting(tx, setting) for kind, setting in DAYS.items()}


def choose(tx: Write, chosen: dict[Kept, int | None]) -> None:
    """Let these kinds be forgotten after so many days from now on."""
    for kind, days in chosen.items():
        site.choose(tx, DAYS[kind].key, days)


def preview(tx: Read, kind: Kept, days: int | None) -> Due:
    """What would be forgotten if the kind were kept for so many days."""
    if days is None:
        return Due(kind=kind, days=None, count=0, oldest=None, newest=None)
    found = _found(tx, kind, days).subquery()
    number, oldest, newest = tx.session.execute(
        select(func.count(), func.min(found.c.moment), func.max(found.c.moment))
    ).one()
    return Due(kind=kind, days=days, count=number, oldest=_moment(oldest), newest=_moment(newest))


def is_due(tx: Read) -> bool:
    """Whether anything is to be forgotten now."""
    return any(
        days is not None and tx.session.execute(_found(tx, kind, days).limit(1)).first()
        for kind, days in periods(tx).items()
    )


def purge(
    database: Database, actor: str, *, stop: Callable[[], bool] = lambda: False
) -> dict[Kept, int]:
    """Forget what is due, some at a time, until `stop` says so; gives how many of each kind.

    Once all is forgotten it is taken out of the file too. Overwriting each row as it goes would not
    do: SQLite moves rows about, and leaves behind what stood there before.
    """
    with database.read() as tx:
        rights.require_admin(tx, "retention", actor)
        chosen = periods(tx)
        due = {
            kind: list(tx.session.execute(_found(tx, kind, days)).scalars())
            for kind, days in chosen.items()
            if days is not None
        }
    gone = dict.fromkeys(due, 0)
    for kind, ids in due.items():
        for start in range(0, len(ids), AT_ONCE):
            if stop():
                return gone
            with database.write(actor) as write:
                gone[kind] += forget(write, kind, ids[start : start + AT_ONCE])
    if any(gone.values()):
        database.scrub()
    return gone


def forget(tx: Write, kind: Kept, ids: Sequence[int]) -> int:
    """Forget those of these rows whose time is over; gives how many they were."""
    days = site.setting(tx, DAYS[kind])
    if days is None:
        return 0
    tx.telling = Telling.NOBODY
    key = _KEYS[kind]
    over = tx.session.execute(_found(tx, kind, days).where(key.in_(ids))).scalars().all()
    if kind is Kept.JOURNAL:
        emptying.forget(tx, _C.number.in_(over))
    elif kind is Kept.PEOPLE:
        erasing.forget_people(tx, over)
    else:
        emptying.empty(tx, {_TABLES[kind]: over})
    return len(over)


def _found(tx: Read, kind: Kept, days: int) -> Select[Any]:
    """The numbers of what is older than so many days, with the moment from which that counts."""
    before = tx.now - timedelta(days=days)
    moment, *conditions = _OVER[kind](tx, before)
    key = _KEYS[kind]
    return select(key, moment.label("moment")).where(*conditions).order_by(key)


def _visits(tx: Read, before: datetime) -> _Over:
    inside = and_(_E.arrived_at.is_not(None), _E.departed_at.is_(None), _E.removed_at.is_(None))
    return (
        _E.arrival,
        _E.arrival < milliseconds(before),
        or_(_E.departed_at.is_(None), _E.departed_at < before),
        ~inside,
        _E.id.not_in(holds.subjects(tx, ENTRY)),
        _E.resident_id.not_in(holds.subjects(tx, PERSON)),
    )


def _appointments(tx: Read, before: datetime) -> _Over:
    says = or_(emptying.has_text(), cast(_A.extra, Text) != "{}")
    return _A.ends, _A.ends < before, says, _not_held(tx, _A.person_id)


def _waiting(tx: Read, before: datetime) -> _Over:
    claim = exists().where(_A.entry_id == _W.id)
    over = or_(_W.left_at < before, and_(claim, ~claim.where(_A.ends >= before)))
    still = or_(_W.left_at.is_not(None), claim)
    return (
        _W.updated_at,
        _W.updated_at < before,
        still,
        over,
        emptying.still_says(),
        _not_held(tx, _W.person_id),
    )


def _messages(tx: Read, before: datetime) -> _Over:
    held = select(_A.id).where(_A.person_id.in_(holds.subjects(tx, PERSON)))
    return (
        _M.due,
        _M.due < before,
        _M.fate != Fate.PENDING.value,
        or_(_M.appointment_id.is_(None), _M.appointment_id.not_in(held)),
    )


def _journal(tx: Read, before: datetime) -> _Over:
    held = [and_(_C.kind == kind, _C.subject.in_(holds.subjects(tx, kind))) for kind in holds.KINDS]
    # Without its salt it was emptied before.
    return _C.at, _C.at < before, _C.salt.is_not(None), ~or_(*held)


def _people(tx: Read, before: datetime) -> _Over:
    heard_of = (
        exists().where(_A.person_id == _P.id, _A.ends >= before),
        exists().where(_E.resident_id == _P.id, _E.arrival >= milliseconds(before)),
        exists().where(_W.person_id == _P.id, _W.updated_at >= before),
        exists().where(
            _W.person_id == _P.id, _W.left_at.is_(None), ~exists().where(_A.entry_id == _W.id)
        ),
        exists().where(
            _C.kind == PERSON,
            _C.subject == _P.id,
            _C.at >= before,
            _C.action != Action.READ.value,
        ),
    )
    last = select(func.max(_C.at)).where(_C.kind == PERSON, _C.subject == _P.id).scalar_subquery()
    return (
        func.coalesce(last, milliseconds(before)),
        _P.kind == PersonKind.PATIENT.value,
        _P.merged_into.is_(None),
        *(~each for each in heard_of),
        _P.id.not_in(holds.subjects(tx, PERSON)),
    )


def _not_held(tx: Read, person: Any) -> ColumnElement[bool]:
    return or_(person.is_(None), person.not_in(holds.subjects(tx, PERSON)))


def _moment(value: datetime | int | None) -> datetime | None:
    return instant(value) if isinstance(value, int) else value


_OVER: dict[Kept, Callable[[Read, datetime], _Over]] = {
    Kept.VISITS: _visits,
    Kept.APPOINTMENTS: _appointments,
    Kept.WAITING: _waiting,
    Kept.MESSAGES: _messages,
    Kept.JOURNAL: _journal,
    Kept.PEOPLE: _people,
}
_TABLES = {
    Kept.VISITS: ENTRY,
    Kept.APPOINTMENTS: APPOINTMENT,
    Kept.WAITING: WAITING,
    Kept.MESSAGES: MESSAGE,
}
_KEYS: dict[Kept, Any] = {
    Kept.VISITS: _E.id,
    Kept.APPOINTMENTS: _A.id,
    Kept.WAITING: _W.id,
    Kept.MESSAGES: _M.id,
    Kept.JOURNAL: _C.number,
    Kept.PEOPLE: _P.id,
}
