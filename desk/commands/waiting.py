"""`desk waiting-list` for scripts, and `desk export waiting-list`."""

from __future__ import annotations

import argparse

from desk.commands import databases, exports
from desk.commands.answers import amount, answer
from desk.domain.errors import NotFound
from desk.domain.waiting import Offer
from desk.services import appointments, waiting, waiting_line
from desk.store.database import Read
from desk.transfer import waiting_export


def assign(options: argparse.Namespace) -> int:
    with databases.opened(options) as database, database.write("waiting-list assign") as tx:
        made = waiting.sweep(tx)
    answer(
        options,
        f"{amount(len(made), 'offer was', 'offers were')} made.",
        {"offers": len(made), "entries": [offer.entry_id for offer in made]},
    )
    return 0


def expire(options: argparse.Namespace) -> int:
    with databases.opened(options) as database, database.write("waiting-list expire") as tx:
        entry_id = _entry(tx, options.id)
        made = waiting.expire(tx, entry_id)
    words = f"The offer to entry {entry_id} has run out; {_went_on(made)}."
    answer(options, words, {"entry": entry_id, "offers": len(made)})
    return 0


def capacity(options: argparse.Namespace) -> int:
    with databases.opened(options) as database, database.write("waiting-list capacity") as tx:
        type_ = waiting.set_capacity(tx, options.type, options.places)
    words = f"{type_.name} has {amount(options.places, 'place', 'places')}."
    answer(options, words, {"id": type_.id, "key": type_.key, "places": type_.places})
    return 0


def send_out(options: argparse.Namespace) -> int:
    exports.require_sense(options)
    with databases.opened(options) as database:
        number = waiting_export.send_out(
            database, options.file, first=options.from_date, last=options.to_date
        )
    words = f"{options.file} has {amount(number, 'entry', 'entries')} of the waiting list."
    answer(options, words, {"file": str(options.file), "entries": number})
    return 0


def _entry(tx: Read, number: int) -> int:
    """The entry of that id if it has an offer, or else the one whose offer has it."""
    try:
        listed = waiting_line.one(tx, number)
    except NotFound:
        listed = None
    if listed is not None and listed.offer is not None:
        return number
    try:
        claim = appointments.one(tx, number)
    except NotFound:
        claim = None
    if claim is not None and claim.entry_id is not None:
        return claim.entry_id
    if listed is None:
        raise NotFound("waiting_entry", number)
    return number


def _went_on(made: list[Offer]) -> str:
    return f"{amount(len(made), 'offer was', 'offers were')} made instead"
