"""People: patients and residents, found by any part of name, phone, flat or e-mail."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from desk.domain.directory import Person, PersonKind, full_name
from desk.domain.errors import Invalid, NotFound
from desk.domain.folding import fold, words
from desk.domain.text import is_language, require_keepable
from desk.services import folding, journal, rows
from desk.store.database import Read, Write
from desk.store.records import (
    AppointmentRecord,
    PersonRecord,
    VisitorEntryRecord,
    WaitingEntryRecord,
)

_ENOUGH_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is known of somebody; only some name is needed.

    A `language` of none leaves the one that is known, an empty one forgets it.
    """

    kind: PersonKind
    first_name: str = ""
    last_name: str = ""
    phone: str | None = None
    email: str | None = None
    unit: str | None = None
    note: str = ""
    language: str | None = None


def one(tx: Read, person_id: int) -> Person:
    """The person, or whomever he or she was merged into."""
    return standing_for(tx, tx.get(PersonRecord, person_id)).value()


def take(tx: Write, person_id: int, field: str = "person") -> PersonRecord:
    """Somebody of the directory, taken with others so that nobody renames or merges them meanwhile.

    Refused as `Invalid` at `field` when there is nobody, or only who was merged with another.
    """
    found = rows.take(tx, PersonRecord, [person_id], shared=True).get(person_id)
    if found is None or found.merged_into is not None:
        raise Invalid(**{field: ["is not in the directory"]})
    return found


def by_uid(tx: Read, kind: PersonKind, uid: str) -> Person:
    """Whoever has this GUID, in any of its spellings, or was merged with the one who had it."""
    wanted = _guid(uid)
    query = select(PersonRecord).where(PersonRecord.uid == wanted, PersonRecord.kind == kind.value)
    record = tx.session.scalar(query) if wanted else None
    if record is None:
        raise NotFound(kind.value, uid)
    return standing_for(tx, record).value()


def with_key(tx: Read, kind: PersonKind, key: str) -> Person | None:
    """Whoever has this key among people of the kind, or was merged with the one who had it."""
    record = _with_key(tx, kind.value, key)
    return standing_for(tx, record).value() if record else None


def find(
    tx: Read, typed: str = "", *, kind: PersonKind | None = None, limit: int = 200
) -> list[Person]:
    """Whoever has every word of `typed` somewhere; those with a word beginning so come first."""
    sought = words(fold(typed))
    begins = [_has_word(word) for word in sought]
    query = select(PersonRecord).where(*_holding(typed, kind))
    ordered = query.order_by(
        case((and_(*begins), 0), else_=1) if begins else PersonRecord.last_name,
        func.lower(PersonRecord.last_name),
        func.lower(PersonRecord.first_name),
        PersonRecord.id,
    )
    return [record.value() for record in tx.session.scalars(ordered.limit(limit))]


def called(tx: Read, name: str) -> list[Person]:
    """Everybody who has exactly this name, accents, case and the order of its words aside."""
    wanted = sorted(words(fold(name)))
    return [each for each in find(tx, name) if sorted(words(fold(each.name))) == wanted]


def count(tx: Read, kind: PersonKind | None = None, typed: str = "") -> int:
    """How many people the desk knows, or how many of them have every word of `typed`."""
    query = select(func.count()).select_from(PersonRecord).where(*_holding(typed, kind))
    return tx.session.scalar(query) or 0


def similar(tx: Read, details: Details, *, besides: int = 0, limit: int = 5) -> list[Person]:
    """Who may be the same: the same names in any order, the same phone, or the same e-mail."""
    sought = words(fold(f"{details.first_name} {details.last_name}"))
    number = folding.digits(details.phone)
    alike: list[ColumnElement[bool]] = []
    if len(sought) > 1:
        alike.append(and_(*(_has_word(word) for word in sought)))
    if len(number) >= _ENOUGH_DIGITS:
        alike.append(PersonRecord.folded.contains(number[-9:]))
    if details.email and details.email.strip():
        alike.append(func.lower(PersonRecord.email) == details.email.strip().lower())
    if not alike:
        return []
    query = select(PersonRecord).where(or_(*alike), _current(), PersonRecord.id != besides)
    return [r.value() for r in tx.session.scalars(query.order_by(PersonRecord.id).limit(limit))]


