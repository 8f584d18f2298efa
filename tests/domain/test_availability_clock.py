"""Open time over changes of the clock, by document 004's contract (6.1 and 6.2), row by row."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.domain.availability import Availability
from desk.domain.span import Span
from tests.domain.open_time import DAILY, HALF, MONDAYS, count, opened, utc, within

WEEK = timedelta(days=7)


def on_day(availability: Availability, date: str) -> list[Span]:
    """The occurrences that begin on that date in UTC, or on the evening before it."""
    day = utc(date)
    period = Span(day - timedelta(hours=3), day + timedelta(hours=21))
    return [each for each in availability.occurrences(period) if each.start >= period.start]


CHANGES = [
    (
        "6.1 Rome Mon 09-13 on [1,4] from 2022-10-20",
        opened("2022-10-20T07:00", "2022-10-20T11:00", "FREQ=WEEKLY;BYDAY=MO,TH", "Europe/Rome"),
        [
            "10-20 07:00-11:00",
            "10-24 07:00-11:00",
            "10-27 07:00-11:00",
            "10-31 08:00-12:00",
            "11-03 08:00-12:00",
        ],
    ),
    (
        "6.1 Rome Mon 09-13 from 2031-03-24",
        opened("2031-03-24T08:00", "2031-03-24T12:00", MONDAYS, "Europe/Rome"),
        ["03-24 08:00-12:00", "03-31 07:00-11:00", "04-07 07:00-11:00"],
    ),
    (
        "6.1 Rome Mon 09-13 from 2031-10-20",
        opened("2031-10-20T07:00", "2031-10-20T11:00", MONDAYS, "Europe/Rome"),
        ["10-20 07:00-11:00", "10-27 08:00-12:00", "11-03 08:00-12:00"],
    ),
    (
        "6.1 New York Wed 09-12 from 2031-03-05",
        opened("2031-03-05T14:00", "2031-03-05T17:00", "FREQ=WEEKLY", "America/New_York"),
        ["03-05 14:00-17:00", "03-12 13:00-16:00", "03-19 13:00-16:00"],
    ),
    (
        "6.1 New York Wed 09-12 from 2031-10-29",
        opened("2031-10-29T13:00", "2031-10-29T16:00", "FREQ=WEEKLY", "America/New_York"),
        ["10-29 13:00-16:00", "11-05 14:00-17:00", "11-12 14:00-17:00"],
    ),
    (
        "6.1 Lord Howe Mon 09-13 from 2031-03-30T22:00Z",
        opened("2031-03-30T22:00", "2031-03-31T02:00", MONDAYS, "Australia/Lord_Howe"),
        ["03-30 22:00-02:00", "04-06 22:30-02:30", "04-13 22:30-02:30"],
    ),
    (
        "6.1 Lord Howe Mon 09-13 from 2031-09-28T22:30Z",
        opened("2031-09-28T22:30", "2031-09-29T02:30", MONDAYS, "Australia/Lord_Howe"),
        ["09-28 22:30-02:30", "10-05 22:00-02:00", "10-12 22:00-02:00"],
    ),
]


@pytest.mark.parametrize(("row", "availability", "expected"), CHANGES, ids=[c[0] for c in CHANGES])
def test_the_wall_clock_stays_and_the_instant_moves(
    row: str, availability: Availability, expected: list[str]
) -> None:
    begin = availability.span.start

    found = availability.occurrences(Span(begin, begin + 4 * WEEK))

    told = [f"{each.start:%m-%d %H:%M}-{each.end:%H:%M}" for each in found]
    assert told[: len(expected)] == expected


WINDOWS = [
    (
        "6.2 Rome daily 01-05, 2031-03-30",
        "2031-03-30",
        "2031-03-30T00:00",
        3.0,
        3,
        opened("2031-03-25T00:00", "2031-03-25T04:00", DAILY, "Europe/Rome"),
    ),
    (
        "6.2 Rome daily 01-05, the day before 2031-03-30",
        "2031-03-29",
        "2031-03-29T00:00",
        4.0,
        4,
        opened("2031-03-25T00:00", "2031-03-25T04:00", DAILY, "Europe/Rome"),
    ),
    (
        "6.2 Rome daily 01-05, 2031-10-26",
        "2031-10-26",
        "2031-10-25T23:00",
        5.0,
        5,
        opened("2031-10-20T23:00", "2031-10-21T03:00", DAILY, "Europe/Rome"),
    ),
    (
        "6.2 Rome daily 01-05, 2023-03-26",
        "2023-03-26",
        "2023-03-26T00:00",
        3.0,
        3,
        opened("2023-03-20T00:00", "2023-03-20T04:00", DAILY, "Europe/Rome"),
    ),
    (
        "6.2 Rome daily 01-05, 2022-10-30",
        "2022-10-30",
        "2022-10-29T23:00",
        5.0,
        5,
        opened("2022-10-20T23:00", "2022-10-21T03:00", DAILY, "Europe/Rome"),
    ),
    (
        "6.2 New York daily 01:30-03:30, 2023-03-12, 30 min",
        "2023-03-12",
        "2023-03-12T06:30",
        1.0,
        2,
        opened("2023-03-10T06:30", "2023-03-10T08:30", DAILY, "America/New_York", slot_length=HALF),
    ),
    (
        "6.2 New York daily 01:30-02:30, 2023-11-05, 30 min",
        "2023-11-05",
        "2023-11-05T05:30",
        2.0,
        4,
        opened("2023-11-01T05:30", "2023-11-01T06:30", DAILY, "America/New_York", slot_length=HALF),
    ),
    (
        "6.2 Lord Howe daily 01-03, 2023-04-02, 30 min",
        "2023-04-01",
        "2023-04-01T14:00",
        2.5,
        5,
        opened(
            "2023-03-20T14:00", "2023-03-20T16:00", DAILY, "Australia/Lord_Howe", slot_length=HALF
        ),
    ),
    (
        "6.2 Lord Howe daily 01-03, 2023-10-01, 30 min",
        "2023-09-30",
        "2023-09-30T14:30",
        1.5,
        3,
        opened(
            "2023-09-20T14:30", "2023-09-20T16:30", DAILY, "Australia/Lord_Howe", slot_length=HALF
        ),
    ),
]


@pytest.mark.parametrize(
    ("row", "date", "begins", "hours", "slots", "availability"),
    WINDOWS,
    ids=[w[0] for w in WINDOWS],
)
def test_a_window_with_the_change_in_it_lasts_as_long_as_it_does(
    row: str, date: str, begins: str, hours: float, slots: int, availability: Availability
) -> None:
    (found,) = on_day(availability, date)

    assert found.start == utc(begins)
    assert found.length == timedelta(hours=hours)
    assert count(availability, found) == slots


def test_a_night_over_the_autumn_change_has_nine_hours() -> None:
    nights = opened("2022-10-20T20:00", "2022-10-21T04:00", DAILY, "Europe/Rome")

    found = list(nights.occurrences(Span(utc("2022-10-28T12:00"), utc("2022-10-31T12:00"))))

    assert [each.length / timedelta(hours=1) for each in found] == [8, 9, 8]
    assert count(nights, found[1]) == 9


def test_a_window_of_which_the_clocks_leave_nothing_is_dropped() -> None:
    early = opened("2023-03-10T07:30", "2023-03-10T08:30", DAILY, "America/New_York")

    found = within(early, "2023-03-11T00:00", "2023-03-14T00:00")

    assert found == ["03-11 07:30-08:30", "03-13 06:30-07:30"]


def test_the_day_that_was_left_out_is_not_open_twice() -> None:
    apia = opened("2011-12-28T19:00", "2011-12-28T20:00", DAILY, "Pacific/Apia")

    found = within(apia, "2011-12-28T00:00", "2012-01-02T00:00")

    # The 30th does not exist: it falls on the same instants as the 31st.
    assert found == [
        "12-28 19:00-20:00",
        "12-29 19:00-20:00",
        "12-30 19:00-20:00",
        "12-31 19:00-20:00",
        "01-01 19:00-20:00",
    ]
    assert len(set(found)) == len(found)


def test_the_first_date_keeps_its_instants_in_the_hour_that_comes_twice() -> None:
    second = opened("2023-11-05T06:30", "2023-11-05T07:30", DAILY, "America/New_York")

    found = within(second, "2023-11-05T00:00", "2023-11-07T00:00")

    assert found == ["11-05 06:30-07:30", "11-06 06:30-07:30"]
    assert second.has_slot(second.span)
