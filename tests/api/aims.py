"""What can be asked of each dialect in a house that has everything: all of it, done rightly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desk.api.dialect import Dialect, Operation
from desk.domain.document_ids import hex_id
from desk.services import site
from desk.store.database import Database
from tests.api import clinic
from tests.api.nasty import Aim
from tests.api.whole_house import WholeHouse
from tests.api.wire_of import Wire, token, wire

PERIOD = "?startDate=2030-02-04T00:00:00Z&endDate=2030-02-09T00:00:00Z"
TIMES = {"startDate": "2030-02-07T10:00:00.000Z", "endDate": "2030-02-07T10:30:00.000Z"}
AFTER = {"startDate": "2030-02-07T10:30:00.000Z", "endDate": "2030-02-07T11:00:00.000Z"}
# What document 004 asks of one kind of thing alone.
OF_ONE_KIND: dict[str, Any] = {
    "PATCH /slots/lock/{id}": {"ownerId": "nicola.moretto", "lockDurationMs": 60_000},
    "PATCH /appointments/{id}/status": {"userId": "nicola.moretto", "status": "accepted"},
    "POST /searches/first-available-slot/": {
        "endDate": "2030-02-09T00:00:00.000Z",
        "slotDuration": 30,
        "resourceFilters": {"resourceId": {"$in": ["r1"]}},
        "availabilityFilters": {"$or": [{"mine": 1}, {"timeZone": "Europe/Rome"}]},
    },
}


def aims(dialect: Dialect, house: WholeHouse) -> Iterator[Aim]:
    """Each operation of the dialect: first what takes no body, last what removes something."""
    sent = bodies(house)
    for each in sorted(dialect.operations, key=_late):
        label = f"{each.method} {each.path}"
        parts = {name: known(each.path, name, house) for name in each.described.path}
        query = PERIOD if "startDate" in each.described.required else ""
        query = "?date=2030-02-04" if "date" in each.described.required else query
        assert (label in sent) == (each.described.body is not None), label
        yield Aim(each, parts, query, sent.get(label))


def tireless(dialect: Dialect, database: Database) -> Wire:
    """An admin who may fail as often as they like, as the dialect shows tokens."""
    with database.write("test") as tx:
        site.choose(tx, "api.failure_limit", 1_000_000)
    scheme = "Bearer" if "bearer" in dialect.schemes else "Token"
    return wire(database).holding(token(database, "admin"), scheme)


def _late(operation: Operation) -> tuple[bool, bool]:
    return operation.method == "DELETE", operation.described.body is not None


def known(path: str, name: str, house: WholeHouse) -> str:
    """What a part of the path is to name."""
    if name != "id":
        names = {"organizer": "bigclinic", "event": "main", "residentId": house.resident}
        return names[name]
    if path.endswith("/send_voucher/"):
        return "2"
    if path.endswith("/checkout"):
        return house.visits[0]
    by_prefix = {
        "/api/visits/": str(house.waiting.free_day),
        f"{clinic.BOOKS}/": str(house.book),
        f"{clinic.SLOTS}/": str(house.slots[2]),
        "/api/v1/organizers/": "1",
        "/api/residentvisits/": house.visits[1],
        "/appointments/": house.appointment,
        "/availabilities/": house.availability,
        "/exceptions/": house.closure,
        "/slots/lock/": house.hours,
    }
    return next(key for prefix, key in by_prefix.items() if path.startswith(prefix))


def bodies(house: WholeHouse) -> dict[str, Any]:
    """What is sent to each operation that takes a body, with every field that it knows."""
    return {
        "POST /api/visits/create/": {"day": "2030-02-07", "total_slots": 9},
        "PUT /api/visits/{id}/update/": {
            "day": "2030-02-05",
            "total_slots": 9,
            "occupied_slots": 1,
        },
        **clinic_bodies(house),
        **waiting_bodies(house),
        **visit_bodies(house),
        **appointment_bodies(house),
    }


def clinic_bodies(house: WholeHouse) -> dict[str, Any]:
    free, taken, _, other = house.slots
    slot = {
        "provider_id": clinic.JANE,
        "appointment_type": "therapy",
        "recurring": True,
        "recurrence_pattern": "custom",
        "recurrence_rule": "FREQ=DAILY;COUNT=2",
    }
    book = {
        "available_slot_id": free,
        "patient_id": clinic.MARIA,
        "appointment_type": "therapy",
        "notes": "Initial consultation",
    }
    changed = {**book, "available_slot_id": taken, "status": "confirmed"}
    batch = clinic.OF_PROVIDERS
    items = [{**hour(12), "appointment_type": "therapy"}]
    return {
        f"POST {clinic.SLOTS}": {"available_slot": slot | hour(8)},
        f"PUT {clinic.SLOTS}/{{id}}": {"available_slot": slot | hour(10)},
        f"POST {clinic.BOOKS}": {"book": book},
        f"PUT {clinic.BOOKS}/{{id}}": {"book": changed},
        f"POST {batch}/create_in_batch": {"provider_id": clinic.JANE, "slots": items},
        f"DELETE {batch}/destroy_in_batch": {"provider_id": clinic.JANE, "slot_ids": [other]},
    }


def hour(start: int) -> dict[str, str]:
    """An hour of the Thursday, in the words of document 001."""
    return {"start_time": clinic.at(start, on=7), "end_time": clinic.at(start + 1, on=7)}


def waiting_bodies(house: WholeHouse) -> dict[str, Any]:
    path = "/api/v1/organizers/{organizer}/events/{event}/waitinglistentries/"
    entry = {
        "email": "bob@example.org",
        "item": house.waiting.pass_.id,
        "variation": None,
        "locale": "en",
        "subevent": None,
    }
    return {
        f"POST {path}": entry,
        f"PUT {path}{{id}}/": {**entry, "email": "carl@example.org"},
        f"PATCH {path}{{id}}/": {**entry, "email": "dora@example.org"},
    }


def visit_bodies(house: WholeHouse) -> dict[str, Any]:
    visit = {
        "residentId": house.resident,
        "visitorName": "Maria Gomez",
        "totalPeople": 2,
        "vehicleColor": "blue",
        "licensePlate": "ABC-123",
        "subject": "Family visit",
        "arrivalDate": "2030-02-04T08:00:00Z",
        "departureDate": "2030-02-04T08:30:00Z",
    }
    return {"POST /api/residentvisits": visit, "PUT /api/residentvisits/{id}": visit}


def appointment_bodies(house: WholeHouse) -> dict[str, Any]:
    appointment = {
        **TIMES,
        "availabilityId": house.availability,
        "ownerId": "nicola.moretto",
        "isRemote": False,
        "reminderMilliseconds": 60_000,
        "channels": ["email"],
        "title": "Visit",
        "mine": {"a": [1]},
        "__STATE__": "DRAFT",
    }
    opened = {
        **TIMES,
        "slotDuration": 30,
        "simultaneousSlotsNumber": 1,
        "each": "week",
        "on": [3],
        "untilDate": "2030-03-06T10:00:00.000Z",
        "timeZone": "Europe/Rome",
        "__STATE__": "DRAFT",
    }
    made: dict[str, tuple[Any, Any]] = {
        "appointments": (appointment, AFTER),
        "availabilities": (opened, {"slotDuration": 30}),
        "exceptions": ({**TIMES, "reason": "Holiday", "__STATE__": "DRAFT"}, AFTER),
    }
    nothing = hex_id(7)
    found: dict[str, Any] = {}
    for name, (document, changed) in made.items():
        operators = {"$set": {"mine": 1, **changed}, "$inc": {"n": 1}, "$unset": {"a": True}}
        found |= {
            f"POST /{name}/": document,
            f"PATCH /{name}/{{id}}": operators,
            f"POST /{name}/state": [{"filter": {"_id": nothing}, "stateTo": "PUBLIC"}],
            f"POST /{name}/{{id}}/state": {"stateTo": "PUBLIC"},
        }
    return found | OF_ONE_KIND
