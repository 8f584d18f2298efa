"""A house that tells people, and the page of its outbox on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from desk.domain.directory import Person
from desk.domain.message import OWN_CATEGORY, Channel, Event, Fate
from desk.domain.wall_clock import milliseconds
from desk.gui.controls import Controls
from desk.gui.outbox.page import OutboxPage
from desk.services import message_settings, outbox, site
from desk.store.database import Database, Write
from desk.store.records import MessageRecord
from tests import build
from tests.conftest import at

DUE = at(10)
START = at(10, 0, 2)


def tells(database: Database, **telling: bool | None) -> None:
    """Messages go out; `telling` says of each event whether people are told at the desk."""
    with database.write("test") as tx:
        site.choose(tx, site.MESSAGING.key, True)
        for event, answer in telling.items():
            site.choose(tx, message_settings.TELL[Event(event)].key, answer)


def person(database: Database, name: str = "Ada Lind", **fields: Any) -> Person:
    """Somebody of the directory who reads mail, unless the fields say otherwise."""
    first, _, last = name.partition(" ")
    facts: dict[str, Any] = {"email": f"{first.lower()}@example.org", "phone": "06 555 1000"}
    with database.write("test") as tx:
        return build.patient(tx, first, last, **facts | fields)


def message(tx: Write, to: Person, fate: Fate = Fate.PENDING, **fields: Any) -> int:
    """A message to somebody of an appointment on Wednesday at ten; gives its number."""
    about: Mapping[str, Any] = {
        "startDate": milliseconds(START),
        "zone": "Europe/Rome",
        "site": "Main entrance",
        "provider": "Dr Lee",
    }
    facts: dict[str, Any] = {
        "event": Event.CREATE.value,
        "category": OWN_CATEGORY,
        "recipient": str(to.id),
        "template": "appointment-booked",
        "channel": Channel.EMAIL.value,
        "fate": fate.value,
        "due": DUE,
        "until": START,
        "about": dict(about),
        "created_at": tx.now,
        "created_by": tx.actor,
    }
    record = MessageRecord(**facts | fields)
    outbox.put(tx, [record])
    return record.id


def one_of_each(database: Database) -> dict[Fate, int]:
    """A message of every fate, each to somebody else; gives their numbers."""
    names = ("Ada Lind", "Bea Lind", "Cid Novak", "Dora Marsh", "Émile Weber")
    made = {}
    for number, (fate, name) in enumerate(zip(Fate, names, strict=True)):
        somebody = person(database, name)
        with database.write("test") as tx:
            sent = at(8) if fate is Fate.SENT else None
            due = DUE + timedelta(minutes=number)
            made[fate] = message(tx, somebody, fate, due=due, sent_at=sent)
    return made


def fate(database: Database, message_id: int) -> Fate:
    with database.read() as tx:
        return outbox.one(tx, message_id).fate


def due(database: Database, message_id: int) -> datetime:
    with database.read() as tx:
        return outbox.one(tx, message_id).due


def on_screen(controls: Controls) -> OutboxPage:
    controls.perform("page.outbox")
    shown = controls.window.stack.current
    assert isinstance(shown, OutboxPage)
    return shown


def names(page: OutboxPage) -> list[str]:
    """Whoever the messages are for that are listed, in the order shown."""
    return [row.name for row in page.model.rows]
