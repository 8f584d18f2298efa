"""Document 004, `PATCH` and `DELETE /appointments/:id`, and states (contract, 1.1, 5.2, 5.3)."""

from __future__ import annotations

from typing import Any

import pytest

from desk.services import appointments, site
from desk.store.database import Database
from tests import build
from tests.api.documents_of import NOBODY, booked, one, open_time, refused, shut, span, time
from tests.api.wire_of import Reply, Wire
from tests.conftest import Clock


def patch(wire: Wire, key: str, body: Any, query: str = "") -> Reply:
    return wire.patch(f"/appointments/{key}{query}", body)


def changed(wire: Wire, key: str, body: Any) -> dict[str, Any]:
    reply = patch(wire, key, body)
    assert reply.status == 200, reply.raw
    assert list(reply.body) == ["data", "errors"]
    assert reply.body["errors"] == []
    found: dict[str, Any] = reply.body["data"]
    assert found == one(wire, "appointments", key)
    return found


def on_slot(wire: Wire, hour: int = 9, owner: str = "u1", **opening: Any) -> tuple[str, str]:
    availability = open_time(wire, **opening)
    return availability, booked(wire, hour, availabilityId=availability, ownerId=owner)


@pytest.mark.parametrize(
    ("body", "name", "value"),
    [
        ({"$set": {"n": "x"}}, "n", "x"),
        ({"$set": {"deep.a.b": 1}}, "deep", {"x": 1, "a": {"b": 1}}),
        ({"$set": {"list.0": "z"}}, "list", ["z", 2]),
        ({"$unset": {"n": True}}, "n", None),
        ({"$unset": {"deep.x": True}}, "deep", {}),
        ({"$inc": {"n": 2}}, "n", 7),
        ({"$inc": {"n": -0.5}}, "n", 4.5),
        ({"$inc": {"new": 2}}, "new", 2),
        ({"$mul": {"n": 3}}, "n", 15),
        ({"$mul": {"new": 3}}, "new", 0),
        ({"$push": {"list": 3}}, "list", [1, 2, 3]),
        ({"$push": {"list": {"$each": [3, 4]}}}, "list", [1, 2, 3, 4]),
        ({"$push": {"new": "a"}}, "new", ["a"]),
        ({"$currentDate": {"seen": True}}, "seen", "2030-02-04T09:00:00.000Z"),
    ],
)
def test_each_operator_does_what_it_says(clerk: Wire, body: Any, name: str, value: Any) -> None:
    key = booked(clerk, n=5, deep={"x": 1}, list=[1, 2])

    assert changed(clerk, key, body).get(name) == value


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"5",
        {"n": 1},
        {"$set": 5},
        {"$set": {"": 1}},
        {"$set": {"a..b": 1}},
        {"$set": {"reminderIds": []}},
        {"$set": {"linkTeleconsultation": "x"}},
        {"$set": {"isFlagged": False}},
        {"$set": {"_id": NOBODY}},
        {"$set": {"creatorId": "x"}},
        {"$set": {"updatedAt": time(9)}},
        {"$set": {"__STATE__": "DRAFT"}},
        {"$set": {"startDate": "tomorrow"}},
        {"$set": {"startDate": time(11)}},
        {"$set": {"startDate.x": 1}},
        {"$set": {"endDate": None}},
        {"$set": {"isRemote": True}},
        {"$set": {"isRemote": "no"}},
        {"$set": {"reminderMilliseconds": -1}},
        {"$set": {"channels": ["fax"]}},
        {"$set": {"status": "GONE"}},
        {"$set": {"title": 5}},
        {"$set": {"n": "\0"}},
        {"$set": {"n.x": 1}},
        {"$set": {"list.9": 1}},
        {"$set": {"n": 1}, "$inc": {"n": 1}},
        {"$set": {"deep": 1, "deep.x": 1}},
        {"$unset": {"n": 1}},
        {"$unset": {"n": ""}},
        {"$unset": {"startDate": True}},
        {"$unset": {"isRemote": True}},
        {"$unset": {"status": True}},
        {"$unset": {"lockExpiration": True}},
        {"$unset": {"reminderIds": True}},
        {"$inc": {"n": "1"}},
        {"$inc": {"text": 1}},
        {"$inc": {"reminderMilliseconds": 1}},
        {"$inc": {"resourceId": 1}},
        {"$mul": {"n": 1e308}},
        {"$mul": {"startDate": 2}},
        {"$push": {"n": 1}},
        {"$push": {"channels": "sms"}},
        {"$push": {"list": {"$each": 5}}},
        {"$push": {"list": {"$slice": 5}}},
        {"$currentDate": {"seen": 1}},
        {"$currentDate": {"startDate": True}},
        {"$pull": {"list": 1}},
        {"$addToSet": {"list": 1}},
        {"$rename": {"n": "m"}},
    ],
)
def test_what_must_not_be_changed_so_is_refused_and_nothing_kept(clerk: Wire, body: Any) -> None:
    key = booked(clerk, n=5e10, text="x", deep={"x": 1}, list=[1, 2], reminderMilliseconds=5)
    patch(clerk, key, {"$mul": {"n": 1e100}})
    before = one(clerk, "appointments", key)

    assert refused(patch(clerk, key, body), 400)
    if body == {"$mul": {"n": 1e308}}:
        assert before["n"] > 1e100

    assert one(clerk, "appointments", key) == before


