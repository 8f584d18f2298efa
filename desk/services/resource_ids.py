"""By which ids other machines know resources (contract of document 004, "Also decided").

A provider's is the text of its number. One that another machine brought along keeps the id it came
with, which no other has.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import or_, select

from desk.domain.errors import Invalid
from desk.domain.text import keepable
from desk.services import rows
from desk.store.database import Read, Write
from desk.store.filtering import resource_text
from desk.store.records import ResourceRecord

LONGEST = rows.LONGEST_KEY
_R = ResourceRecord


def texts(tx: Read, numbers: Collection[int] | None = None) -> dict[int, str]:
    """The ids of these resources by their numbers, or of all."""
    if numbers is not None and not numbers:
        return {}
    query = select(_R.id, resource_text())
    if numbers is not None:
        query = query.where(_R.id.in_(numbers))
    return {key: text for key, text in tx.session.execute(query)}


def found(tx: Read, text: str) -> int | None:
    """The resource that is known by this id; one brought along comes before a provider's number."""
    query = select(_R.id).where(or_(_R.external_id == text, resource_text() == text))
    return tx.session.scalar(query.order_by(_R.external_id.is_(None)).limit(1))


def taken(tx: Write, text: str) -> int:
    """The same, and a new resource of that name where there is none."""
    if not text.strip() or len(text) > LONGEST or not keepable(text):
        raise Invalid(resource_id=[f"must be plain text of 1 to {LONGEST} characters"])
    known = found(tx, text)
    if known is None:
        rows.take_house(tx)  # so that two machines do not make the same one
        known = found(tx, text)
    if known is not None:
        return known
    used = tx.session.scalar(select(_R.id).where(_R.key == text))
    key = text if used is None else str(uuid.uuid4())
    record = _R(key=key, first_name="", last_name=text.strip(), external_id=text)
    return rows.add(tx, record).id
