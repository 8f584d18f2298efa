"""A party stands where its facts put it, and the log holds only what makes sense."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.errors import Invalid
from desk.domain.visitor import Party, Standing, Times, VisitorEntry
from tests.strategies import moments, parties

NINE = datetime(2030, 2, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADA = Party(visitor="Ada Lind", resident_id=1, subject="Tea")


def faults(wrong: Party | Times) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        wrong.require_sense()
    return refused.value.reasons


def entry(**times: Any) -> VisitorEntry:
    return VisitorEntry(
        id=1,
        uid="u",
        visitor="Ada Lind",
        resident_id=1,
        resident_name="Grace Okafor",
        subject="Tea",
        created_at=NINE,
        **times,
    )


@given(parties(1, 2))
def test_a_party_that_makes_sense_is_accepted(party: Party) -> None:
    party.require_sense()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("people", 0, id="003 row 13: totalPeople is at least 1"),
        pytest.param("people", 10_000, id="003 row 13: totalPeople is at most 9999"),
        pytest.param("visitor", "x" * 201, id="003 row 14: visitorName up to 200"),
        pytest.param("subject", "x" * 2001, id="003 row 14: subject up to 2000"),
        pytest.param("vehicle_color", "x" * 51, id="003 row 14: vehicleColor up to 50"),
        pytest.param("license_plate", "x" * 21, id="003 row 14: licensePlate up to 20"),
        pytest.param("visitor", " \t", id="003 row 14: blank visitorName"),
        pytest.param("subject", "", id="003 row 14: blank subject"),
        pytest.param("note", "a\0b", id="a zero character in the note"),
        pytest.param("companions", ("Bob\0",), id="a zero character in a companion"),
    ],
)
def test_what_the_log_cannot_hold_is_refused_by_name(field: str, value: object) -> None:
    assert list(faults(replace(ADA, **{field: value}))) == [field]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("people", 1, id="003 row 13: 1"),
        pytest.param("people", 9999, id="003 row 13: 9999"),
        pytest.param("visitor", "x" * 200, id="003 row 14: visitorName of 200"),
        pytest.param("subject", "x" * 2000, id="003 row 14: subject of 2000"),
        pytest.param("vehicle_color", None, id="003: no vehicle"),
    ],
)
def test_what_is_just_within_the_limits_is_accepted(field: str, value: object) -> None:
    replace(ADA, **{field: value}).require_sense()  # type: ignore[arg-type]


def test_every_fault_of_a_party_is_named_at_once() -> None:
    assert set(faults(replace(ADA, visitor="", subject=" ", people=0))) == {
        "visitor",
        "subject",
        "people",
    }


def test_a_party_needs_some_time() -> None:
    assert faults(Times()) == {"arrival": ["must not be empty"]}


def test_leaving_before_coming_is_refused_as_003_row_12_says() -> None:
    times = Times(arrived_at=NINE, departed_at=NINE - timedelta(seconds=1))

    assert faults(times) == {"departure": ["must not be before the arrival"]}
    Times(arrived_at=NINE, departed_at=NINE).require_sense()


def test_leaving_without_having_come_is_refused() -> None:
    assert list(faults(Times(expected_at=NINE, departed_at=NINE))) == ["departure"]


@pytest.mark.parametrize("name", ["expected_at", "arrived_at", "departed_at"])
def test_a_time_without_a_zone_is_refused(name: str) -> None:
    times = replace(Times(arrived_at=NINE), **{name: NINE.replace(tzinfo=None)})  # type: ignore[arg-type]

    assert [why for [why] in faults(times).values()] == ["needs a time zone"]


@pytest.mark.parametrize(
    "moment",
    [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=timezone(-12 * HOUR))],
    ids=["first", "last"],
)
def test_the_ends_of_the_calendar_are_refused(moment: datetime) -> None:
    assert faults(Times(arrived_at=moment)) == {"arrival": ["must be in the years 2 to 9998"]}


@given(moments, st.timedeltas(timedelta(), timedelta(days=3)))
def test_a_party_stands_where_its_facts_put_it(moment: datetime, stay: timedelta) -> None:
    assert entry(expected_at=moment).standing is Standing.EXPECTED
    assert entry(expected_at=moment, arrived_at=moment).standing is Standing.INSIDE
    left = entry(arrived_at=moment, departed_at=moment + stay)
    assert left.standing is Standing.LEFT
    assert left.inside_for(moment + 10 * stay) == stay


def test_an_expected_party_is_listed_by_when_it_is_to_come() -> None:
    assert entry(expected_at=NINE).arrival == NINE
    assert entry(expected_at=NINE, arrived_at=NINE + HOUR).arrival == NINE + HOUR


def test_a_party_that_never_came_has_not_been_inside() -> None:
    assert entry(expected_at=NINE).inside_for(NINE + HOUR) == timedelta()


def test_time_inside_is_never_negative_even_when_the_clock_was_put_back() -> None:
    assert entry(arrived_at=NINE).inside_for(NINE - HOUR) == timedelta()


@pytest.mark.parametrize(
    ("text", "whole"), [("2022-03-29", True), ("2022-03-29T10:00:00Z", False), (None, False)]
)
def test_only_a_bare_date_stands_for_the_whole_day(text: str | None, whole: bool) -> None:
    assert entry(arrived_at=NINE, arrival_text=text).whole_day is whole
