"""Document 004, answers of participants: `/appointments/{id}/status` (contract, 1.6 and 2)."""

from __future__ import annotations

from typing import Any

import pytest

from desk.api.application import MODES, application
from desk.api.appointment_manager import examples
from desk.domain.appointment import Details
from desk.domain.document_ids import Of, hex_id, number_of
from desk.services import appointments, site
from desk.store.database import Database
from tests import build
from tests.api.documents_of import NOBODY, booked, one, open_time, refused, time
from tests.api.wire_of import Reply, Wire, token
from tests.build import span
from tests.services.telling_of import HOUR_MS, reminders, talkative, told

PEOPLE: dict[str, Any] = {"doctor": "d1", "patients": ["p1", "p2"], "ownerId": "ann"}
D1 = {"id": "d1", "type": "doctor", "status": "accepted"}
P1 = {"id": "p1", "type": "patients", "status": "declined"}


@pytest.fixture(autouse=True)
def house(database: Database) -> None:
    """A house that has doctors and patients take part."""
    with database.write("test") as tx:
        site.choose(tx, "appointments.users", {"doctor": {}, "patients": {}})


def answer(wire: Wire, key: str, user: Any = "d1", status: Any = "accepted") -> Reply:
    return wire.patch(f"/appointments/{key}/status", {"userId": user, "status": status})


def answers(wire: Wire, key: str) -> Any:
    """What is shown of answers; nothing where there are none."""
    return one(wire, "appointments", key).get("participants")


def both_answered(wire: Wire) -> str:
    """An appointment that the doctor accepted and a patient declined; gives its id."""
    key = booked(wire, **PEOPLE)
    assert answer(wire, key).status == answer(wire, key, "p1", "declined").status == 200
    assert answers(wire, key) == [D1, P1]
    return key


def test_an_answer_is_kept_and_the_document_comes_back(clerk: Wire) -> None:
    # "`PATCH /appointments/:id/status` participant answers"
    key = booked(clerk, **PEOPLE)

    reply = answer(clerk, key)

    assert reply.status == 200
    assert reply.body == one(clerk, "appointments", key)
    assert reply.body["participants"] == [D1]


@pytest.mark.parametrize("status", ["accepted", "declined", "tentative", "needs-action"])
def test_each_of_the_four_answers_can_be_given(clerk: Wire, status: str) -> None:
    # "accepted|declined|tentative|needs-action"
    key = booked(clerk, **PEOPLE)

    assert answer(clerk, key, "p2", status).body["participants"] == [
        {"id": "p2", "type": "patients", "status": status}
    ]


def test_without_an_answer_nothing_is_shown_of_any(clerk: Wire) -> None:
    # "participants | array of objects | - | 2.2+, read-only"
    assert "participants" not in one(clerk, "appointments", booked(clerk, **PEOPLE))


def test_a_later_answer_takes_the_place_of_one_before(clerk: Wire) -> None:
    # "`PATCH /appointments/:id/status` participant answers"
    key = both_answered(clerk)

    assert answer(clerk, key, "d1", "tentative").body["participants"] == [
        P1,
        {**D1, "status": "tentative"},
    ]


def test_the_owner_answers_without_being_named_by_a_field(clerk: Wire) -> None:
    # "ownerId | string | absent | client; needed for slots"
    key = booked(clerk, **PEOPLE)

    assert answer(clerk, key, "ann").body["participants"] == [{"id": "ann", "status": "accepted"}]


def test_the_person_of_the_directory_answers_as_the_owner_that_is_shown(
    clerk: Wire, database: Database
) -> None:
    # "`ownerId` of a book made through provider availability is the text of the patient's id"
    with database.write("test") as tx:
        user = build.patient(tx).id
        hours = build.availability(tx, None, span(10))
        key = hex_id(build.appointment(tx, hours, span(10), person_id=user).id, Of.APPOINTMENT)

    assert answer(clerk, key, str(user)).body["ownerId"] == str(user)
    assert answers(clerk, key) == [{"id": str(user), "status": "accepted"}]


def test_whoever_answers_may_be_called_a_participant(clerk: Wire) -> None:
    # "`PATCH /appointments/:id/status` participant answers"
    path = f"/appointments/{booked(clerk, **PEOPLE)}/status/"

    reply = clerk.patch(path, {"participantId": "d1", "status": "accepted"})

    assert reply.body["participants"] == [D1]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"status": "accepted"},
        {"userId": "d1"},
        {"userId": "d1", "status": "maybe"},
        {"userId": "d1", "status": "ACCEPTED"},
        {"userId": "d1", "status": None},
        {"userId": "d1", "status": ["accepted"]},
        {"userId": 5, "status": "accepted"},
        {"userId": " ", "status": "accepted"},
        {"userId": "nobody", "status": "accepted"},
        {"userId": "d1", "participantId": "p1", "status": "accepted"},
    ],
)
def test_what_makes_no_sense_is_a_bad_request_and_keeps_nothing(clerk: Wire, body: Any) -> None:
    # "accepted|declined|tentative|needs-action"
    key = booked(clerk, **PEOPLE)

    assert refused(clerk.patch(f"/appointments/{key}/status", body), 400)
    assert answers(clerk, key) is None


def test_an_appointment_that_is_not_there_cannot_be_answered(clerk: Wire) -> None:
    # "404 unknown id or not in the `_st` states (default PUBLIC)"
    key = booked(clerk, **PEOPLE, __STATE__="TRASH")

    assert refused(answer(clerk, "a0" + "0" * 19 + "999"), 404)
    assert refused(answer(clerk, key), 404)
    assert refused(answer(clerk, NOBODY), 404)
    assert refused(answer(clerk, "x"), 400)
    path = f"/appointments/{key}/status?_st=TRASH"
    assert clerk.patch(path, {"userId": "d1", "status": "declined"}).status == 200


