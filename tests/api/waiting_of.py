"""A house with a waiting list, and the words for asking about it over the wire."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from desk.domain.directory import AppointmentType, Per
from desk.services import directory
from desk.store.database import Database
from tests import build
from tests.api.wire_of import Reply, Wire, token, wire

PATH = "/api/v1/organizers/bigclinic/events/main/waitinglistentries/"
ADA = "ada@example.org"


@dataclass(frozen=True, slots=True)
class House:
    """Its types: of `slot` nothing is open, of `pass_` there is one place, taken or not.

    `with_rossi` has one variation, for `closed` nobody can wait, `elsewhere` is another site's.
    `full_day` has no place left, of `free_day` there are ten; both are ids of day visits.
    """

    slot: AppointmentType
    other_slot: AppointmentType
    day: AppointmentType
    pass_: AppointmentType
    with_rossi: AppointmentType
    closed: AppointmentType
    elsewhere: AppointmentType
    full_day: int
    free_day: int
    past_day: int

    @property
    def variation(self) -> int:
        return self.with_rossi.variations[0].id


def furnished(database: Database, *, places: int = 0, automatic: bool | None = None) -> House:
    """The house, with so many passes."""
    with database.write("ann") as tx:
        directory.put_organisation(tx, "bigclinic", "Big Clinic")
        directory.put_site(tx, "annex", "Annex", "Europe/Rome")
        rossi = build.resource(tx)
        typed = build.appointment_type(tx, "rossi")
        build.variation(tx, typed.id, rossi.id)
        days = [
            build.day(tx, dt.date(2030, 2, day), places=10, occupied=taken).id
            for day, taken in ((4, 10), (5, 0), (3, 10))
        ]
        return House(
            build.appointment_type(tx, "slot"),
            build.appointment_type(tx, "other"),
            build.appointment_type(tx, "day", Per.DAY),
            build.appointment_type(tx, "pass", Per.STOCK, places=places, automatic=automatic),
            directory.appointment_type(tx, typed.id),
            build.appointment_type(tx, "closed", waiting_list=False),
            directory.put_type(
                tx, "else", "Else", site="annex", per=Per.SLOT, code="else", waiting_list=True
            ),
            *days,
        )


def caller(database: Database, role: str = "desk") -> Wire:
    """Somebody who shows a token as the document has it."""
    return wire(database).holding(token(database, role), "Token")


def joined(queue: Wire, item: AppointmentType, email: str = ADA, **fields: Any) -> dict[str, Any]:
    """The entry of somebody who has just been put on the list."""
    reply = queue.post(PATH, {"email": email, "item": item.id, **fields})
    assert reply.status == 201, reply.raw
    found: dict[str, Any] = reply.body
    return found


def entry(queue: Wire, made: dict[str, Any]) -> dict[str, Any]:
    """The entry as it stands."""
    reply = queue.get(path_of(made))
    assert reply.status == 200, reply.raw
    found: dict[str, Any] = reply.body
    return found


def path_of(made: dict[str, Any]) -> str:
    return f"{PATH}{made['id']}/"


def send(queue: Wire, made: dict[str, Any]) -> Reply:
    """Ask for a voucher for an entry, with a body that nobody reads."""
    return queue.ask("POST", f"{path_of(made)}send_voucher/", b"{")


def faults(reply: Reply) -> list[str]:
    """The fields that a refusal names, having seen that it has the form of one."""
    assert reply.status == 400, reply.raw
    assert all(isinstance(text, str) for texts in reply.body.values() for text in texts)
    return sorted(reply.body)
