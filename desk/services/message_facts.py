"""What has to be known to tell anybody of an appointment: the house, and what stood before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from desk.domain import participants
from desk.domain.appointment import Shelf
from desk.domain.document_fields import REMINDER_IDS
from desk.domain.message import OWN_CATEGORY, Channel, Event, Participant
from desk.domain.span import Span
from desk.domain.telling import Facts, Policy
from desk.domain.wall_clock import instant
from desk.services import message_settings, message_text, site
from desk.store.columns import written_down
from desk.store.database import Read
from desk.store.notes import Note
from desk.store.records import AppointmentRecord, ResourceRecord

_MATTERS = ("shelf", "held_until", "starts", "ends", "extra", "person_id", "entry_id")
_LONGEST_MS = 100 * 366 * 86_400_000  # Whoever wants to be reminded earlier is, at once.
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What the house has decided; `answers` say what a desk tells of: none where unasked."""

    name: str
    policy: Policy
    channels: tuple[Channel, ...]
    answers: Mapping[Event, bool | None]


def house(tx: Read, chosen: Mapping[str, Any]) -> House:
    """The house as its settings say, or what is needed of it; for all that a transaction tells."""
    found = site.found(tx)
    usual = site.among(chosen, message_settings.USUAL_REMINDER)
    channels: list[str] = site.among(chosen, site.CHANNELS)
    policy = Policy(
        templates=message_text.templates(chosen),
        messaging=site.among(chosen, site.MESSAGING),
        timer=site.among(chosen, site.TIMER),
        threshold=site.among(chosen, site.REMINDER_MS) * _MILLISECOND,
        usual_reminder=None if usual is None else timedelta(minutes=usual),
    )
    return House(
        name=found.name if found else "",
        policy=policy,
        channels=tuple(map(Channel, channels)),
        answers={event: site.among(chosen, each) for event, each in message_settings.TELL.items()},
    )


def matters(note: Note) -> bool:
    """Whether what was done to an appointment is anybody's business."""
    return any(name in note.old or name in note.new for name in _MATTERS)


def now(record: AppointmentRecord | None, known: House) -> Facts | None:
    """What stands there."""
    return None if record is None else _facts(_values(record), known)


def before(note: Note, record: AppointmentRecord | None, known: House) -> Facts | None:
    """What stood there before the transaction, which the journal is about to keep."""
    if not note.old:
        return None
    values = {} if record is None else _values(record)
    return _facts({**values, **note.old}, known)


def about(tx: Read, of: House, record: AppointmentRecord | None, facts: Facts) -> dict[str, Any]:
    """What can be said of an appointment, kept as it was when it was to be told."""
    known = {**moments(facts.span), "zone": tx.zone.key, "site": of.name}
    if record is None:
        return known
    extra = {name: value for name, value in record.extra.items() if name != REMINDER_IDS}
    return {
        **extra,
        **known,
        "title": record.title,
        "appointmentType": record.appointment_type or "",
        "provider": _provider(tx, record.resource_id),
    }


def moments(span: Span) -> dict[str, Any]:
    """When it is, as a message keeps it: milliseconds since 1970."""
    return {"startDate": written_down(span.start), "endDate": written_down(span.end)}


def _provider(tx: Read, resource_id: int | None) -> str:
    found = None if resource_id is None else tx.session.get(ResourceRecord, resource_id)
    return found.value().name if found else ""


def _values(record: AppointmentRecord) -> dict[str, Any]:
    return {name: written_down(getattr(record, name)) for name in _MATTERS}


def _facts(values: Mapping[str, Any], known: House) -> Facts:
    extra = values["extra"]
    before_start = extra.get("reminderMilliseconds")
    channels = extra.get("channels")
    return Facts(
        shelf=Shelf(values["shelf"]),
        booked=values["held_until"] is None,
        span=Span(instant(values["starts"]), instant(values["ends"])),
        participants=frozenset(_participants(values["person_id"], extra, known.policy.templates)),
        before_start=_length(before_start),
        channels=None if channels is None else tuple(channels),
        entry_id=values["entry_id"],
    )


def _length(milliseconds: float | None) -> timedelta | None:
    return None if milliseconds is None else min(milliseconds, _LONGEST_MS) * _MILLISECOND


def _participants(
    person_id: int | None, extra: Mapping[str, Any], categories: Iterable[str]
) -> Iterable[Participant]:
    """Whom it is for, and whoever the fields of `appointments.users` name."""
    if person_id is not None:
        yield Participant(OWN_CATEGORY, str(person_id))
    for category in categories:
        if category != OWN_CATEGORY:
            yield from (Participant(category, user) for user in participants.named(extra, category))
