"""The outbox: what is to go out, what went, and what did not.

A message is claimed by whoever sends it, one by one, so that of several workstations one sends
it. It is claimed for a while only: should a program end between claiming and sending, another
one sends it, and says that it may have gone out twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from desk.domain.appointment import Shelf
from desk.domain.errors import Invalid
from desk.domain.message import Channel, Event, Fate, Message
from desk.services import message_settings, rows, site
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, MessageRecord

CLAIM = timedelta(minutes=5)
# How long is waited after each try that failed; after the last of them it is given up.
BACK_OFF = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 240, 720))
MOST_LISTED = 2000
_M = MessageRecord
_SENDABLE = and_(_M.fate == Fate.PENDING.value, ~_M.waits)
_RESENDABLE = {Fate.FAILED.value, Fate.ABORTED.value, Fate.MISSED.value, Fate.SENT.value}
TOO_LATE = "its time had passed"
GONE = "the appointment does not stand any more"


def one(tx: Read, message_id: int) -> Message:
    """The message, or `NotFound`."""
    return tx.get(_M, message_id).value()


def listed(
    tx: Read,
    *,
    fates: Collection[Fate] = tuple(Fate),
    since: datetime | None = None,
    limit: int | None = None,
) -> list[Message]:
    """Those of these fates, the latest first; due or sent at `since` or later."""
    query = select(_M).where(_M.fate.in_([fate.value for fate in fates]))
    if since is not None:
        query = query.where(_M.due >= since)
    found = tx.session.scalars(query.order_by(_M.due.desc(), _M.id.desc()).limit(limit))
    return [record.value() for record in found]


def counts(tx: Read) -> dict[Fate, int]:
    """How many there are of each fate."""
    query = select(_M.fate, func.count()).group_by(_M.fate)
    return {Fate(fate): number for fate, number in tx.session.execute(query)}


def unanswered(tx: Read) -> list[Event]:
    """The kinds of which some wait for the answer whether anybody is told."""
    query = select(_M.event).where(_M.fate == Fate.PENDING.value, _M.waits).distinct()
    return sorted(map(Event, tx.session.scalars(query)))


def answer(tx: Write, event: Event, *, tell: bool) -> None:
    """Say once and for good whether what is done at the desk is told to people."""
    site.choose(tx, message_settings.TELL[event].key, tell)
    query = select(_M.id).where(_M.fate == Fate.PENDING.value, _M.waits, _M.event == event.value)
    for record in rows.take(tx, _M, tx.session.scalars(query).all()).values():
        record.waits = False
        if not tell:
            record.fate = Fate.ABORTED.value
    tx.session.flush()


def put(tx: Write, records: Sequence[MessageRecord]) -> None:
    """Write messages down, to be sent after the commit."""
    tx.session.add_all(records)
    tx.session.flush()


def abort(tx: Write, *conditions: ColumnElement[bool]) -> int:
    """Let nothing go out of what all this is true of; gives how many were stopped."""
    query = select(_M.id).where(_M.fate == Fate.PENDING.value, *conditions)
    ids = tx.session.scalars(query).all()
    for record in rows.take(tx, _M, ids).values():
        record.fate = Fate.ABORTED.value
    tx.session.flush()
    return len(ids)


def abort_these(tx: Write, ids: Iterable[int]) -> int:
    """Stop messages that have not gone out yet; gives how many were."""
    return abort(tx, _M.id.in_(list(ids)))


def send_again(tx: Write, ids: Iterable[int]) -> int:
    """Let messages go out once more, or at last, from now on; gives how many.

    Refused for what tells of something that has begun or is over.
    """
    found = rows.take(tx, _M, ids).values()
    records = [each for each in found if each.fate in _RESENDABLE or each.tries]
    if any(record.until is not None and record.until <= tx.now for record in records):
        raise Invalid(message=["is of no use any more: what it tells of has begun"])
    for record in records:
        record.fate, record.due, record.tries, record.error = Fate.PENDING.value, tx.now, 0, ""
        record.claimed_by = record.claimed_until = None
        record.waits = False
    tx.session.flush()
    return len(records)


def to_be_sent(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What is true of messages that somebody can claim now."""
    unclaimed = or_(_M.claimed_until.is_(None), _M.claimed_until <= now)
    return _SENDABLE, _M.due <= now, unclaimed


def due(tx: Read) -> bool:
    """Whether anything is to be sent now; asked often, and answered by one index."""
    query = select(_M.id).where(*to_be_sent(tx.now)).limit(1)
    return tx.session.scalar(query) is not None


