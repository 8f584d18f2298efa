"""A desk with a waiting list: one provider, a morning that is fully booked, and words for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from desk.domain.appointment import Appointment
from desk.domain.availability import Availability
from desk.domain.directory import AppointmentType, Per, Resource
from desk.domain.errors import DeskError
from desk.domain.span import Span
from desk.domain.waiting import Joining, State
from desk.services import site, waiting_line
from desk.store.database import Database
from tests import build
from tests.build import span
from tests.contents import contents

NINE, HALF_PAST, TEN = span(9, 30), span(10), span(10, 30)
# From half past nine to eleven, so that nothing has begun at nine.
MORNING = span(9, 30, minutes=90)
SLOTS = (NINE, HALF_PAST, TEN)


@dataclass(frozen=True, slots=True)
class Full:
    """A morning of Dr. Rossi of which every place is taken."""

    type: AppointmentType
    resource: Resource
    open: Availability
    booked: list[Appointment]


def full(database: Database, *, capacity: int = 1, **fields: Any) -> Full:
    """Three slots from half past nine, each as often booked as it has places."""
    with database.write("ann") as tx:
        type_ = build.appointment_type(tx, **fields)
        resource = build.resource(tx)
        there = build.availability(tx, resource.id, MORNING, capacity=capacity)
        booked = [
            build.appointment(tx, there, slot, f"Booked {number}")
            for slot in SLOTS
            for number in range(capacity)
        ]
    return Full(type_, resource, there, booked)


def day_type(database: Database, **fields: Any) -> AppointmentType:
    with database.write("ann") as tx:
        return build.appointment_type(tx, "day", Per.DAY, **fields)


def stock(database: Database, places: int = 1, **fields: Any) -> AppointmentType:
    with database.write("ann") as tx:
        return build.appointment_type(tx, "class", Per.STOCK, places=places, **fields)


def joining(type_: AppointmentType, name: str = "Ada Lind", **fields: Any) -> Joining:
    facts: dict[str, Any] = {"type_id": type_.id, "name": name} | fields
    return Joining(**facts)


def do(database: Database, service: Any, *args: Any, **kwargs: Any) -> Any:
    """What comes of a service that bob carries out."""
    with database.write("bob") as tx:
        return service(tx, *args, **kwargs)


def refused(database: Database, service: Any, *args: Any, **kwargs: Any) -> DeskError:
    """Why a service is refused, having seen that nothing is different for it."""
    before = contents(database, without=())
    with pytest.raises(DeskError) as refusal, database.write("bob") as tx:
        service(tx, *args, **kwargs)
    assert contents(database, without=()) == before
    return refusal.value


def ask(database: Database, query: Any, *args: Any, **kwargs: Any) -> Any:
    with database.read() as tx:
        return query(tx, *args, **kwargs)


def choose(database: Database, **settings: Any) -> None:
    """Set settings of the waiting list."""
    with database.write("ann") as tx:
        for name, value in settings.items():
            site.choose(tx, f"waiting_list.{name}", value)


def states(database: Database) -> dict[str, str]:
    """How everybody stands, by name: with the place in the queue, or the time that is offered."""
    found = {}
    for each in ask(database, waiting_line.listed):
        told = each.state.value
        if each.state is State.WAITING:
            told = f"waiting {each.position}"
        elif each.state is State.OFFERED:
            told = f"offered {each.offer.span.start:%H:%M}"
        found[each.entry.name] = told
    return found


def offered(database: Database) -> dict[str, Span]:
    """Who has an offer to answer, and of what."""
    listed = ask(database, waiting_line.listed, states=[State.OFFERED])
    return {each.entry.name: each.offer.span for each in listed}