def test_an_empty_change_says_who_was_there_last(clerk: Wire, clock: Clock) -> None:
    key = booked(clerk)
    before = one(clerk, "appointments", key)
    clock.now = clock.now.replace(hour=10)

    after = clerk.patch(f"/appointments/{key}", {}, userid="u9").body["data"]

    assert after == {**before, "updaterId": "u9", "updatedAt": "2030-02-04T10:00:00.000Z"}


@pytest.mark.parametrize("name", ["channels", "ownerId", "reminderMilliseconds", "title", "own"])
def test_these_fields_can_be_unset(clerk: Wire, name: str) -> None:
    fields: dict[str, Any] = {
        "channels": ["sms"],
        "ownerId": "u1",
        "reminderMilliseconds": 5,
        "title": "x",
    }
    key = booked(clerk, **fields, own=1)

    assert name not in changed(clerk, key, {"$unset": {name: True}})


def test_one_that_is_not_there_or_not_meant_is_404(clerk: Wire) -> None:
    key = booked(clerk, ownerId="u1")
    draft = booked(clerk, __STATE__="DRAFT")

    assert refused(patch(clerk, NOBODY, {}), 404)
    assert refused(patch(clerk, draft, {}), 404)
    assert patch(clerk, draft, {}, "?_st=DRAFT").status == 200
    assert refused(patch(clerk, key, {}, "?ownerId=u2"), 404)
    assert refused(patch(clerk, key, {}, '?_q={"ownerId":"u2"}'), 404)
    assert patch(clerk, key, {}, "?ownerId=u1").status == 200
    assert refused(clerk.patch(f"/appointments/{key}", {}, acl_rows='{"ownerId":"u2"}'), 404)
    assert refused(patch(clerk, "nonsense", {}), 400)


def test_an_appointment_moves_to_another_slot(clerk: Wire) -> None:
    availability, key = on_slot(clerk)

    moved = changed(clerk, key, {"$set": span(11)})

    assert (moved["startDate"], moved["availabilityId"]) == (time(11), availability)
    assert booked(clerk, availabilityId=availability, ownerId="u2")


def test_it_does_not_stand_in_its_own_way(clerk: Wire) -> None:
    _, key = on_slot(clerk)

    assert changed(clerk, key, {"$set": {**span(9), "n": 1}})["n"] == 1


@pytest.mark.parametrize(
    "change", [{"startDate": time(9, 30)}, {"endDate": time(11)}, span(13), span(9, 11)]
)
def test_what_is_no_slot_cannot_be_moved_to(clerk: Wire, change: dict[str, str]) -> None:
    _, key = on_slot(clerk)

    assert refused(patch(clerk, key, {"$set": change}), 400)


def test_a_full_or_closed_slot_cannot_be_moved_to(clerk: Wire) -> None:
    availability, key = on_slot(clerk)
    booked(clerk, 10, availabilityId=availability, ownerId="u2")
    shut(clerk, 11)

    assert refused(patch(clerk, key, {"$set": span(10)}), 403)
    assert refused(patch(clerk, key, {"$set": span(11)}), 403)
    assert refused(patch(clerk, key, {"$set": {"availabilityId": NOBODY}}), 404)


