"""All that the desk keeps about one person, wherever it stands.

A person is found with all duplicates that were merged into the same one. What belongs to them by
number is theirs for certain; what was written down under just their name may be a namesake's, and
is told apart.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from desk.domain import participants
from desk.domain.directory import full_name
from desk.domain.folding import fold
from desk.services import people, site
from desk.store.database import Read
from desk.store.records import (
    AppointmentRecord,
    MessageRecord,
    PersonRecord,
    VisitorEntryRecord,
    WaitingEntryRecord,
)

_A = AppointmentRecord
_E = VisitorEntryRecord
_W = WaitingEntryRecord
_M = MessageRecord
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesakes:
    """What was written down under the very name, without saying which person that is.

    In the entries of `companion` they came along with somebody else. The messages are about the
    appointments, and about those who wait.
    """

    visitor: tuple[int, ...]
    companion: tuple[int, ...]
    appointments: tuple[int, ...]
    waiting: tuple[int, ...]
    messages: tuple[int, ...]

    @property
    def count(self) -> int:
        """In how many places they stand; the messages follow from those."""
        return sum(map(len, (self.visitor, self.companion, self.appointments, self.waiting)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongings:
    """Which rows are about a person; `takes_part` are appointments of others that name them.

    `known_as` is what other machines call them.
    """

    name: str
    known_as: frozenset[str]
    people: tuple[int, ...]
    appointments: tuple[int, ...]
    takes_part: tuple[int, ...]
    entries: tuple[int, ...]
    waiting: tuple[int, ...]
    messages: tuple[int, ...]
    namesakes: Namesakes


def of(tx: Read, person_id: int) -> Belongings:
    """What there is of the person, or of whomever they were merged into."""
    root = people.standing_for(tx, tx.get(PersonRecord, person_id))
    same = _cluster(tx, root)
    ids = [person.id for person in same]
    names = {fold(full_name(each.first_name, each.last_name)) for each in same} - {""}
    known_as = frozenset(text for each in same for text in _known_as(each))
    waiting = _ids(tx, _W.id, _W.person_id, ids)
    claimed = _ids(tx, _A.id, _A.entry_id, waiting)
    appointments = sorted({*_ids(tx, _A.id, _A.person_id, ids), *claimed, *_owned(tx, known_as)})
    namesakes = _namesakes(tx, names, ids)
    return Belongings(
        name=root.value().name,
        known_as=known_as,
        people=tuple(ids),
        appointments=tuple(appointments),
        takes_part=tuple(sorted({*_taking_part(tx, known_as)} - {*appointments})),
        entries=tuple(_ids(tx, _E.id, _E.resident_id, ids)),
        waiting=tuple(waiting),
        messages=tuple(_messages(tx, appointments, waiting, known_as)),
        namesakes=namesakes,
    )


def names(tx: Read, ids: Collection[int]) -> set[str]:
    """What these people are called, folded."""
    found = tx.session.scalars(select(PersonRecord).where(PersonRecord.id.in_(ids)))
    return {fold(full_name(each.first_name, each.last_name)) for each in found} - {""}


def messages_about(tx: Read, appointments: Sequence[int]) -> list[int]:
    """What was written about any of these appointments, to whomever."""
    return _ids(tx, _M.id, _M.appointment_id, appointments)


def _cluster(tx: Read, root: PersonRecord) -> list[PersonRecord]:
    """The person first, then everybody who was merged into him or her."""
    found, new = [root], [root.id]
    while new:
        query = select(PersonRecord).where(PersonRecord.merged_into.in_(new))
        more = list(tx.session.scalars(query.order_by(PersonRecord.id)))
        found += more
        new = [each.id for each in more]
    return found


def _known_as(person: PersonRecord) -> list[str]:
    texts = (str(person.id), person.uid, person.key, person.email, person.phone)
    return [text for text in texts if text]


def _owned(tx: Read, known_as: Collection[str]) -> list[int]:
    return list(tx.session.scalars(select(_A.id).where(_A.owner.in_(known_as))))


def _taking_part(tx: Read, known_as: Collection[str]) -> Iterable[int]:
    """Appointments in which a field for participants names the person."""
    categories = site.setting(tx, site.USERS)
    if not categories:
        return
    spelled = [json.dumps(text) for text in known_as]
    extra = cast(_A.extra, Text)
    query = select(_A.id, _A.extra).where(
        or_(*(extra.contains(text, autoescape=True) for text in spelled))
    )
    for number, said in tx.session.execute(query):
        if any(set(participants.named(said, each)) & set(known_as) for each in categories):
            yield number


def _messages(
    tx: Read, appointments: Sequence[int], waiting: Sequence[int], known_as: Collection[str]
) -> list[int]:
    """What was written about any of these, to whomever, and what was written to the person."""
    found = {
        *_ids(tx, _M.id, _M.appointment_id, appointments),
        *_ids(tx, _M.id, _M.entry_id, waiting),
    }
    found |= set(tx.session.scalars(select(_M.id).where(_M.recipient.in_(known_as))))
    return sorted(found)


def _namesakes(tx: Read, names: Collection[str], besides: Collection[int]) -> Namesakes:
    visitor: list[int] = []
    companion: list[int] = []
    if not names:
        return Namesakes(visitor=(), companion=(), appointments=(), waiting=(), messages=())
    written = select(_E.id, _E.visitor, _E.companions).where(
        or_(*(_E.folded.contains(name, autoescape=True) for name in names)),
        _E.resident_id.not_in(besides),
    )
    for number, who, others in tx.session.execute(written.order_by(_E.id)):
        if fold(who) in names:
            visitor.append(number)
        elif {fold(other) for other in others} & set(names):
            companion.append(number)
    waiting = _called(tx, _W.id, _W.name, _W.person_id.is_(None), names)
    titled = _called(tx, _A.id, _A.title, _A.person_id.is_(None), names)
    booked = {*titled, *_ids(tx, _A.id, _A.entry_id, waiting)}
    return Namesakes(
        visitor=tuple(visitor),
        companion=tuple(companion),
        appointments=tuple(sorted(booked)),
        waiting=waiting,
        messages=tuple(_messages(tx, sorted(booked), waiting, ())),
    )


def _called(
    tx: Read,
    key: InstrumentedAttribute[int],
    column: InstrumentedAttribute[str],
    condition: ColumnElement[bool],
    names: Collection[str],
) -> tuple[int, ...]:
    query = select(key, column).where(condition, column != "").order_by(key)
    return tuple(number for number, text in tx.session.execute(query) if fold(text) in names)


def _ids(
    tx: Read,
    key: InstrumentedAttribute[int],
    column: InstrumentedAttribute[Any],
    wanted: Sequence[int],
) -> list[int]:
    found: list[int] = []
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        found += tx.session.scalars(select(key).where(column.in_(some)).order_by(key))
    return found
