"""What has to be at hand when the database server is not: who is inside, who comes today.

It is one picture of one moment, small enough to be kept on this computer, and says how old it is.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from desk.services import appointment_rows, directory, emergency, site, visitor_log
from desk.services.emergency import Present, Roll
from desk.store.database import Database, Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A party that is expected today, by the id of its entry."""

    id: int
    visitor: str
    host: str
    people: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """An appointment of today."""

    at: datetime
    name: str
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The lists of the house and the zone they are told in; `roll` says when they were made."""

    house: str
    zone: str
    roll: Roll
    expected: tuple[Coming, ...]
    booked: tuple[Booked, ...]


def lists(tx: Read) -> Lists:
    """The lists as they are now."""
    found = site.found(tx)
    return Lists(
        house=found.name if found else "",
        zone=tx.zone.key,
        roll=emergency.roll(tx),
        expected=tuple(
            Coming(
                id=each.id,
                visitor=each.visitor,
                host=each.resident_name,
                people=each.people,
                at=each.arrival,
            )
            for each in visitor_log.expected(tx)
        ),
        booked=_booked(tx),
    )


def of(database: Database) -> Lists:
    """The lists of that database now."""
    with database.read() as tx:
        return lists(tx)


def written(found: Lists) -> str:
    """The lists as a text to be kept."""
    return json.dumps(asdict(found), ensure_ascii=False, default=datetime.isoformat)


def read(text: str) -> Lists:
    """The lists of such a text; `ValueError`, `KeyError` or `TypeError` if it is another one."""
    said = json.loads(text)
    present = (
        Present(**each | {"since": _moment(each["since"]), "companions": tuple(each["companions"])})
        for each in said["roll"]["present"]
    )
    return Lists(
        house=said["house"],
        zone=said["zone"],
        roll=Roll(made_at=_moment(said["roll"]["made_at"]), present=tuple(present)),
        expected=tuple(Coming(**each | {"at": _moment(each["at"])}) for each in said["expected"]),
        booked=tuple(Booked(**each | {"at": _moment(each["at"])}) for each in said["booked"]),
    )


def _booked(tx: Read) -> tuple[Booked, ...]:
    today = tx.whole_day(tx.today)
    providers = {each.id: each.name for each in directory.resources(tx)}
    found = appointment_rows.overlapping(tx, today, None, appointment_rows.booked())
    return tuple(
        Booked(
            at=each.span.start, name=each.name, provider=providers.get(each.resource_id or 0, "")
        )
        for each in sorted(found, key=lambda each: (each.span.start, each.id))
        if each.span.start >= today.start
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
