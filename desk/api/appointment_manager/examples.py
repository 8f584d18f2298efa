"""The examples of document 004 and what is answered to them, each in one place.

They stand in the OpenAPI document, and the tests send them. Where the document's example names an
id, one stands here as the desk makes them.
"""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]

_APPOINTMENT_ID = "a00000000000000000000001"
_AVAILABILITY_ID = "a10000000000000000000001"
_EXCEPTION_ID = "a20000000000000000000001"
_TIMES = {"startDate": "2022-10-20T09:00:00.000Z", "endDate": "2022-10-20T10:00:00.000Z"}
_KEPT = {
    "creatorId": "public",
    "createdAt": "2022-10-19T08:00:00.000Z",
    "updaterId": "public",
    "updatedAt": "2022-10-19T08:00:00.000Z",
    "__STATE__": "PUBLIC",
}

NEW_APPOINTMENT: Example = {
    "availabilityId": _AVAILABILITY_ID,
    **_TIMES,
    "isRemote": False,
    "ownerId": "nicola.moretto",
}
BOOKED: Example = {"_id": _APPOINTMENT_ID, "errors": []}
APPOINTMENT: Example = {
    "_id": _APPOINTMENT_ID,
    **_TIMES,
    **_KEPT,
    "status": "BOOKED",
    "lockExpiration": None,
    "isFlagged": False,
    "isRemote": False,
    "reminderIds": [],
    "availabilityId": _AVAILABILITY_ID,
    "ownerId": "nicola.moretto",
}
APPOINTMENT_CHANGE: Example = {"$set": {"title": "Check-up"}}
APPOINTMENT_CHANGED: Example = {"data": {**APPOINTMENT, "title": "Check-up"}, "errors": []}

ANSWER: Example = {"userId": "nicola.moretto", "status": "accepted"}
ANSWERED: Example = {
    "participants": [{"id": "nicola.moretto", "status": "accepted"}],
    **APPOINTMENT,
}

# Three slots of an hour in three and a half hours.
NEW_AVAILABILITY: Example = {
    "startDate": "2030-02-08T09:00:00.000Z",
    "endDate": "2030-02-08T12:30:00.000Z",
    "slotDuration": 60,
}
AVAILABILITY: Example = {
    "_id": _AVAILABILITY_ID,
    "startDate": NEW_AVAILABILITY["startDate"],
    "endDate": NEW_AVAILABILITY["endDate"],
    **_KEPT,
    "slotDuration": 60,
    "simultaneousSlotsNumber": 1,
    "timeZone": "Europe/Rome",
}
AVAILABILITY_CHANGE: Example = {"$set": {"simultaneousSlotsNumber": 2}}
AVAILABILITY_CHANGED: Example = {**AVAILABILITY, "simultaneousSlotsNumber": 2}

NEW_EXCEPTION: Example = {**_TIMES, "reason": "Holiday"}
EXCEPTION: Example = {"_id": _EXCEPTION_ID, **_TIMES, **_KEPT, "reason": "Holiday"}
EXCEPTION_CHANGE: Example = {"$set": {"reason": "Training"}}
EXCEPTION_CHANGED: Example = {**EXCEPTION, "reason": "Training"}
EVENT: Example = {"eventType": "Exception", **EXCEPTION}

MOVES = [{"filter": {"_id": _APPOINTMENT_ID}, "stateTo": "TRASH"}]
MOVED: Example = {"updated": 1, "errors": []}
MOVE: Example = {"stateTo": "TRASH"}

_SLOT_END = "2030-02-08T10:00:00.000Z"
SLOT: Example = {
    "_id": f"{_AVAILABILITY_ID}|{NEW_AVAILABILITY['startDate']}|{_SLOT_END}",
    "startDate": NEW_AVAILABILITY["startDate"],
    "endDate": _SLOT_END,
    "status": "AVAILABLE",
    "availabilityId": _AVAILABILITY_ID,
    "capacity": 1,
}
SEARCH: Example = {
    "endDate": "2030-02-15T00:00:00.000Z",
    "slotDuration": 60,
    "availabilityFilters": {"timeZone": "Europe/Rome"},
}
LOCK: Example = {"ownerId": "nicola.moretto", "lockDurationMs": 60_000}
RESERVATION: Example = {
    **APPOINTMENT,
    "startDate": SLOT["startDate"],
    "endDate": SLOT["endDate"],
    "status": "AVAILABLE",
    "lockExpiration": "2022-10-19T08:01:00.000Z",
}


def new_id(of: Example) -> Example:
    """What is answered when such a document has been made."""
    return {"_id": of["_id"]}
