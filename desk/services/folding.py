"""The text by which a search finds a person or a visitor entry."""

from __future__ import annotations

import re

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


def of_person(record: PersonRecord) -> str:
    """Name, flat, phone as bare digits, e-mail and key, each on a line of its own."""
    parts = [
        full_name(record.first_name, record.last_name),
        record.unit,
        digits(record.phone),
        record.email,
        record.key,
    ]
    return fold("\n".join(part for part in parts if part))


def of_entry(record: VisitorEntryRecord) -> str:
    """Visitor, companions, host with unit, plate as written and without its dashes, purpose."""
    resident = record.resident
    plate = record.license_plate or ""
    parts = [
        record.visitor,
        *record.companions,
        full_name(resident.first_name, resident.last_name),
        resident.unit,
        plate,
        "".join(letter for letter in plate if letter.isalnum()),
        record.subject,
        record.badge,
    ]
    return fold("\n".join(part for part in parts if part))


def refold_entries(tx: Write, person: PersonRecord) -> None:
    """Let the entries of a resident be found by what he or she is called now."""
    query = select(VisitorEntryRecord.id).where(VisitorEntryRecord.resident_id == person.id)
    entries = rows.take(tx, VisitorEntryRecord, tx.session.scalars(query).all())
    for record in entries.values():
        record.folded = of_entry(record)
    tx.session.flush()