def test_answers_cannot_be_written_otherwise(clerk: Wire) -> None:
    # "participants | array of objects | - | 2.2+, read-only"
    key = both_answered(clerk)

    assert refused(clerk.post("/appointments/", {**PEOPLE, "participants": []}), 400)
    changes: list[dict[str, Any]] = [
        {"$set": {"participants": []}},
        {"$set": {"participants.0.status": "accepted"}},
        {"$unset": {"participants": True}},
        {"$push": {"participants": D1}},
    ]
    for change in changes:
        assert refused(clerk.patch(f"/appointments/{key}", change), 400)
    assert answers(clerk, key) == [D1, P1]


def test_other_changes_leave_the_answers_as_they_are(clerk: Wire) -> None:
    # "participant kept and a date changed"
    key = both_answered(clerk)
    move = {"startDate": time(15), "endDate": time(16), "title": "Later"}

    changed = clerk.patch(f"/appointments/{key}", {"$set": move})

    assert changed.body["data"]["participants"] == [D1, P1]


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"$set": {"patients": ["p2"]}}, [D1]),
        ({"$unset": {"patients": True}}, [D1]),
        ({"$set": {"doctor": "p1", "patients": []}}, None),
        ({"$set": {"doctor": ["d0", "d1"], "patients": "p1"}}, [D1, P1]),
    ],
)
def test_who_leaves_takes_the_answer_along(clerk: Wire, change: Any, left: Any) -> None:
    # "moving a user between categories = removed + added"
    key = both_answered(clerk)

    clerk.patch(f"/appointments/{key}", change)
    assert answers(clerk, key) == left

    clerk.patch(f"/appointments/{key}", {"$set": {"doctor": "d1", "patients": ["p1"]}})
    assert answers(clerk, key) == left


def test_a_former_owner_takes_the_answer_along(clerk: Wire) -> None:
    # "ownerId | string | absent | client; needed for slots"
    key = booked(clerk, **PEOPLE)
    answer(clerk, key, "ann")

    clerk.patch(f"/appointments/{key}", {"$set": {"ownerId": "bob"}})

    assert answers(clerk, key) is None


def test_who_is_taken_off_at_the_desk_takes_the_answer_along(
    clerk: Wire, database: Database
) -> None:
    # "PATCH, participant removed | removed | delete | abort"
    key = both_answered(clerk)

    number = number_of(key, Of.APPOINTMENT) or 0
    with database.write("test") as tx:
        now = appointments.one(tx, number)
        extra = {**now.extra, "patients": []}
        appointments.amend(tx, number, Details(owner=now.owner, extra=extra), seen=now.version)

    assert answers(clerk, key) == [D1]


def test_answers_are_filtered_by_like_any_field(clerk: Wire) -> None:
    # "array field matches if any element equals; nested `a.b=v`"
    key = both_answered(clerk)
    booked(clerk, 12, **PEOPLE)

    found = clerk.get("/appointments/?participants.status=declined").body

    assert [each["_id"] for each in found] == [key]


def test_a_reservation_does_not_take_over_answers_that_nobody_gave(clerk: Wire) -> None:
    # "participants | array of objects | - | 2.2+, read-only"
    key = open_time(clerk, participants=[D1])
    slot = f"{key}%7C{time(9)}%7C{time(10)}"

    held = clerk.patch(f"/slots/lock/{slot}", {"ownerId": "ann", "participants": [D1]})

    assert held.status == 200
    assert "participants" not in held.body
    confirmed = booked(clerk, 9, availabilityId=key, ownerId="ann")
    assert confirmed == held.body["_id"]
    assert answers(clerk, confirmed) is None


def test_an_answer_tells_nobody_and_leaves_reminders_as_they_are(
    clerk: Wire, database: Database
) -> None:
    # "PATCH, participant added | added | create | schedule"
    talkative(database)
    key = booked(clerk, patients=["p1", "p2"], doctors="d1", reminderMilliseconds=HOUR_MS)
    before = told(database), reminders(database), one(clerk, "appointments", key)["reminderIds"]

    reply = answer(clerk, key, "p1", "declined")

    assert reply.body["participants"] == [P1]
    assert (told(database), reminders(database), reply.body["reminderIds"]) == before
    assert len(before[1]) == 2


def test_an_answer_is_signed_by_whoever_brought_it(clerk: Wire) -> None:
    # "`userid` header sets `creatorId`/`updaterId`"
    path = f"/appointments/{booked(clerk, **PEOPLE)}/status"

    reply = clerk.patch(path, {"userId": "d1", "status": "accepted"}, userid="front end")

    assert reply.body["updaterId"] == "front end"


def test_without_slots_there_are_answers_all_the_same(database: Database) -> None:
    # "appointments (only `/appointments...`, our `/calendar` too)"
    alone = Wire(application(database, MODES["appointments"]), token(database, "desk", "alone"))

    assert answer(alone, booked(alone, **PEOPLE)).status == 200


def test_the_example_of_an_answer_is_answered_as_it_says(clerk: Wire) -> None:
    key = booked(clerk, ownerId=examples.ANSWER["userId"])

    reply = clerk.patch(f"/appointments/{key}/status", examples.ANSWER)

    assert reply.body["participants"] == examples.ANSWERED["participants"]
    assert set(examples.ANSWERED) - set(reply.body) == {"availabilityId"}
