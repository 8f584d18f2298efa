"""`desk outbox`: what goes out to people, for scripts, and for whoever sets it up."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import datetime
from secrets import token_hex
from typing import Any

from desk.commands import databases, passwords
from desk.commands.answers import Refused, amount, answer
from desk.delivery import letter, secrets, worker
from desk.delivery.faults import Undelivered
from desk.delivery.worker import Outcome
from desk.domain.document_ids import Of, hex_id
from desk.domain.errors import BadSettings, Invalid
from desk.domain.message import Fate, Message
from desk.domain.wall_clock import instant_text
from desk.services import outbox, site
from desk.services.recipients import Recipient
from desk.store.database import Database

_OFF = (
    "Messages are switched off, so nothing was sent;"
    " switch them on with: desk config set appointments.is_messaging_available true"
)
_FATES = {Fate.ABORTED: "stopped", Fate.MISSED: "too late", Fate.PENDING: "waits"}


def show(options: argparse.Namespace) -> int:
    with databases.opened(options) as database, database.read() as tx:
        found = sorted(outbox.listed(tx), key=lambda message: message.id)
        zone = tx.zone
    words = "\n".join(_line(message, message.due.astimezone(zone)) for message in found)
    answer(options, words or "There are no messages.", [_described(each) for each in found])
    return 0


def deliver(options: argparse.Namespace) -> int:
    with databases.opened(options) as database:
        with database.read() as tx:
            on = site.setting(tx, site.MESSAGING)
        outcome = worker.deliver(database)
    found = {
        "sent": outcome.sent,
        "failed": outcome.failed,
        "put_off": outcome.put_off,
        "missed": outcome.missed,
        "why": list(outcome.why),
    }
    answer(options, _told(outcome) if on else _OFF, found)
    return 0


def password(options: argparse.Namespace) -> int:
    which = options.which
    secret = passwords.typed(f"Password or token for {which}, nothing to forget it: ")
    with databases.opened(options) as database:
        try:
            if secret:
                secrets.keep(database, options.which, secret)
            else:
                secrets.forget(database, options.which)
        except (Invalid, BadSettings) as error:
            raise Refused(f"The password was not kept: {error}.") from error
    place = secrets.where()
    words = f"It is kept in {place}." if secret else f"There is none any more in {place}."
    answer(options, words, {"name": options.which, "kept": bool(secret), "where": place})
    return 0


def test(options: argparse.Namespace) -> int:
    if not letter.is_address(options.address):
        raise Refused(f"{options.address} is no e-mail address. Nothing was sent.")
    with databases.opened(options) as database:
        try:
            _send_test(database, options.address)
        except Undelivered as error:
            raise Refused(f"The test was not sent: {error}.") from error
    words = f"A test mail is on its way to {options.address}; look whether it has come."
    answer(options, words, {"sent": options.address})
    return 0


def _send_test(database: Database, address: str) -> None:
    from desk.delivery import ways
    from desk.delivery.wording import Said

    said = Said(
        recipient=Recipient(id=address, email=address),
        subject="A test of Desk",
        body="Messages of Desk reach you here. Nothing is to be done.\n",
        short="A test of Desk",
        language="en",
    )
    with closing(ways.Ways(ways.set_up(database))) as way:
        way.try_out(said, database.clock(), f"test-{token_hex(8)}")


def _told(outcome: Outcome) -> str:
    counts = {
        "sent": outcome.sent,
        "failed for good": outcome.failed,
        "to be tried again": outcome.put_off,
        "too late": outcome.missed,
    }
    said = ", ".join(f"{number:,} {what}" for what, number in counts.items() if number)
    return "\n".join([f"Messages: {said or 'none was due'}.", *(f"  {why}" for why in outcome.why)])


def _described(message: Message) -> dict[str, Any]:
    key = message.appointment_id
    return {
        "id": message.id,
        "kind": message.event.value,
        "recipient": message.to.user,
        "template": message.template,
        "channel": message.channel.value,
        "appointment": None if key is None else hex_id(key, Of.APPOINTMENT),
        "status": message.fate.value,
        "due": instant_text(message.due),
        "tries": message.tries,
        "error": message.error,
    }


def _line(message: Message, due: datetime) -> str:
    fate = _FATES.get(message.fate, message.fate.value)
    tried = f" after {amount(message.tries, 'try', 'tries')}" if message.tries > 1 else ""
    why = f": {message.error}" if message.error else ""
    what = f"{message.event} to {message.to.user} by {message.channel}"
    return f"{message.id}  {due:%Y-%m-%d %H:%M}  {what}  {fate}{tried}{why}"
