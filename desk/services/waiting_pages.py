"""The waiting list in pages, for other machines: who waits or was served, and has an e-mail.

People whom only a telephone reaches are left out, and so is whoever has left the list (contract of
document 002, section 3, rule 1 of what to change).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, select

from desk.domain.directory import Per
from desk.domain.errors import NotFound
from desk.domain.text import keepable
from desk.store.database import Read
from desk.store.records import (
    AppointmentRecord,
    AppointmentTypeRecord,
    DayRecord,
    PersonRecord,
    WaitingEntryRecord,
)

_W, _A, _T, _P = WaitingEntryRecord, AppointmentRecord, AppointmentTypeRecord, PersonRecord
_EMAIL = func.coalesce(func.nullif(_W.email, ""), func.nullif(_P.email, ""))
_CLAIMED = exists(select(1).where(_A.entry_id == _W.id))
_VOUCHER = select(func.min(_A.id)).where(_A.entry_id == _W.id).scalar_subquery()


class By(StrEnum):
    """What pages can be ordered by; types stand in the order of the directory."""

    ID = "id"
    CREATED = "created"
    EMAIL = "email"
    TYPE = "type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which entries of a site are asked for; none means that it does not matter.

    `served` says whether they have ever been offered a place; `day_id` is the day visit that they
    wait for.
    """

    site_id: int
    email: str | None = None
    locale: str | None = None
    served: bool | None = None
    type_id: int | None = None
    variation_id: int | None = None
    day_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An entry in a page; `voucher` is the first claim ever held for it.

    `day_id` is the day visit that it waits for, none if that is no single date or nothing is
    stored for the date.
    """

    id: int
    created_at: datetime
    email: str
    voucher: int | None
    type_id: int
    variation_id: int | None
    locale: str
    dates: tuple[dt.date, ...]
    day_id: int | None


def count(tx: Read, sought: Sought) -> int:
    """How many there are."""
    return tx.session.scalar(_of(tx, sought, func.count())) or 0


def page(
    tx: Read, sought: Sought, order: Iterable[tuple[By, bool]], *, skip: int, limit: int
) -> list[Shown]:
    """So many of them after the first `skip`, in that order; true is for the last one first.

    What is equal in it stands by its id.
    """
    columns = [_BY[by].desc() if last_first else _BY[by] for by, last_first in order]
    query = _of(tx, sought, *_COLUMNS).order_by(*columns, _W.id).offset(skip).limit(limit)
    return _shown(tx, tx.session.execute(query).all())


def one(tx: Read, site_id: int, entry_id: int) -> Shown:
    """One of them, or `NotFound`."""
    query = _of(tx, Sought(site_id=site_id), *_COLUMNS).where(_W.id == entry_id)
    found = _shown(tx, tx.session.execute(query).all())
    if not found:
        raise NotFound(_W.__tablename__, entry_id)
    return found[0]


_BY: dict[By, ColumnElement[Any]] = {
    By.ID: _W.__table__.c.id,
    By.CREATED: _W.__table__.c.created_at,
    By.EMAIL: _EMAIL,
    By.TYPE: _W.__table__.c.type_id,
}
_COLUMNS = (
    *(_W.id, _W.created_at, _EMAIL.label("email"), _VOUCHER.label("voucher")),
    *(_W.type_id, _W.variation_id, _W.locale, _W.dates, _T.per),
)


def _of(tx: Read, sought: Sought, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(_W)
        .join(_T, _W.type_id == _T.id)
        .join(_P, _W.person_id == _P.id, isouter=True)
        .where(_W.left_at.is_(None), _EMAIL.is_not(None), *_conditions(tx, sought))
    )


def _conditions(tx: Read, sought: Sought) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [_T.site_id == sought.site_id]
    for column, text in ((_EMAIL, sought.email), (_W.locale, sought.locale)):
        if text is not None:
            conditions.append(column == text if keepable(text) else false())
    if sought.served is not None:
        conditions.append(_CLAIMED if sought.served else ~_CLAIMED)
    if sought.type_id is not None:
        conditions.append(_W.type_id == sought.type_id)
    if sought.variation_id is not None:
        conditions.append(_W.variation_id == sought.variation_id)
    if sought.day_id is not None:
        date = tx.session.scalar(select(DayRecord.date).where(DayRecord.id == sought.day_id))
        conditions += [_T.per == Per.DAY.value, _W.dates == (date.isoformat(),)] if date else []
        conditions += [] if date else [false()]
    return conditions


def _shown(tx: Read, rows: Sequence[Any]) -> list[Shown]:
    dates = {row.id: tuple(map(dt.date.fromisoformat, row.dates)) for row in rows}
    single = {
        row.id: dates[row.id][0] for row in rows if row.per == Per.DAY and len(row.dates) == 1
    }
    query = select(DayRecord.date, DayRecord.id).where(DayRecord.date.in_(set(single.values())))
    stored = {date: key for date, key in tx.session.execute(query)} if single else {}
    return [
        Shown(
            id=row.id,
            created_at=row.created_at,
            email=row.email,
            voucher=row.voucher,
            type_id=row.type_id,
            variation_id=row.variation_id,
            locale=row.locale,
            dates=dates[row.id],
            day_id=stored.get(single[row.id]) if row.id in single else None,
        )
        for row in rows
    ]