def next_due(tx: Read) -> datetime | None:
    """When the next message is to be sent; in the past for what is late."""
    return tx.session.scalar(select(_M.due).where(_SENDABLE).order_by(_M.due).limit(1))


def due_ids(tx: Read, limit: int) -> list[int]:
    """What is to be sent now, the earliest first."""
    query = select(_M.id).where(*to_be_sent(tx.now)).order_by(_M.due, _M.id).limit(limit)
    return list(tx.session.scalars(query))


def claim(tx: Write, worker: str, channels: Collection[Channel] = tuple(Channel)) -> Message | None:
    """Take the next message that is due by one of these ways, to send it: none when nothing is.

    What is too late, or of something that does not stand any more, is put aside on the way.
    """
    while True:
        query = (
            select(_M).where(*to_be_sent(tx.now), _by(channels)).order_by(_M.due, _M.id).limit(1)
        )
        record = tx.session.scalar(query.with_for_update(skip_locked=True))
        if record is None:
            return None
        if not _put_aside(tx, record):
            record.again = record.again or record.claimed_until is not None
            record.claimed_by, record.claimed_until = worker, tx.now + CLAIM
            record.tries += 1
            tx.session.flush()
            return record.value()
        tx.session.flush()


def waiting(tx: Read, channel: Channel) -> int:
    """How many are due by this way."""
    query = select(func.count()).where(*to_be_sent(tx.now), _by([channel]))
    return tx.session.scalar(query) or 0


def hold_back(tx: Write, channel: Channel, why: str, limit: int) -> int:
    """Say of at most so many that are due by this way why they cannot go out; gives how many.

    They stay due, so that they go out as soon as the way can be used. What is of no use any more is
    put aside.
    """
    unsaid = or_(_M.error != why, _M.until <= tx.now)
    query = select(_M).where(*to_be_sent(tx.now), _by([channel]), unsaid).order_by(_M.due, _M.id)
    found = tx.session.scalars(query.limit(limit).with_for_update(skip_locked=True)).all()
    for record in found:
        if not _put_aside(tx, record):
            record.error = why
    tx.session.flush()
    return len(found)


def sent(tx: Write, message_id: int, worker: str) -> None:
    """Note that it has gone out."""
    record = rows.take_one(tx, _M, message_id)
    if record.claimed_by != worker:
        return  # Another one took over, and says what became of it.
    record.fate, record.sent_at, record.error = Fate.SENT.value, tx.now, ""
    record.claimed_by = record.claimed_until = None


def failed(
    tx: Write,
    message_id: int,
    worker: str,
    error: str,
    *,
    for_good: bool,
    perhaps: bool = False,
) -> None:
    """Note that it has not; it is tried again after a while, unless that is of no use.

    `perhaps` says that it may have gone out all the same, because the answer was lost.
    """
    record = rows.take_one(tx, _M, message_id)
    if record.claimed_by != worker:
        return
    record.error = error
    record.again = record.again or perhaps
    record.claimed_by = record.claimed_until = None
    if for_good or record.tries > len(BACK_OFF):
        record.fate = Fate.FAILED.value
    else:
        record.due = tx.now + BACK_OFF[record.tries - 1]


def put_off(tx: Write, message_id: int, worker: str, why: str) -> None:
    """Give a message back that nobody here can send, as where there is no mail server."""
    record = rows.take_one(tx, _M, message_id)
    if record.claimed_by == worker:
        record.error, record.tries = why, record.tries - 1
        record.claimed_by = record.claimed_until = None
        record.due = tx.now + BACK_OFF[0]


def _by(channels: Collection[Channel]) -> ColumnElement[bool]:
    if set(channels) == set(Channel):
        return true()
    return _M.channel.in_([each.value for each in channels])


def _put_aside(tx: Read, record: MessageRecord) -> bool:
    """Let what is of no use any more not go out; whether it was."""
    if record.until is not None and record.until <= tx.now:
        record.fate, record.error = Fate.MISSED.value, TOO_LATE
    elif record.event == Event.REMINDER and not _stands(tx, record):
        record.fate, record.error = Fate.ABORTED.value, GONE
    else:
        return False
    return True


def _stands(tx: Read, record: MessageRecord) -> bool:
    """Whether the appointment of a reminder is still to be, at the time it was to be."""
    found = tx.session.get(AppointmentRecord, record.appointment_id or 0)
    return (
        found is not None
        and found.shelf == Shelf.PUBLIC.value
        and found.held_until is None
        and found.starts == record.until
    )