def add(
    tx: Write,
    details: Details,
    *,
    key: str | None = None,
    uid: str | None = None,
    id: int | None = None,
) -> Person:
    """Write somebody down; `id` is taken where it is given and free.

    A `key` or a `uid` that somebody has already is refused, for each stands for one person.
    """
    _require_sense(details)
    if key is not None:
        rows.require_key(key=key)
    record = PersonRecord(
        id=rows.free_id(tx, PersonRecord, id),
        uid=str(uuid.uuid4()) if uid is None else _guid(uid),
        kind=details.kind.value,
        key=key,
    )
    _require_free(tx, record)
    _fill(record, details)
    return rows.add(tx, record).value()


def amend(tx: Write, person_id: int, details: Details, *, seen: int) -> Person:
    """Change what is known of somebody; `Stale` when `seen` is not the latest version."""
    _require_sense(details)
    record = rows.take_one(tx, PersonRecord, person_id)
    journal.require_seen(tx, record, seen)
    if record.kind != details.kind.value:
        raise Invalid(kind=["must stay as it is"])
    before = record.folded
    _fill(record, details)
    tx.session.flush()
    if record.folded != before:
        folding.refold_entries(tx, record)
    return record.value()


def put(
    tx: Write,
    key: str,
    details: Details,
    *,
    uid: str | None = None,
    id: int | None = None,
) -> Person:
    """Add whoever has this key among people of the kind, or change what is known of them.

    Gives the person who stands for the key: another one, if the two were merged.
    """
    rows.require_key(key=key)
    record = _with_key(tx, details.kind.value, key)
    if record is None:
        return add(tx, details, key=key, uid=uid, id=id)
    amend(tx, record.id, details, seen=record.version)
    return standing_for(tx, record).value()


def named(tx: Write, kind: PersonKind, first_name: str, last_name: str) -> Person:
    """Whoever has exactly this name, accents and case aside; written down where nobody has."""
    details = Details(kind=kind, first_name=first_name, last_name=last_name)
    _require_sense(details)
    record = _exactly(tx, details)
    if record is None:
        # Only one desk at a time may find that somebody is not there yet.
        tx.lock(PersonRecord.__tablename__, 0)
        record = _exactly(tx, details)
    return add(tx, details) if record is None else record.value()


def merge(tx: Write, keep_id: int, duplicate_id: int) -> Person:
    """Make two records of the same person one: `keep_id` stays and takes over all that was said.

    What only the duplicate has is filled in; visitor entries, appointments and entries of the
    waiting list follow. The duplicate is hidden, not deleted, so that undoing this brings it back
    as it was.
    """
    taken = rows.take(tx, PersonRecord, [keep_id, duplicate_id])
    keep, duplicate = taken.get(keep_id), taken.get(duplicate_id)
    if keep is None or duplicate is None:
        raise NotFound("person", duplicate_id if keep else keep_id)
    if keep_id == duplicate_id or keep.merged_into or duplicate.merged_into:
        raise Invalid(person=["must be another one"])
    if keep.kind != duplicate.kind:
        raise Invalid(person=["must be of the same kind: a patient cannot become a resident"])
    for field in ("phone", "email", "unit"):
        if not getattr(keep, field):
            setattr(keep, field, getattr(duplicate, field))
    keep.note = "\n".join(dict.fromkeys(note for note in (keep.note, duplicate.note) if note))
    keep.folded = folding.of_person(keep)
    duplicate.merged_into = keep_id
    _follow(tx, keep, duplicate_id)
    folding.refold_entries(tx, keep)
    return keep.value()


