"""A house that sends what it has to tell, and the messages it holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Protocol

from desk.delivery import worker
from desk.delivery.worker import Outcome
from desk.domain.message import Channel, Event, Fate, Message
from desk.domain.wall_clock import milliseconds
from desk.services import message_settings, outbox, site
from desk.store.database import Database
from desk.store.records import MessageRecord
from tests import build
from tests.services.telling_of import ahead, booked, messages

SENDER = "desk@house.example"


def choose(database: Database, **settings: Any) -> None:
    """Set settings by the names of `site` and `message_settings`, such as `SMTP_HOST`."""
    with database.write("test") as tx:
        for name, value in settings.items():
            where = site if hasattr(site, name) else message_settings
            site.choose(tx, getattr(where, name).key, value)


class MailServer(Protocol):
    """Where a mail server listens, and how it is spoken to."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def security(self) -> str: ...


def sending_through(database: Database, office: MailServer, **settings: Any) -> None:
    """Let messages go out through a mail server; what is due is due at once."""
    usual: dict[str, Any] = {
        "MESSAGING": True,
        "SENDER": SENDER,
        "SMTP_HOST": office.host,
        "SMTP_PORT": office.port,
        "SMTP_SECURITY": office.security,
    }
    choose(database, **usual | settings)


def patient(database: Database, **fields: Any) -> int:
    """Somebody with an address of e-mail."""
    with database.write("test") as tx:
        return build.patient(tx, "Ada", "Lind", **{"email": "ada@home.example"} | fields).id


def told_of_a_booking(database: Database, **fields: Any) -> Message:
    """The message to somebody who has just been booked in."""
    booked(database, ahead(), person_id=patient(database, **fields))
    return messages(database)[0]


def written(
    database: Database, number: int, due: datetime | None = None, **fields: Any
) -> list[int]:
    """So many messages to addresses `p0@home.example` and so on, as if something had happened."""
    with database.write("test") as tx:
        facts: dict[str, Any] = {
            "event": Event.CREATE.value,
            "category": "patients",
            "template": "appointment-booked",
            "channel": Channel.EMAIL.value,
            "due": due or tx.now,
            "until": tx.now + timedelta(days=30),
            "about": {"startDate": milliseconds(tx.now + timedelta(days=30)), "site": "Main"},
            "created_at": tx.now,
            "created_by": "test",
        } | fields
        made = [
            MessageRecord(**{"recipient": f"p{number}@home.example"} | facts)
            for number in range(number)
        ]
        outbox.put(tx, made)
        return [record.id for record in made]


def delivered(database: Database) -> Outcome:
    return worker.deliver(database)


def one(database: Database, message_id: int) -> Message:
    with database.read() as tx:
        return outbox.one(tx, message_id)


def fates(database: Database) -> dict[Fate, int]:
    with database.read() as tx:
        return outbox.counts(tx)
