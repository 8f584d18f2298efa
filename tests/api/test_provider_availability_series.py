"""Document 001, recurrence patterns; contract rows 16 to 22."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desk.services import provider_slots
from desk.store.database import Database
from tests.api.clinic import BLANK, IAN, SLOTS, at, booked, furnish, opened, post, put, starts
from tests.api.wire_of import Wire
from tests.conftest import Clock

ALL = f"{SLOTS}?page_size=100"
LISTED = "is not included in the list"
WEEKLY: dict[str, Any] = {"recurring": True, "recurrence_pattern": "weekly"}
THREE: dict[str, Any] = {
    "recurring": True,
    "recurrence_pattern": "custom",
    "recurrence_rule": "FREQ=WEEKLY;COUNT=3",
}


@pytest.fixture(autouse=True)
def clinic(database: Database) -> None:
    furnish(database)


def rows(wire: Wire) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = wire.get(ALL).body
    return found


@pytest.mark.parametrize(
    ("pattern", "count", "second"),
    [
        ("daily", 84, "02-05T14:00"),
        ("weekly", 12, "02-11T14:00"),
        ("biweekly", 6, "02-18T14:00"),
        ("monthly", 3, "03-04T14:00"),
    ],
)
def test_a_pattern_makes_rows_up_to_the_horizon(
    admin: Wire, pattern: str, count: int, second: str
) -> None:
    made = opened(admin, recurring=True, recurrence_pattern=pattern)

    found = rows(admin)

    assert (len(found), found[0], starts(admin)[1]) == (count, made, second)
    assert {(each["recurring"], each["recurrence_pattern"]) for each in found} == {(True, pattern)}
    assert {each["series_id"] for each in found} == {made["series_id"]}
    assert "recurrence_rule" not in made


def test_what_does_not_repeat_has_no_series(admin: Wire) -> None:
    made = opened(admin)

    assert not {"series_id", "recurrence_rule"} & made.keys()


def test_rows_stay_on_the_clock_of_the_house(admin: Wire) -> None:
    # Row 17: in Rome summer time begins on 31 March.
    opened(admin, **WEEKLY)

    assert starts(admin)[7:9] == ["03-25T14:00", "04-01T13:00"]


def test_a_custom_pattern_is_answered_with_its_rule(admin: Wire) -> None:
    rule = "FREQ=WEEKLY;BYDAY=MO,FR"

    made = opened(admin, recurring=True, recurrence_pattern="custom", recurrence_rule=rule)

    assert made["recurrence_rule"] == rule
    assert starts(admin)[:3] == ["02-04T14:00", "02-08T14:00", "02-11T14:00"]


def test_the_end_of_a_rule_is_answered_as_an_until(admin: Wire) -> None:
    made = opened(admin, **THREE)

    assert made["recurrence_rule"] == "FREQ=WEEKLY;UNTIL=20300218T140000Z"
    assert starts(admin) == ["02-04T14:00", "02-11T14:00", "02-18T14:00"]
    assert put(admin, made["id"], **made).body == made


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"recurring": True}, {"recurrence_pattern": [BLANK]}),
        ({"recurring": True, "recurrence_pattern": ""}, {"recurrence_pattern": [BLANK]}),
        ({"recurring": True, "recurrence_pattern": "hourly"}, {"recurrence_pattern": [LISTED]}),
        ({"recurring": True, "recurrence_pattern": 5}, {"recurrence_pattern": [LISTED]}),
        ({"recurring": True, "recurrence_pattern": "custom"}, {"recurrence_rule": [BLANK]}),
    ],
)
def test_a_pattern_that_is_none_is_refused(
    admin: Wire, given: dict[str, Any], faults: dict[str, list[str]]
) -> None:
    reply = post(admin, **given)

    assert (reply.status, reply.body) == (422, {"errors": faults})
    assert rows(admin) == []


@pytest.mark.parametrize(
    "rule", ["often", "FREQ=HOURLY", "FREQ=DAILY;UNTIL=20200101", "a\0b", "\ud800", 5, "x" * 2000]
)
def test_a_rule_that_is_none_is_refused(admin: Wire, rule: Any) -> None:
    reply = post(admin, recurring=True, recurrence_pattern="custom", recurrence_rule=rule)

    assert (reply.status, list(reply.body["errors"])) == (422, ["recurrence_rule"])


@pytest.mark.parametrize("recurring", [False, None])
def test_a_pattern_counts_only_for_what_repeats(admin: Wire, recurring: bool | None) -> None:
    # Row 20.
    made = opened(admin, recurring=recurring, recurrence_pattern="weekly")

    assert (made["recurring"], made["recurrence_pattern"], len(rows(admin))) == (False, None, 1)


def test_what_repeats_lasts_at_most_a_day(admin: Wire) -> None:
    reply = post(admin, end_time=at(15, on=5), **WEEKLY)

    assert (reply.status, list(reply.body["errors"])) == (422, ["end_time"])


def test_a_first_row_that_collides_refuses_the_whole_series(admin: Wire) -> None:
    # Row 21.
    made = opened(admin)

    assert (post(admin, **WEEKLY).status, rows(admin)) == (409, [made])


def test_a_later_row_that_collides_is_left_out(admin: Wire) -> None:
    other = opened(admin, on=11)

    series = opened(admin, **WEEKLY)

    assert len([each for each in rows(admin) if each.get("series_id") == series["series_id"]]) == 11
    assert other in rows(admin)


def test_rows_come_as_time_goes_on(admin: Wire, database: Database, clock: Clock) -> None:
    opened(admin, **WEEKLY)
    clock.advance(timedelta(weeks=2))
    with database.write("desk") as tx:
        provider_slots.roll_forward(tx)

    assert len(rows(admin)) == 14


def test_only_the_row_that_is_meant_is_changed_or_taken_back(admin: Wire) -> None:
    # Row 22.
    opened(admin, **THREE)
    first, second, third = rows(admin)

    changed = put(admin, second["id"], start_time=at(15, on=11), end_time=at(16, on=11)).body
    assert admin.delete(f"{SLOTS}/{first['id']}").status == 204

    assert rows(admin) == [changed, third]
    assert changed["series_id"] == third["series_id"]


@pytest.mark.parametrize(
    ("scope", "left"),
    [("future", ["02-04T14:00"]), ("all", [])],
)
def test_a_scope_takes_the_other_rows_back_as_well(
    admin: Wire, database: Database, clock: Clock, scope: str, left: list[str]
) -> None:
    opened(admin, **WEEKLY)

    reply = admin.delete(f"{SLOTS}/{rows(admin)[1]['id']}?scope={scope}")

    assert (reply.status, starts(admin)) == (204, left)
    clock.advance(timedelta(weeks=2))
    with database.write("desk") as tx:
        assert provider_slots.roll_forward(tx) == 0


def test_booked_rows_stay_whatever_the_scope(admin: Wire) -> None:
    opened(admin, **THREE)
    booked(admin, rows(admin)[2]["id"])

    replies = [admin.delete(f"{SLOTS}/{rows(admin)[0]['id']}?scope=all") for _ in range(2)]

    assert ([reply.status for reply in replies], starts(admin)) == ([204, 409], ["02-18T14:00"])


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_unknown_scope_is_refused(admin: Wire, method: str) -> None:
    made = opened(admin)

    reply = admin.ask(method, f"{SLOTS}/{made['id']}?scope=some", {"available_slot": {}})

    assert (reply.status, list(reply.body)) == (400, ["errors"])


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("future", ["02-04T14:00", "02-11T15:30", "02-18T15:30"]),
        ("all", ["02-04T15:30", "02-11T15:30", "02-18T15:30"]),
    ],
)
def test_a_scope_changes_the_other_rows_as_well(
    admin: Wire, scope: str, expected: list[str]
) -> None:
    opened(admin, **THREE)
    second = rows(admin)[1]

    reply = put(
        admin,
        second["id"],
        f"?scope={scope}",
        start_time=at(15, 30, on=11),
        end_time=at(16, on=11),
        appointment_type="assessment",
    )

    assert (reply.status, starts(admin)) == (200, expected)
    kinds = [each["appointment_type"] for each in rows(admin)]
    assert kinds.count("assessment") == len([each for each in expected if each.endswith("15:30")])
    assert all(each["recurring"] for each in rows(admin))


def test_rows_that_come_later_are_as_the_series_is_now(
    admin: Wire, database: Database, clock: Clock
) -> None:
    opened(admin, **WEEKLY)
    put(admin, rows(admin)[1]["id"], "?scope=future", provider_id=IAN, start_time=at(13, on=11))
    clock.advance(timedelta(weeks=1))
    with database.write("desk") as tx:
        provider_slots.roll_forward(tx)

    last = rows(admin)[-1]

    assert (last["provider_id"], last["start_time"][5:16]) == (IAN, "04-29T12:00")
    assert len(rows(admin)) == 13


def test_a_series_moved_by_its_own_step_is_not_in_its_own_way(admin: Wire) -> None:
    opened(admin, recurring=True, recurrence_pattern="daily")

    reply = put(
        admin, rows(admin)[0]["id"], "?scope=all", start_time=at(14, on=5), end_time=at(15, on=5)
    )

    assert (reply.status, starts(admin)[0], len(rows(admin))) == (200, "02-05T14:00", 84)


def test_a_slot_may_begin_to_repeat(admin: Wire) -> None:
    made = opened(admin)

    changed = put(admin, made["id"], **WEEKLY).body

    assert (changed["id"], changed["recurrence_pattern"]) == (made["id"], "weekly")
    assert starts(admin)[:2] == ["02-04T14:00", "02-11T14:00"]
    assert len(rows(admin)) == 12


def test_a_row_that_no_longer_repeats_leaves_its_series(admin: Wire) -> None:
    opened(admin, **THREE)
    second = rows(admin)[1]

    changed = put(admin, second["id"], recurring=False).body

    assert (changed["recurring"], changed["recurrence_pattern"]) == (False, None)
    assert [each["recurring"] for each in rows(admin)] == [True, False, True]


def test_with_a_scope_the_rows_of_the_series_that_is_left_are_taken_back(admin: Wire) -> None:
    opened(admin, **THREE)

    put(admin, rows(admin)[1]["id"], "?scope=future", recurring=False)

    assert [each["recurring"] for each in rows(admin)] == [True, False]


def test_a_custom_series_as_a_whole_keeps_to_its_days(admin: Wire) -> None:
    made = opened(admin, **THREE)

    reply = put(admin, made["id"], "?scope=all", start_time=at(14, on=5), end_time=at(15, on=5))

    assert (reply.status, list(reply.body["errors"])) == (422, ["start_time"])
