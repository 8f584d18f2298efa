"""The outbox to be looked at: what is to go out, what went, and whom each message is for.

A list is read from its end on an index and no further than it is shown; the names that stand in
it are looked up all at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select

from desk.domain.change import Action
from desk.domain.folding import fold, words
from desk.domain.message import OWN_CATEGORY, Event, Fate, Message
from desk.services import message_settings, outbox, recipients, site
from desk.services.recipients import Recipient
from desk.store.database import Read
from desk.store.records import (
    ChangeRecord,
    MessageRecord,
    PersonRecord,
    ResourceRecord,
    WaitingEntryRecord,
)

NOT_SENT = (Fate.FAILED, Fate.MISSED, Fate.ABORTED)
_M, _P, _W = MessageRecord, PersonRecord, WaitingEntryRecord


@dataclass(frozen=True, slots=True)
class Listed:
    """A message and whoever it is for, as they are known now."""

    message: Message
    recipient: Recipient

    @property
    def id(self) -> int:
        return self.message.id

    @property
    def name(self) -> str:
        return self.recipient.name

    @property
    def address(self) -> str | None:
        """Where it goes, as far as that is known."""
        return self.recipient.address(self.message.channel)


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list, and whether there is `more` of it."""

    rows: Sequence[Listed]
    more: bool


def page(tx: Read, fates: Collection[Fate], typed: str = "", limit: int = 200) -> Page:
    """The first messages of these fates; with something `typed`, to whoever has every word of it.

    What is to be sent comes in its turn. Of what is over the latest comes first, and of all fates
    together what was written down last.
    """
    query = select(_M).where(*_sought(tx, typed)).limit(limit + 1)
    if len(fates) == len(Fate):
        query = query.order_by(_M.id.desc())
    elif tuple(fates) == (Fate.PENDING,):
        query = query.where(_M.fate == Fate.PENDING.value).order_by(_M.due, _M.id)
    else:
        query = query.where(_M.id.in_(_latest(tx, fates, typed, limit + 1)))
        query = query.order_by(_M.due.desc(), _M.id.desc())
    found = [record.value() for record in tx.session.scalars(query)]
    return Page(_with_names(tx, found[:limit]), more=len(found) > limit)


def one(tx: Read, message_id: int) -> Listed:
    """The message as it stands."""
    message = tx.get(_M, message_id).value()
    return Listed(message, recipients.of(tx, message))


def number_due(tx: Read) -> int:
    """How many are to be sent now."""
    query = select(func.count()).where(*outbox.to_be_sent(tx.now))
    return tx.session.scalar(query.select_from(_M)) or 0


def to_call(tx: Read, limit: int) -> list[Listed]:
    """Whoever has to be told by telephone: nothing went out to them, and it is not too late.

    The next to come is the first.
    """
    query = select(_M).where(
        _M.fate == Fate.FAILED.value, or_(_M.until.is_(None), _M.until > tx.now)
    )
    found = tx.session.scalars(query.order_by(_M.until, _M.id).limit(limit))
    return _with_names(tx, [record.value() for record in found])


def asking(tx: Read) -> Listed | None:
    """The last message of a kind of which nobody has said yet whether anybody is told of it."""
    chosen = site.chosen(tx)
    unasked = [
        event.value
        for event, setting in message_settings.TELL.items()
        if site.among(chosen, setting) is None
    ]
    if not unasked or not site.among(chosen, site.MESSAGING):
        return None
    query = select(_M.id).where(_M.fate == Fate.PENDING.value, _M.waits, _M.event.in_(unasked))
    found = tx.session.scalar(query.order_by(_M.id.desc()).limit(1))
    return None if found is None else one(tx, found)


def told_in(tx: Read, batch: int) -> list[Listed]:
    """What the transaction `batch` wrote down to be told at once, or could not have told.

    Reminders are for later, and what waits for an answer is told by nobody yet.
    """
    written = select(ChangeRecord.subject).where(
        ChangeRecord.batch == batch,
        ChangeRecord.kind == _M.__tablename__,
        ChangeRecord.action == Action.ADDED.value,
    )
    fates = (Fate.PENDING.value, Fate.FAILED.value)
    query = select(_M).where(
        _M.id.in_(written), ~_M.waits, _M.fate.in_(fates), _M.event != Event.REMINDER.value
    )
    found = tx.session.scalars(query.order_by(_M.id))
    return _with_names(tx, [record.value() for record in found])


def _latest(tx: Read, fates: Collection[Fate], typed: str, limit: int) -> list[int]:
    """The numbers of the latest messages of these fates, each of which an index has in order."""
    sought = _sought(tx, typed)
    found: list[tuple[datetime, int]] = []
    for fate in fates:
        query = select(_M.due, _M.id).where(_M.fate == fate.value, *sought)
        ordered = query.order_by(_M.due.desc(), _M.id.desc()).limit(limit)
        found += [(due, key) for due, key in tx.session.execute(ordered)]
    return [key for _, key in sorted(found, reverse=True)[:limit]]


def _sought(tx: Read, typed: str) -> tuple[ColumnElement[bool], ...]:
    """What is true of messages to somebody who has every word of `typed`."""
    sought = words(fold(typed))
    if not sought:
        return ()
    has = and_(*(_P.folded.contains(word, autoescape=True) for word in sought))
    meant = select(_P.id).where(has, _P.merged_into.is_(None))
    people = select(cast(_P.id, Text)).where(or_(_P.id.in_(meant), _P.merged_into.in_(meant)))
    who = func.lower(_W.name + " " + func.coalesce(_W.email, ""))
    waits = select(_W.id).where(*(who.contains(word, autoescape=True) for word in sought))
    address = and_(*(func.lower(_M.recipient).contains(w, autoescape=True) for w in sought))
    return (
        or_(
            and_(_M.category == OWN_CATEGORY, _M.recipient.in_(people)),
            _M.entry_id.in_(waits),
            and_(_M.category != OWN_CATEGORY, address),
            _M.recipient.in_(_providers(tx, sought)),
        ),
    )


def _providers(tx: Read, sought: Sequence[str]) -> list[str]:
    """What providers of these names are called by other machines."""
    found = tx.session.scalars(select(ResourceRecord))
    meant = [r for r in found if all(word in fold(r.value().name) for word in sought)]
    return [name for each in meant for name in (each.key, each.external_id) if name]


def _with_names(tx: Read, messages: Sequence[Message]) -> list[Listed]:
    known = _people(tx, messages)
    others: dict[object, Recipient] = {}
    found = []
    for message in messages:
        recipient = known.get(message.to.user) if _is_person(message) else None
        if recipient is None:
            key = message.to, message.entry_id
            if key not in others:
                others[key] = recipients.of(tx, message)
            recipient = others[key]
        found.append(Listed(message, recipient))
    return found


def _people(tx: Read, messages: Sequence[Message]) -> Mapping[str, Recipient]:
    """Those of the directory for whom messages are; not who was merged with another."""
    ids = {int(each.to.user) for each in messages if _is_person(each)}
    query = select(_P).where(_P.id.in_(ids), _P.merged_into.is_(None))
    return {
        str(each.id): Recipient(
            id=str(each.id),
            first_name=each.first_name,
            last_name=each.last_name,
            email=each.email,
            phone=each.phone,
            language=each.language,
        )
        for each in tx.session.scalars(query)
    }


def _is_person(message: Message) -> bool:
    user = message.to.user
    plain = user.isascii() and user.isdigit() and len(user) < 10
    return message.to.category == OWN_CATEGORY and message.entry_id is None and plain