def test_what_stood_by_itself_can_be_put_on_a_slot_and_back(clerk: Wire) -> None:
    availability = open_time(clerk, resourceId="r1")
    key = booked(clerk, ownerId="u1", resourceId="r2")

    on = changed(clerk, key, {"$set": {"availabilityId": availability}})
    off = changed(clerk, key, {"$unset": {"availabilityId": True}})

    assert (on["availabilityId"], on["resourceId"]) == (availability, "r1")
    assert "availabilityId" not in off
    assert booked(clerk, availabilityId=availability, ownerId="u2")


def test_the_owner_of_a_slot_cannot_be_taken_away(clerk: Wire) -> None:
    _, key = on_slot(clerk)

    assert refused(patch(clerk, key, {"$unset": {"ownerId": True}}), 400)
    assert changed(clerk, key, {"$set": {"ownerId": "u2"}})["ownerId"] == "u2"


def test_what_was_booked_at_the_desk_without_an_owner_can_be_changed(
    clerk: Wire, database: Database
) -> None:
    open_time(clerk)
    with database.write("ann") as tx:
        milan = build.patient(tx)
        kept = build.appointment(
            tx, None, build.span(9), "", person_id=milan.id, note="x", appointment_type="t"
        )
    key = f"a0{kept.id:022x}"

    document = changed(clerk, key, {"$set": {"own": 1}})

    assert (document["title"], document["ownerId"]) == ("Milan Novak", str(milan.id))
    with database.read() as tx:
        after = appointments.one(tx, kept.id)
    assert (after.person_id, after.title, after.owner) == (milan.id, "", None)
    assert (after.note, after.appointment_type) == ("x", "t")


def test_a_move_to_a_good_slot_takes_the_flag_away(clerk: Wire) -> None:
    _, key = on_slot(clerk)
    shut(clerk, 9)
    assert one(clerk, "appointments", key)["isFlagged"] is True

    assert changed(clerk, key, {"$set": {"n": 1}})["isFlagged"] is True
    assert changed(clerk, key, {"$set": span(10)})["isFlagged"] is False


def test_leaving_the_slot_takes_the_flag_away_unless_an_exception_is_in_the_way(
    clerk: Wire,
) -> None:
    availability, key = on_slot(clerk)
    shut(clerk, 9)
    _, other = on_slot(clerk, 10)
    clerk.post("/availabilities/state", [{"filter": {}, "stateTo": "DRAFT"}])

    unset = {"$unset": {"availabilityId": True}}

    assert availability
    assert changed(clerk, key, unset)["isFlagged"] is True
    assert changed(clerk, other, unset)["isFlagged"] is False


def test_a_reservation_is_confirmed_and_given_a_deadline_by_hand(clerk: Wire) -> None:
    availability = open_time(clerk)
    slot = f"{availability}%7C{time(9)}%7C{time(10)}"
    key = clerk.patch(f"/slots/lock/{slot}", {"ownerId": "u1"}).body["_id"]

    longer = changed(clerk, key, {"$set": {"lockExpiration": time(8)}})
    there = changed(clerk, key, {"$set": {"status": "BOOKED"}})
    back = changed(clerk, key, {"$set": {"status": "AVAILABLE", "lockExpiration": time(7)}})

    assert longer["lockExpiration"] == time(8)
    assert (there["status"], there["lockExpiration"]) == ("BOOKED", None)
    assert (back["status"], back["lockExpiration"]) == ("AVAILABLE", time(7))


def test_participants_are_counted_after_the_change(clerk: Wire, database: Database) -> None:
    with database.write("test") as tx:
        site.choose(tx, "appointments.users", {"patients": {}})
    key = booked(clerk, patients=["p1"])

    assert refused(patch(clerk, key, {"$set": {"isRemote": True}}), 400)
    remote = {"$set": {"isRemote": True, "patients": ["p1", "p2"]}}
    assert changed(clerk, key, remote)["isRemote"] is True
    assert refused(patch(clerk, key, {"$set": {"patients": "p1"}}), 400)
    assert changed(clerk, key, {"$set": {"isRemote": False}})["isRemote"] is False


