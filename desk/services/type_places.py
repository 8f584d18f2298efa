"""Places of what is had by the day or in a number: no slot has them, a date or a stock does.

They are taken by appointments of the type that have no availability, for as long as these count
(contract of the server, one truth about places).
"""

from __future__ import annotations

from sqlalchemy import func, select

from desk.domain.directory import Per
from desk.domain.errors import SlotFull
from desk.domain.span import Span
from desk.services import appointment_rows, day_places
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, AppointmentTypeRecord

_STOCK = "stock"


def of_code(tx: Read, code: str | None) -> int | None:
    """The type that is had by the day or in a number and is called so, if there is one."""
    kind = AppointmentTypeRecord
    query = select(kind.id).where(
        kind.per != Per.SLOT.value, func.lower(kind.code) == (code or "").strip().lower()
    )
    return tx.session.scalar(query.order_by(kind.id).limit(1)) if code else None


def take(tx: Write, type_id: int, span: Span, *, besides: int | None = None) -> None:
    """Have a place to oneself until the commit; `SlotFull` where there is none.

    The appointment `besides` does not stand in its own way.
    """
    hold(tx, type_id, span)
    require_room(tx, type_id, span, besides=besides)


def hold(tx: Write, type_id: int, span: Span) -> None:
    """Be the only one who takes places of the date or of the stock, until the commit."""
    if tx.get(AppointmentTypeRecord, type_id).per == Per.DAY:
        day_places.lock(tx, tx.date_of(span.start))
    else:
        tx.lock(_STOCK, type_id)


def require_room(tx: Read, type_id: int, span: Span, *, besides: int | None = None) -> None:
    """Refuse as `SlotFull` unless a place can be had."""
    type_ = tx.get(AppointmentTypeRecord, type_id)
    if type_.per == Per.DAY:
        own = [] if besides is None else [besides]
        free = day_places.on(tx, tx.date_of(span.start), besides=own).free
    else:
        free = left_of_stock(tx, type_id, besides=besides)
    if free < 1:
        raise SlotFull(span, type_.name)


def left_of_stock(tx: Read, type_id: int, *, besides: int | None = None) -> int:
    """How many places of a stock can still be had."""
    kind = AppointmentRecord
    query = select(func.count()).where(
        kind.type_id == type_id,
        kind.availability_id.is_(None),
        kind.id != (besides or 0),
        appointment_rows.counting(tx.now),
    )
    places = tx.get(AppointmentTypeRecord, type_id).places or 0
    return places - (tx.session.scalar(query) or 0)
