"""What people are told follows from what became of their appointments, whoever changed them.

At the end of each write the appointments that it made different are looked at, once, and the
messages written down in the same transaction. The rules are in `domain/telling`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from desk.domain import telling
from desk.domain.appointment import Shelf
from desk.domain.document_fields import REMINDER_IDS
from desk.domain.document_ids import Of, hex_id
from desk.domain.message import OWN_CATEGORY, Channel, Event, Fate, Participant, Telling
from desk.domain.telling import Facts, Plan
from desk.services import message_facts, outbox, recipients, rooms, site
from desk.services.message_facts import House
from desk.services.recipients import Recipient
from desk.store.columns import written_down
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, MessageRecord, PersonRecord

# At a desk a slip of the hand is taken back before anybody has heard of it.
GRACE = timedelta(seconds=30)
_TOLD, _OFFERED = "told appointments", "told offers"
_OPPOSITE = {Event.DELETE: Event.CREATE, Event.CREATE: Event.DELETE}
_A = AppointmentRecord
_M = MessageRecord
_NO_ADDRESS = "no address is known"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """An appointment that somebody may have to be told of."""

    key: int
    record: AppointmentRecord | None
    facts: Facts
    about: dict[str, Any]


def follow(tx: Write, *, anew: Collection[int] = ()) -> None:
    """Write down what is to be told of what this transaction has done so far.

    Reminders of the appointments in `anew` are made again even where nothing of theirs changed
    (contract of document 004, section 4).
    """
    tx.session.flush()
    notes = {note.id: note for note in tx.notes.of(_A.__tablename__) if message_facts.matters(note)}
    if not notes and not anew:
        return
    chosen = site.chosen(tx)
    rooms.follow(tx, list(notes), chosen)
    is_on = site.among(chosen, site.MESSAGING)
    if tx.telling is Telling.NOBODY or not is_on or _merging(tx):
        return
    house = message_facts.house(tx, chosen)
    told: dict[int, Facts | None] = tx.session.info.setdefault(_TOLD, {})
    for key in dict.fromkeys([*notes, *anew]):
        record = tx.session.get(_A, key)
        after = message_facts.now(record, house)
        if key in told:
            before = told[key]
        else:
            before = message_facts.before(notes[key], record, house) if key in notes else after
        told[key] = after
        if before != after or key in anew:
            _tell(tx, house, key, before, after)
    tx.session.flush()


def _tell(tx: Write, house: House, key: int, before: Facts | None, after: Facts | None) -> None:
    facts = after or before
    if facts is None:
        return
    by_hand = tx.telling is Telling.BY_HAND
    plan = telling.plan(before, after, tx.now, house.policy, by_hand=by_hand)
    offered = _newly_offered(before, after)
    if before is not None and _on_offer(after) is None and (entry := _on_offer(before)):
        outbox.abort(tx, _M.entry_id == entry, _M.event == Event.OFFER.value)
    if plan == telling.NOTHING and offered is None:
        return
    record = tx.session.get(_A, key)
    about = message_facts.about(tx, house, record, facts)
    if before is not None and before.span != facts.span:
        about["was"] = message_facts.moments(before.span)
    case = _Case(key=key, record=record, facts=facts, about=about)
    if offered is not None:
        _offer(tx, house, case, offered)
    for event, to in plan.tell:
        if not by_hand or not _needless(tx, house, case, event, to):
            _put(tx, house, _messages(tx, house, case, event, to))
    _remind(tx, house, case, plan)


def _remind(tx: Write, house: House, case: _Case, plan: Plan) -> None:
    """Let there be just the reminders of the plan, and let the appointment name them."""
    if plan.reminders is None:
        return
    outbox.abort(tx, _M.appointment_id == case.key, _M.event == Event.REMINDER.value)
    ids = []
    for to, due in plan.reminders:
        made = _messages(tx, house, case, Event.REMINDER, to)
        for each in made:
            each.due = due
        outbox.put(tx, made)
        # One id for each participant, however many ways there are (contract, section 4).
        ids += [hex_id(made[0].id, Of.MESSAGE)] if made else []
    if case.record is not None and case.record.extra.get(REMINDER_IDS, []) != ids:
        case.record.extra = {**case.record.extra, REMINDER_IDS: ids}


def _offer(tx: Write, house: House, case: _Case, entry_id: int) -> None:
    """Tell somebody who waits of a place that is kept for them, once for all of a party."""
    told: set[int] = tx.session.info.setdefault(_OFFERED, set())
    by_hand = tx.telling is Telling.BY_HAND
    record = case.record
    if record is None or entry_id in told or (by_hand and house.answers[Event.OFFER] is False):
        return
    if house.policy.template(Event.OFFER, OWN_CATEGORY) is None or not house.policy.messaging:
        return
    told.add(entry_id)
    person = "" if record.person_id is None else str(record.person_id)
    known = recipients.of_entry(tx, entry_id, person)
    to = Participant(OWN_CATEGORY, known.id or known.email or known.phone or known.name)
    case.about["until"] = written_down(record.held_until)
    made = _messages(tx, house, case, Event.OFFER, to, known=known)
    for each in made:
        each.entry_id, each.until = entry_id, record.held_until
    _put(tx, house, made)


def _newly_offered(before: Facts | None, after: Facts | None) -> int | None:
    offered = _on_offer(after)
    return offered if offered != _on_offer(before) else None


def _on_offer(facts: Facts | None) -> int | None:
    """The entry that has been offered it, while it stands."""
    if facts is None or facts.booked or facts.shelf is not Shelf.PUBLIC:
        return None
    return facts.entry_id


def _messages(
    tx: Write,
    house: House,
    case: _Case,
    event: Event,
    to: Participant,
    *,
    known: Recipient | None = None,
) -> list[MessageRecord]:
    """One for each way by which somebody is reached.

    Whom the desk knows is told by those ways for which there is an address; where there is none,
    one message that has failed says so, for somebody to call.
    """
    chosen = case.facts.channels
    channels = house.channels if chosen is None else tuple(map(Channel, chosen))
    error = ""
    if to.category == OWN_CATEGORY:
        known = known or recipients.of_person(tx, to.user)
        reached = tuple(each for each in channels if known.address(each) is not None)
        error = "" if reached else _NO_ADDRESS
        channels = reached or channels[:1]
    return [
        MessageRecord(
            event=event.value,
            category=to.category,
            recipient=to.user,
            template=house.policy.template(event, to.category),
            channel=channel.value,
            appointment_id=case.key,
            fate=(Fate.FAILED if error else Fate.PENDING).value,
            error=error,
            due=tx.now,
            until=case.facts.span.start,
            about=dict(case.about),
            created_at=tx.now,
            created_by=tx.actor,
        )
        for channel in channels
    ]


def _put(tx: Write, house: House, written: Sequence[MessageRecord]) -> None:
    """Write messages down; those of a desk wait for its answer, and for second thoughts."""
    if tx.telling is Telling.BY_HAND:
        for record in written:
            record.due = tx.now + GRACE
            record.waits = house.answers[Event(record.event)] is None
    outbox.put(tx, written)


def _needless(tx: Write, house: House, case: _Case, event: Event, to: Participant) -> bool:
    """Whether somebody need not be told of what was done at the desk.

    They are not when the house said so, nor of what they had not heard of when it was taken back.
    A message that is overtaken is stopped; what its recipient knew goes into the next one.
    """
    pending = _pending(tx, case.key, to)
    if any(each.event == _OPPOSITE.get(event) for each in pending):
        outbox.abort_these(tx, [each.id for each in pending])
        return True
    if house.answers[event] is False:
        return True
    if event is not Event.UPDATE or not pending:
        return False
    outbox.abort_these(tx, [each.id for each in pending])
    if any(each.event == Event.CREATE for each in pending):
        _put(tx, house, _messages(tx, house, case, Event.CREATE, to))
        return True
    known: Mapping[str, Any] = pending[0].about.get("was", {})
    case.about["was"] = dict(known)
    return known == message_facts.moments(case.facts.span)


def _pending(tx: Read, key: int, to: Participant) -> list[MessageRecord]:
    """What somebody is about to be told of an appointment, and no program has tried to send."""
    query = select(_M).where(
        _M.appointment_id == key,
        _M.category == to.category,
        _M.recipient == to.user,
        _M.fate == Fate.PENDING.value,
        _M.tries == 0,
        _M.event != Event.REMINDER.value,
    )
    return list(tx.session.scalars(query.order_by(_M.id)))


def _merging(tx: Write) -> bool:
    """Whether two records of one person become one, or two again: nobody else comes for that."""
    people = tx.notes.of(PersonRecord.__tablename__)
    return any(note.old and note.new and "merged_into" in note.new for note in people)
