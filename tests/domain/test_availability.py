"""Open time, by the table of document 004's contract (section 6.3), quoted row by row."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.domain.availability import Availability
from desk.domain.span import Span
from tests.domain.open_time import DAILY, HALF, MONDAYS, count, opened, utc

MILLISECOND = timedelta(milliseconds=1)

THURSDAYS = opened("2022-10-20T09:00", "2022-10-20T13:00", DAILY)
PERIOD = Span(utc("2022-10-01T00:00"), utc("2023-07-01T00:00"))


def ending(until: str) -> Availability:
    return opened("2022-10-20T09:00", "2022-10-20T13:00", DAILY, until=utc(until))


COUNTS = [
    (
        "6.3 PM: daily 09-13Z until 2022-10-27T00:00Z",
        7,
        opened("2022-10-20T09:00", "2022-10-20T13:00", DAILY, until=utc("2022-10-27T00:00")),
    ),
    ("6.3 OVW daily until 2022-12-31T23:59:59.999Z", 73, ending("2022-12-31T23:59:59.999")),
    (
        "6.3 OVW weekly [2,4] same until",
        21,
        opened(
            "2022-10-20T09:00",
            "2022-10-20T13:00",
            "FREQ=WEEKLY;BYDAY=TU,TH",
            until=utc("2022-12-31T23:59:59.999"),
        ),
    ),
    (
        "6.3 OVW monthly 1st 2022-11..2023-06-30",
        8,
        opened(
            "2022-11-01T09:00", "2022-11-01T13:00", "FREQ=MONTHLY", until=utc("2023-06-30T23:59")
        ),
    ),
    ("6.3 until 10-26T08:59:59Z", 6, ending("2022-10-26T08:59:59")),
    ("6.3 until 10-26T09:00Z", 6, ending("2022-10-26T09:00")),
    ("6.3 until 10-26T10:00Z", 6, ending("2022-10-26T10:00")),
    ("6.3 until 10-26T12:59:59.999Z", 6, ending("2022-10-26T12:59:59.999")),
    ("6.3 until 10-26T13:00Z", 7, ending("2022-10-26T13:00")),
    ("6.3 until 10-26T23:59:59Z", 7, ending("2022-10-26T23:59:59")),
]


@pytest.mark.parametrize(("row", "expected", "availability"), COUNTS, ids=[c[0] for c in COUNTS])
def test_an_occurrence_counts_only_if_it_has_ended_by_then(
    row: str, expected: int, availability: Availability
) -> None:
    assert len(list(availability.occurrences(PERIOD))) == expected


def test_the_first_week_has_fifty_six_half_hours() -> None:
    half_hours = opened(
        "2022-10-20T09:00",
        "2022-10-20T13:00",
        DAILY,
        slot_length=HALF,
        until=utc("2022-10-27T00:00"),
    )

    assert count(half_hours, PERIOD) == 56


DATES = [
    (
        "6.3 monthly day 31 from 2031-01-31",
        "2031-01-31",
        "FREQ=MONTHLY",
        "2031-01-01",
        "2032-01-01",
        "01-31 03-31 05-31 07-31 08-31 10-31 12-31",
    ),
    (
        "6.3 monthly day 30, 2031",
        "2031-01-30",
        "FREQ=MONTHLY",
        "2031-01-01",
        "2032-01-01",
        "01-30 03-30 04-30 05-30 06-30 07-30 08-30 09-30 10-30 11-30 12-30",
    ),
    (
        "6.3 monthly day 29, 2031",
        "2031-01-29",
        "FREQ=MONTHLY",
        "2031-01-01",
        "2031-05-01",
        "01-29 03-29 04-29",
    ),
    (
        "6.3 monthly day 29, 2032 has Feb 29",
        "2031-01-29",
        "FREQ=MONTHLY",
        "2032-01-01",
        "2032-04-01",
        "01-29 02-29 03-29",
    ),
    (
        "6.3 monthly from 2024-02-29",
        "2024-02-29",
        "FREQ=MONTHLY",
        "2024-12-01",
        "2025-05-01",
        "12-29 01-29 03-29 04-29",
    ),
    (
        "6.3 start Thu 2022-10-20, on [2]",
        "2022-10-20",
        "FREQ=WEEKLY;BYDAY=TU",
        "2022-10-01",
        "2022-11-02",
        "10-25 11-01",
    ),
    (
        "6.3 start Thu, on [4,2]",
        "2022-10-20",
        "FREQ=WEEKLY;BYDAY=TU,TH",
        "2022-10-01",
        "2022-11-02",
        "10-20 10-25 10-27 11-01",
    ),
]


@pytest.mark.parametrize(
    ("row", "first", "rule", "since", "until", "expected"), DATES, ids=[d[0] for d in DATES]
)
def test_the_dates_are_those_of_the_pattern(
    row: str, first: str, rule: str, since: str, until: str, expected: str
) -> None:
    availability = opened(f"{first}T09:00", f"{first}T13:00", rule)

    found = availability.occurrences(Span(utc(since), utc(until)))

    assert [f"{each.start:%m-%d}" for each in found] == expected.split()


LOCAL = [
    (
        "6.3 monthly 31st in Rome 09-13, 2023",
        opened("2023-01-31T08:00", "2023-01-31T12:00", "FREQ=MONTHLY", "Europe/Rome"),
        "2024-01-01",
        "01-31T08 03-31T07 05-31T07 07-31T07 08-31T07 10-31T08 12-31T08",
    ),
    (
        "6.3 Rome monthly, local 1st 00:30",
        opened("2023-01-31T23:30", "2023-02-01T00:30", "FREQ=MONTHLY", "Europe/Rome"),
        "2023-05-02",
        "01-31T23 02-28T23 03-31T22 04-30T22",
    ),
    (
        "6.3 New York 20-22 local, start Mon, on [1]",
        opened("2023-05-02T00:00", "2023-05-02T02:00", MONDAYS, "America/New_York"),
        "2023-05-11",
        "05-02T00 05-09T00",
    ),
    (
        "6.3 New York 20-22 local, start Mon, on [2]",
        opened("2023-05-02T00:00", "2023-05-02T02:00", "FREQ=WEEKLY;BYDAY=TU", "America/New_York"),
        "2023-05-11",
        "05-03T00 05-10T00",
    ),
    (
        "6.3 Tokyo Wed 08-12, on [3]",
        opened("2023-05-02T23:00", "2023-05-03T03:00", "FREQ=WEEKLY;BYDAY=WE", "Asia/Tokyo"),
        "2023-05-11",
        "05-02T23 05-09T23",
    ),
]


@pytest.mark.parametrize(
    ("row", "availability", "until", "expected"), LOCAL, ids=[entry[0] for entry in LOCAL]
)
def test_days_are_those_of_the_place_and_not_of_utc(
    row: str, availability: Availability, until: str, expected: str
) -> None:
    period = Span(availability.span.start, utc(until))

    found = availability.occurrences(period)

    assert [f"{each.start:%m-%dT%H}" for each in found] == expected.split()


CUTS = [
    ("6.3 slots 09:00-12:30/60", "12:30", 60, 3),
    ("6.3 slots 09-11/30", "11:00", 30, 4),
    ("6.3 slots 09-13/25", "13:00", 25, 9),
    ("6.3 slots 09:00-09:50/60", "09:50", 60, 0),
]


@pytest.mark.parametrize(("row", "ends", "minutes", "expected"), CUTS, ids=[c[0] for c in CUTS])
def test_a_window_is_cut_into_as_many_slots_as_fit(
    row: str, ends: str, minutes: int, expected: int
) -> None:
    availability = opened(
        "2022-10-20T09:00", f"2022-10-20T{ends}", slot_length=timedelta(minutes=minutes)
    )

    found = list(availability.slot_spans(availability.span))

    assert len(found) == expected
    assert all(each.length == timedelta(minutes=minutes) for each in found)
    assert all(availability.has_slot(each) for each in found)


def test_a_long_day_of_quarters_has_sixty_eight_slots() -> None:
    long = opened("2022-10-20T07:00", "2022-10-21T00:00", slot_length=timedelta(minutes=15))

    assert count(long, long.span) == 68


def test_what_only_touches_the_period_is_not_in_it() -> None:
    gap = Span(utc("2022-10-20T13:00"), utc("2022-10-21T09:00"))
    wider = Span(gap.start - MILLISECOND, gap.end + MILLISECOND)

    assert list(THURSDAYS.occurrences(gap)) == []
    assert len(list(THURSDAYS.occurrences(wider))) == 2


def test_an_endless_rule_is_right_thirty_years_on() -> None:
    thursdays = opened("2022-10-20T09:00", "2022-10-20T13:00", "FREQ=WEEKLY", "Europe/Rome")

    found = thursdays.occurrences(Span(utc("2052-10-01"), utc("2052-11-15")))

    assert [f"{each.start:%m-%dT%H}" for each in found] == [
        "10-03T09",
        "10-10T09",
        "10-17T09",
        "10-24T09",
        "10-31T10",
        "11-07T10",
        "11-14T10",
    ]


def test_only_an_exact_slot_is_one() -> None:
    ten = Span(utc("2022-10-27T10:00"), utc("2022-10-27T11:00"))
    shifted = Span(ten.start + HALF, ten.end + HALF)
    sliver = timedelta(microseconds=1)

    assert THURSDAYS.has_slot(ten)
    assert not THURSDAYS.has_slot(shifted)
    assert not THURSDAYS.has_slot(Span(ten.start, ten.end + HALF))
    assert not THURSDAYS.has_slot(Span(ten.start + sliver, ten.end + sliver))
    assert not THURSDAYS.has_slot(Span(ten.start, ten.start + sliver))
    assert not THURSDAYS.has_slot(Span(utc("2022-10-27T13:00"), utc("2022-10-27T14:00")))


def test_only_the_slots_that_overlap_the_period_are_given() -> None:
    period = Span(utc("2022-10-27T10:30"), utc("2022-10-27T12:00"))

    found = [f"{each.start:%H:%M}" for each in THURSDAYS.slot_spans(period)]

    assert found == ["10:00", "11:00"]
