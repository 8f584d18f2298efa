"""Shutting a provider or the whole site for a while, and what that does to who is booked.

A closure flags everybody who is booked in it and still to come; opening again does not take that
back, for somebody may have been called already (contract of document 004, 1.4). Whether a closure
without a provider shuts everything is a setting of the house.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, not_, or_, select

from desk.domain.appointment import MAY_COME_FROM, Appointment, Shelf
from desk.domain.closure import Closure
from desk.domain.errors import Invalid
from desk.domain.span import Span
from desk.domain.text import unkeepable
from desk.services import claims, directory, journal, offers, rows, shelves, site, stranding
from desk.services.free_places import Freed
from desk.services.stranding import Condition
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, ClosureRecord

LONGEST_REASON = 1000


def affected(
    tx: Read, resource_id: int | None, span: Span, *, besides: int | None = None
) -> list[Appointment]:
    """Who is booked ahead and would be flagged if this were closed, the earliest first.

    `besides` is the closure that is to be changed: whom it hits already is left out.
    """
    wanted = _hit(tx, resource_id, span)
    if besides is not None:
        before = tx.get(ClosureRecord, besides).value()
        wanted = and_(wanted, not_(_hit(tx, before.resource_id, before.span)))
    return stranding.booked_ahead(tx, wanted)


def close(
    tx: Write,
    span: Span,
    resource_id: int | None,
    reason: str = "",
    *,
    shelf: Shelf = Shelf.PUBLIC,
    extra: Mapping[str, Any] | None = None,
) -> Closure:
    """Shut a provider, or with none the site, and flag who is booked in that time."""
    _require_sense(reason)
    claims.shut_calendar(tx, resource_id)
    directory.require_resource(tx, resource_id)
    record = ClosureRecord(
        resource_id=resource_id,
        starts=span.start,
        ends=span.end,
        reason=reason.strip(),
        shelf=shelf.value,
        extra=dict(extra or {}),
        created_at=tx.now,
        created_by=tx.actor,
        updated_at=tx.now,
        updated_by=tx.actor,
    )
    tx.add(record)
    return _taking_effect(tx, record)


def amend(
    tx: Write,
    closure_id: int,
    span: Span,
    resource_id: int | None,
    reason: str,
    *,
    seen: int | None,
    extra: Mapping[str, Any] | None = None,
) -> Closure:
    """Change a closure, and flag whom it hits as it is now; nobody it hit before is un-flagged.

    `seen` is the version that the person was looking at, none for another machine. `extra` of none
    leaves the fields of another machine as they are.
    """
    _require_sense(reason)
    before = tx.get(ClosureRecord, closure_id).resource_id
    claims.shut_calendar(tx, *{before, resource_id})
    directory.require_resource(tx, resource_id)
    record = rows.take_one(tx, ClosureRecord, closure_id)
    journal.require_seen(tx, record, seen)
    old = record.value()
    record.starts, record.ends = span.start, span.end
    record.resource_id, record.reason = resource_id, reason.strip()
    if extra is not None:
        record.extra = dict(extra)
    rows.touch(tx, record)
    after = _taking_effect(tx, record)
    offers.offer_freed(tx, _reopened(old))
    return after


def reopen(tx: Write, ids: Sequence[int]) -> None:
    """Put closures into the bin, so that the time can be had again."""
    _require_there(tx, ids)
    shelve(tx, ids, Shelf.TRASH)


def remove(tx: Write, ids: Sequence[int]) -> None:
    """Take closures away for good; nobody is un-flagged by that."""
    query = select(ClosureRecord.resource_id).where(ClosureRecord.id.in_(ids))
    claims.shut_calendar(tx, *set(tx.session.scalars(query)))
    gone = rows.take(tx, ClosureRecord, ids).values()
    lifted = [each.value() for each in gone if each.shelf == Shelf.PUBLIC.value]
    for record in gone:
        tx.session.delete(record)
    tx.session.flush()
    offers.offer_freed(tx, _reopened(*lifted))


def restore(tx: Write, ids: Sequence[int]) -> None:
    """Take closures out of the bin, so that they shut again."""
    _require_there(tx, ids)
    _move(tx, ids, {Shelf.TRASH}, Shelf.PUBLIC)


def shelve(tx: Write, ids: Sequence[int], shelf: Shelf) -> int:
    """Put closures on a shelf, and count those that moved.

    Those that may not come there from where they are stay (contract of document 004, 5.3).
    """
    return _move(tx, ids, MAY_COME_FROM[shelf], shelf)


def one(tx: Read, closure_id: int) -> Closure:
    return tx.get(ClosureRecord, closure_id).value()


def between(
    tx: Read, period: Span, resources: Collection[int] | None = None
) -> tuple[Closure, ...]:
    """The closures that touch the period, the earliest first.

    Of `resources` when some are given; those of the whole site are always among them.
    """
    table = ClosureRecord.__table__
    query = select(table).where(
        ClosureRecord.shelf == Shelf.PUBLIC.value,
        ClosureRecord.starts < period.end,
        ClosureRecord.ends > period.start,
    )
    if resources is not None:
        of_site = ClosureRecord.resource_id.is_(None)
        query = query.where(or_(of_site, ClosureRecord.resource_id.in_(resources)))
    ordered = query.order_by(ClosureRecord.starts, ClosureRecord.id)
    return tuple(
        Closure(span=Span(row.pop("starts"), row.pop("ends")), **row | _shelved(row))
        for row in map(dict, tx.session.execute(ordered).mappings())
    )


def ahead(tx: Read) -> tuple[Closure, ...]:
    """The closures that are not over yet, the earliest first."""
    query = select(ClosureRecord).where(
        ClosureRecord.shelf == Shelf.PUBLIC.value, ClosureRecord.ends > tx.now
    )
    ordered = query.order_by(ClosureRecord.starts, ClosureRecord.id)
    return tuple(record.value() for record in tx.session.scalars(ordered))


def _move(tx: Write, ids: Sequence[int], sources: Collection[Shelf], shelf: Shelf) -> int:
    moved = shelves.move(tx, ClosureRecord, ids, sources, shelf)
    for record in moved:
        _taking_effect(tx, record)
    if shelf is not Shelf.PUBLIC:
        offers.offer_freed(tx, _reopened(*(record.value() for record in moved)))
    return len(moved)


def _taking_effect(tx: Write, record: ClosureRecord) -> Closure:
    """Flag whom the closure hits, if it lies where it counts."""
    tx.session.flush()
    closure = record.value()
    if closure.shelf is Shelf.PUBLIC:
        for_all = _for_all(tx)
        stranding.flag(
            tx,
            _hit(tx, closure.resource_id, closure.span),
            gone=lambda booked: (
                booked.span.overlaps(closure.span)
                and (
                    booked.resource_id == closure.resource_id
                    or (closure.resource_id is None and for_all)
                )
            ),
        )
    return closure


def _hit(tx: Read, resource_id: int | None, span: Span) -> Condition:
    """What lies in that time and is of that provider, whether it has a slot or stands by itself."""
    record = AppointmentRecord
    in_time = and_(record.starts < span.end, record.ends > span.start)
    if resource_id is not None:
        return and_(in_time, record.resource_id == resource_id)
    if _for_all(tx):
        return in_time
    return and_(in_time, record.resource_id.is_(None))


def _reopened(*closed: Closure) -> Freed:
    """What is open again where these do not shut any more."""
    return Freed(
        times=tuple((each.resource_id, each.span) for each in closed if each.resource_id),
        everywhere=tuple(each.span for each in closed if each.resource_id is None),
    )


def _for_all(tx: Read) -> bool:
    return site.setting(tx, site.CLOSURE_FOR_ALL) == "all"


def _require_there(tx: Write, ids: Sequence[int]) -> None:
    for closure_id in ids:
        tx.get(ClosureRecord, closure_id)


def _require_sense(reason: str) -> None:
    reasons = unkeepable(reason=reason)
    if len(reason) > LONGEST_REASON:
        reasons["reason"] = [f"must be at most {LONGEST_REASON} characters long"]
    if reasons:
        raise Invalid(**reasons)


def _shelved(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"shelf": Shelf(row["shelf"])}
