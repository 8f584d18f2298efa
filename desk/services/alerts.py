"""Notes that speak up when a name or a plate turns up: do not admit, or receive with care.

A name matches when every word of the note's name is a word of the visitor's, in any order and
without regard to accents and case; a plate matches without regard to blanks and dashes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import or_, select

from desk.domain.errors import Invalid
from desk.domain.folding import fold, words
from desk.domain.text import require_keepable
from desk.domain.visitor import Alert, AlertKind
from desk.services import journal, rows
from desk.store.database import Read, Write
from desk.store.records import AlertRecord


def all(tx: Read) -> list[Alert]:
    """Every note, by name."""
    query = select(AlertRecord).order_by(AlertRecord.folded, AlertRecord.id)
    return [record.value() for record in tx.session.scalars(query)]


def matching(tx: Read, names: Iterable[str], plate: str | None = None) -> list[Alert]:
    """The notes that speak of any of these names or of the plate, refusals first."""
    typed = [set(words(fold(name))) for name in names]
    number = _plain(plate)
    query = select(AlertRecord).where(
        or_(AlertRecord.until.is_(None), AlertRecord.until >= tx.today)
    )
    found = []
    for record in tx.session.scalars(query):
        wanted = set(words(record.folded))
        named = bool(wanted) and any(wanted <= name for name in typed)
        if named or (number and _plain(record.license_plate) == number):
            found.append(record.value())
    return sorted(found, key=lambda alert: (alert.kind is not AlertKind.REFUSE, alert.id))


def add(
    tx: Write,
    kind: AlertKind,
    name: str,
    reason: str,
    *,
    license_plate: str | None = None,
    until: dt.date | None = None,
) -> Alert:
    """Put a note up, for good or up to and including the date `until`."""
    _require_sense(name, license_plate, reason)
    record = AlertRecord(kind=kind.value, until=until)
    _fill(record, name, license_plate, reason)
    return tx.add(record).value()


def amend(tx: Write, alert: Alert) -> Alert:
    """Change a note to what `alert` says; refused as `Stale` when its version is not the latest."""
    _require_sense(alert.name, alert.license_plate, alert.reason)
    record = rows.take_one(tx, AlertRecord, alert.id)
    journal.require_seen(tx, record, alert.version)
    record.kind, record.until = alert.kind.value, alert.until
    _fill(record, alert.name, alert.license_plate, alert.reason)
    tx.session.flush()
    return record.value()


def remove(tx: Write, alert_id: int) -> None:
    """Take a note down."""
    tx.session.delete(rows.take_one(tx, AlertRecord, alert_id))
    tx.session.flush()


def _fill(record: AlertRecord, name: str, plate: str | None, reason: str) -> None:
    record.name, record.folded = name.strip(), fold(name.strip())
    record.license_plate = (plate or "").strip() or None
    record.reason = reason.strip()


def _require_sense(name: str, plate: str | None, reason: str) -> None:
    reasons: dict[str, list[str]] = {}
    if not words(fold(name)) and not _plain(plate):
        reasons["name"] = ["or a plate is needed"]
    if not reason.strip():
        reasons["reason"] = ["must not be empty"]
    if reasons:
        raise Invalid(**reasons)
    require_keepable(name=name, license_plate=plate, reason=reason)


def _plain(plate: str | None) -> str:
    return "".join(letter for letter in fold(plate or "") if letter.isalnum())
