"""The text by which a search finds a person or a visitor entry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import select

from desk.domain.directory import full_name
from desk.domain.folding import fold
from desk.services import rows
from desk.store.database import Write
from desk.store.records import PersonRecord, VisitorEntryRecord

_NOT_A_DIGIT = re.compile(r"\D+")


def digits(phone: str | None) -> str:
    """The bare number, as people dictate it."""
    return _NOT_A_DIGIT.sub("", phone or "")


def person_text(
    *,
    first_name: str,
    last_name: str,
    unit: str | None,
    phone: str | None,
    email: str | None,
    key: str | None,
) -> str:
    """Name, flat, phone as bare digits, e-mail and key, each on a line of its own."""
    return _folded(full_name(first_name, last_name), unit, digits(phone), email, key)


def entry_text(
    *,
    visitor: str,
    companions: Iterable[str],
    host: str,
    unit: str | None,
    license_plate: str | None,
    subject: str,
    badge: str | None,
) -> str:
    """Visitor, companions, host with unit, plate as written and without its dashes, purpose."""
    plate = license_plate or ""
    bare = "".join(letter for letter in plate if letter.isalnum())
    return _folded(visitor, *companions, host, unit, plate, bare, subject, badge)


def of_person(record: PersonRecord) -> str:
    """What a search looks at for a person."""
    return person_text(
        first_name=record.first_name,
        last_name=record.last_name,
        unit=record.unit,
        phone=record.phone,
        email=record.email,
        key=record.key,
    )


def of_entry(record: VisitorEntryRecord) -> str:
    """What a search looks at for a visitor entry."""
    resident = record.resident
    return entry_text(
        visitor=record.visitor,
        companions=record.companions,
        host=full_name(resident.first_name, resident.last_name),
        unit=resident.unit,
        license_plate=record.license_plate,
        subject=record.subject,
        badge=record.badge,
    )


def _folded(*parts: str | None) -> str:
    return fold("\n".join(part for part in parts if part))


def refold_entries(tx: Write, person: PersonRecord) -> None:
    """Let the entries of a resident be found by what he or she is called now."""
    query = select(VisitorEntryRecord.id).where(VisitorEntryRecord.resident_id == person.id)
    entries = rows.take(tx, VisitorEntryRecord, tx.session.scalars(query).all())
    for record in entries.values():
        record.folded = of_entry(record)
    tx.session.flush()
