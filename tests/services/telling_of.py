"""A house that tells people things, and what it wrote down for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from desk.domain.appointment import Appointment, Details
from desk.domain.message import Event, Fate, Message, Telling
from desk.domain.span import Span
from desk.services import appointments, outbox, site
from desk.store.database import Database, Read, Write
from tests import build

HOUR_MS = 3_600_000
USERS = {
    "patients": {"create": "p-c", "update": "p-u", "delete": "p-d", "reminder": "p-r"},
    "doctors": {"create": "d-c", "delete": "d-d"},
    "drivers": {},
}
Row = tuple[str, str, str]


def talkative(database: Database, **settings: Any) -> None:
    """Let messages and reminders go out, to those whom `USERS` names."""
    chosen = {
        "is_messaging_available": True,
        "is_timer_available": True,
        "is_teleconsultation_available": True,
        "users": USERS,
    }
    with database.write("test") as tx:
        for key, value in {**chosen, **settings}.items():
            site.choose(tx, f"appointments.{key}", value)


def booked(
    database: Database,
    span: Span | None = None,
    *,
    person_id: int | None = None,
    telling: Telling = Telling.AT_ONCE,
    **extra: Any,
) -> Appointment:
    """Somebody booked with nobody's time taken, three days from now unless told otherwise."""
    with database.write("test") as tx:
        tx.telling = telling
        details = Details(person_id=person_id, title="Ada Lind", extra=extra)
        return appointments.book(tx, None, span or ahead(), details)


def ahead(days: int = 3, hour: int = 10) -> Span:
    return build.span(hour, day=days)


def by_hand(database: Database) -> Any:
    """A write as the window makes it."""
    return _ByHand(database)


class _ByHand:
    def __init__(self, database: Database) -> None:
        self._write = database.write("ann")

    def __enter__(self) -> Write:
        tx = self._write.__enter__()
        tx.telling = Telling.BY_HAND
        return tx

    def __exit__(self, *facts: Any) -> bool | None:
        return self._write.__exit__(*facts)


def told(database: Database, *fates: Fate) -> list[Row]:
    """What was written down, in order: event, recipient and template; without reminders."""
    return [
        (each.event.value, each.to.user, each.template)
        for each in messages(database, *fates)
        if each.event is not Event.REMINDER
    ]


def reminders(database: Database, fate: Fate = Fate.PENDING) -> list[tuple[str, timedelta]]:
    """Whom reminders are for, and how long before the start each is sent."""
    return [
        (each.to.user, each.until - each.due)
        for each in messages(database, fate)
        if each.event is Event.REMINDER and each.until is not None
    ]


def messages(database: Database, *fates: Fate) -> list[Message]:
    with database.read() as tx:
        return _in_order(tx, fates or tuple(Fate))


def _in_order(tx: Read, fates: tuple[Fate, ...]) -> list[Message]:
    return sorted(outbox.listed(tx, fates=fates), key=lambda each: each.id)