def _follow(tx: Write, keep: PersonRecord, duplicate_id: int) -> None:
    """Let everything that was about the duplicate be about whoever stays."""
    claims = select(AppointmentRecord.id).where(AppointmentRecord.person_id == duplicate_id)
    for claim in rows.take(tx, AppointmentRecord, tx.session.scalars(claims).all()).values():
        claim.person = keep
    waiting = select(WaitingEntryRecord.id).where(WaitingEntryRecord.person_id == duplicate_id)
    for waits in rows.take(tx, WaitingEntryRecord, tx.session.scalars(waiting).all()).values():
        waits.person = keep
    query = select(VisitorEntryRecord.id).where(VisitorEntryRecord.resident_id == duplicate_id)
    for entry in rows.take(tx, VisitorEntryRecord, tx.session.scalars(query).all()).values():
        entry.resident = keep
    tx.session.flush()


def _holding(typed: str, kind: PersonKind | None) -> list[ColumnElement[bool]]:
    """What is true of people who have every word of `typed`, or its digits in their number."""
    sought = words(fold(typed))
    number = folding.digits(typed)
    conditions: list[ColumnElement[bool]] = [_current()]
    if kind is not None:
        conditions.append(PersonRecord.kind == kind.value)
    by_words = and_(True, *(PersonRecord.folded.contains(w, autoescape=True) for w in sought))
    if len(number) >= _ENOUGH_DIGITS and not any(w.isalpha() for w in sought):
        conditions.append(or_(by_words, PersonRecord.folded.contains(number)))
    else:
        conditions.append(by_words)
    return conditions


def _has_word(word: str) -> ColumnElement[bool]:
    """Whether a word of the folded text begins with `word`."""
    folded = PersonRecord.folded
    starts = [folded.startswith(word, autoescape=True)]
    starts += [folded.contains(before + word, autoescape=True) for before in (" ", "\n", "-", "'")]
    return or_(*starts)


def _current() -> ColumnElement[bool]:
    return PersonRecord.merged_into.is_(None)


def standing_for(tx: Read, record: PersonRecord) -> PersonRecord:
    """Whoever a person was merged into, at the end of the chain."""
    while record.merged_into is not None:
        record = tx.get(PersonRecord, record.merged_into)
    return record


def _with_key(tx: Read, kind: str, key: str) -> PersonRecord | None:
    query = select(PersonRecord).where(PersonRecord.kind == kind, PersonRecord.key == key)
    return tx.session.scalar(query)


def _exactly(tx: Read, details: Details) -> PersonRecord | None:
    """Whoever has been known longest by just this name."""
    name = fold(full_name(details.first_name.strip(), details.last_name.strip()))
    query = select(PersonRecord).where(
        PersonRecord.kind == details.kind.value,
        or_(
            PersonRecord.folded == name,
            PersonRecord.folded.startswith(name + "\n", autoescape=True),
        ),
        _current(),
    )
    return tx.session.scalar(query.order_by(PersonRecord.id).limit(1))


def _guid(uid: str) -> str:
    """The one spelling in which a GUID is kept; empty if it is none."""
    try:
        return str(uuid.UUID(uid))
    except ValueError:
        return ""


def _require_free(tx: Read, record: PersonRecord) -> None:
    if not record.uid:
        raise Invalid(uid=["must be a GUID"])
    if tx.session.scalar(select(PersonRecord.id).where(PersonRecord.uid == record.uid)):
        raise Invalid(uid=["belongs to somebody already"])
    if record.key is not None and _with_key(tx, record.kind, record.key):
        raise Invalid(key=["belongs to somebody already"])


def _fill(record: PersonRecord, details: Details) -> None:
    record.first_name = details.first_name.strip()
    record.last_name = details.last_name.strip()
    record.phone = (details.phone or "").strip() or None
    record.email = (details.email or "").strip() or None
    record.unit = (details.unit or "").strip() or None
    record.note = details.note
    if details.language is not None:
        record.language = details.language or None
    record.folded = folding.of_person(record)


def _require_sense(details: Details) -> None:
    if not (details.first_name.strip() or details.last_name.strip()):
        raise Invalid(name=["must not be empty"])
    if details.language and not is_language(details.language):
        raise Invalid(language=["must be the code of a language, such as de or pt-BR"])
    require_keepable(
        first_name=details.first_name,
        last_name=details.last_name,
        phone=details.phone,
        email=details.email,
        unit=details.unit,
        note=details.note,
    )
