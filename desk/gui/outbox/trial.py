"""Trying out whether messages go out as it is set up: one test, and in words what came of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desk.delivery.faults import NotSetUp, Undelivered
from desk.delivery.wording import Said
from desk.domain.message import Channel
from desk.services.recipients import Recipient
from desk.store.database import Database


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it."""

    went: bool
    words: str


def sending(channel: Channel, to: str) -> Callable[[Database, str], Result]:
    """Sends a test by this way; for another thread, as it may take long."""
    translate = QCoreApplication.translate
    went = translate("Outbox", "The test is sent to {to}: look whether it has come.").format(to=to)
    failed = translate("Outbox", "The test is not sent: {why}.")
    subject = translate("Outbox", "A test of Desk")
    text = translate("Outbox", "Messages of Desk reach you here. Nothing is to be done.")
    said = Said(
        recipient=Recipient(id=to, email=to, phone=to),
        subject=subject,
        body=f"{text}\n",
        short=text,
        language="en",
    )

    def work(database: Database, _actor: str) -> Result:
        try:
            _send(database, channel, said)
        except Undelivered as error:
            return Result(False, failed.format(why=str(error).rstrip(".")))
        return Result(True, went)

    return work


def _send(database: Database, channel: Channel, said: Said) -> None:
    # They take a moment to load, which nobody who looks at the outbox has to wait for.
    from desk.delivery import gateway, ways

    known = ways.set_up(database)
    if channel is Channel.EMAIL:
        with closing(ways.Ways(known)) as way:
            way.try_out(said, database.clock(), f"test-{secrets.token_hex(8)}")
        return
    found = known.gateways.get(channel)
    if found is None:
        raise NotSetUp(known.lacking[channel])
    gateway.hand_over(found, to=said.recipient.id, text=said.short, subject=said.subject)
