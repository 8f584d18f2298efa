"""Answers of those who take part: `/appointments/{id}/status` (contract of document 004, 1.6)."""

from __future__ import annotations

from typing import Any

from desk.api.appointment_manager import documents, examples, query
from desk.api.appointment_manager.appointments import ONE, THEM
from desk.api.appointment_manager.dialect import DIALECT, ID_IN_PATH, NONE, WRITING, acting
from desk.api.appointment_manager.schemas import APPOINTMENT, REPLY, SOME_ID
from desk.api.call import Call
from desk.api.described import Described, Said, Schema, thing
from desk.api.wire import Answer, Refused
from desk.domain.access import Role
from desk.domain.participants import Reply
from desk.services import participation
from desk.store.database import Write

_NAMES = ("userId", "participantId")
ANSWER: Schema = {
    **thing(
        {
            "userId": {
                **SOME_ID,
                "description": "Who answers: somebody whom a field for participants names, or the "
                "owner of the appointment.",
            },
            "participantId": {**SOME_ID, "description": "The same by another name."},
            "status": REPLY,
        },
        required=["status"],
    ),
    "oneOf": [{"required": [name]} for name in _NAMES],
}


@DIALECT.writes(
    "PATCH",
    f"{ONE}/status",
    Described(
        summary="Keep what a participant answers; a later answer takes the place of one before. "
        "Nobody is told, nothing is booked or freed by it, and who leaves takes the answer along",
        path=ID_IN_PATH,
        query=query.FILTERS,
        body=ANSWER,
        example=examples.ANSWER,
        answers={
            200: Said(
                "The appointment as it is now, `participants` with all who have answered",
                APPOINTMENT,
                examples.ANSWERED,
            ),
            **WRITING,
            404: NONE,
        },
    ),
    needs=Role.DESK,
)
def answer(call: Call, tx: Write) -> Answer:
    acting(call, tx)
    user, reply = _user(call.fields), _reply(call.fields.get("status"))
    house = documents.house(tx)
    found = THEM.found(call, tx, house)
    return Answer(THEM.document(tx, house, participation.answer(tx, found.id, user, reply)))


def _user(fields: dict[str, Any]) -> str:
    """Who answers."""
    named = [fields[name] for name in _NAMES if name in fields]
    if len(named) != 1 or not isinstance(named[0], str) or not named[0].strip():
        raise Refused(400, "Either userId or participantId must say who answers.")
    return str(named[0])


def _reply(value: Any) -> Reply:
    if not isinstance(value, str) or value not in set(Reply):
        raise Refused(400, f"status is one of {', '.join(Reply)}.")
    return Reply(value)