def test_an_appointment_is_removed_for_good(clerk: Wire) -> None:
    availability, key = on_slot(clerk)

    reply = clerk.ask("DELETE", f"/appointments/{key}", b"")

    assert (reply.status, reply.raw) == (204, b"")
    assert refused(clerk.delete(f"/appointments/{key}"), 404)
    assert clerk.get("/appointments/?_st=PUBLIC,DRAFT,TRASH,DELETED").body == []
    assert booked(clerk, availabilityId=availability, ownerId="u2")


def test_one_in_the_bin_is_removed_from_the_bin(clerk: Wire) -> None:
    key = booked(clerk, __STATE__="TRASH")

    assert refused(clerk.delete(f"/appointments/{key}"), 404)
    assert refused(clerk.delete(f"/appointments/{NOBODY}"), 404)
    assert clerk.delete(f"/appointments/{key}?_st=TRASH").status == 204


ALLOWED = {
    ("DRAFT", "PUBLIC"),
    ("PUBLIC", "DRAFT"),
    ("TRASH", "DRAFT"),
    ("PUBLIC", "TRASH"),
    ("DRAFT", "TRASH"),
    ("DELETED", "TRASH"),
    ("TRASH", "DELETED"),
}
STATES = ["PUBLIC", "DRAFT", "TRASH", "DELETED"]


@pytest.mark.parametrize("to", STATES)
@pytest.mark.parametrize("source", STATES)
def test_only_what_may_come_into_a_state_does(clerk: Wire, source: str, to: str) -> None:
    key = booked(clerk, __STATE__=source)
    other = booked(clerk, __STATE__=source)
    goes = (source, to) in ALLOWED

    many = clerk.post("/appointments/state", [{"filter": {"_id": key}, "stateTo": to}])
    single = clerk.post(f"/appointments/{other}/state", {"stateTo": to})

    assert (many.status, many.body) == (200, {"updated": int(goes), "errors": []})
    assert single.status == (204 if goes or source == to else 400)
    assert one(clerk, "appointments", key, to if goes else source)


def test_filters_of_states_are_carried_out_one_after_the_other(clerk: Wire) -> None:
    for owner in ("u1", "u2", "u3"):
        booked(clerk, ownerId=owner)

    reply = clerk.post(
        "/appointments/state",
        [
            {"filter": {"ownerId": {"$in": ["u1", "u2"]}}, "stateTo": "TRASH"},
            {"filter": {"ownerId": "u1"}, "stateTo": "DELETED"},
            {"filter": {}, "stateTo": "DRAFT"},
        ],
    )

    assert reply.body["updated"] == 2 + 1 + 2


def test_what_is_not_public_frees_its_place_and_is_flagged_when_it_is_taken(clerk: Wire) -> None:
    availability, key = on_slot(clerk)

    def put(to: str) -> None:
        body = [{"filter": {"_id": key}, "stateTo": to}]
        assert clerk.post("/appointments/state", body).body["updated"] == 1

    put("DRAFT")
    booked(clerk, availabilityId=availability, ownerId="u2")
    put("PUBLIC")

    assert one(clerk, "appointments", key)["isFlagged"] is True


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        5,
        None,
        [5],
        [{}],
        [{"filter": {}}],
        [{"stateTo": "TRASH"}],
        [{"filter": {}, "stateTo": "OPEN"}],
        [{"filter": {}, "stateTo": ["TRASH"]}],
        [{"filter": [], "stateTo": "TRASH"}],
        [{"filter": {"$nor": []}, "stateTo": "TRASH"}],
        [{"filter": {"_id": "x"}, "stateTo": "TRASH"}],
        [{"filter": {}, "stateTo": "TRASH"}, {"filter": {}}],
    ],
)
@pytest.mark.parametrize("path", ["appointments", "availabilities", "exceptions"])
def test_what_names_no_filter_or_no_state_is_refused(clerk: Wire, path: str, body: Any) -> None:
    booked(clerk)

    sent = b"null" if body is None else body
    assert refused(clerk.post(f"/{path}/state", sent), 400)
    assert clerk.get("/appointments/count").body == 1
