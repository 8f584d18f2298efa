from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk.transfer import calendar_expansion
from tests.transfer.calendars import busy, event, expanded, file_of

DAILY = "RRULE:FREQ=DAILY;COUNT=4"
ROME = "DTSTART;TZID=Europe/Rome"


def hours(folder: Path, *components: str) -> list[str]:
    """Start and end of what happens, on the clock of Rome."""
    found = expanded(folder, *components, house="Europe/Rome")
    assert found.reasons == []
    return sorted(
        " ".join(
            f"{at.astimezone(ZoneInfo('Europe/Rome')):%m-%dT%H:%M}" for at in (one.start, one.end)
        )
        for one in found.occurrences
    )


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("EXDATE:20300102T100000", [1, 3, 4]),
        ("EXDATE:20300102T100000,20300103T100000", [1, 4]),
        ("EXDATE;TZID=Europe/London:20300102T090000", [1, 3, 4]),
        ("EXDATE:20300102T090000Z", [1, 3, 4]),
        ("EXDATE;VALUE=DATE:20300102", [1, 3, 4]),
        ("EXDATE:20300102T110000", [1, 2, 3, 4]),
        ("EXRULE:FREQ=DAILY;INTERVAL=2", [2, 4]),
        ("RDATE:20300110T100000", [1, 2, 3, 4, 10]),
        ("RDATE:20300102T100000", [1, 2, 3, 4]),
        ("RDATE;VALUE=DATE:20300110", [1, 2, 3, 4, 10]),
        ("RDATE;TZID=America/New_York:20300110T040000", [1, 2, 3, 4, 10]),
    ],
)
def test_exceptions_are_left_out_and_further_dates_added(
    tmp_path: Path, line: str, days: list[int]
) -> None:
    found = hours(tmp_path, event(DAILY, line))

    assert found == [f"01-{day:02}T10:00 01-{day:02}T11:00" for day in days]


def test_a_further_date_may_have_an_end_of_its_own(tmp_path: Path) -> None:
    periods = "RDATE;VALUE=PERIOD:20300102T100000/PT3H,20300103T100000/20300103T103000"

    assert hours(tmp_path, event(periods)) == [
        "01-01T10:00 01-01T11:00",
        "01-02T10:00 01-02T13:00",
        "01-03T10:00 01-03T10:30",
    ]


def test_a_changed_occurrence_stands_for_the_one_it_names(tmp_path: Path) -> None:
    moved = event("RECURRENCE-ID:20300102T100000", "DTSTART:20300105T150000", "DURATION:PT2H")

    assert hours(tmp_path, event(DAILY), moved) == [
        "01-01T10:00 01-01T11:00",
        "01-03T10:00 01-03T11:00",
        "01-04T10:00 01-04T11:00",
        "01-05T15:00 01-05T17:00",
    ]


def test_a_change_may_move_all_that_follow(tmp_path: Path) -> None:
    later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20300102T100000",
        "DTSTART:20300102T150000",
        "DURATION:PT2H",
    )
    single = event("RECURRENCE-ID:20300103T100000", "DTSTART:20300103T080000", "DURATION:PT1H")

    assert hours(tmp_path, event(DAILY), later, single) == [
        "01-01T10:00 01-01T11:00",
        "01-02T15:00 01-02T17:00",
        "01-03T08:00 01-03T09:00",
        "01-04T15:00 01-04T17:00",
    ]


def test_what_follows_a_change_may_come_from_long_ago(tmp_path: Path) -> None:
    weekly = event("DTSTART:20200101T100000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
    later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20200108T100000",
        "DTSTART:20200109T120000",
        "DURATION:PT30M",
    )

    assert hours(tmp_path, weekly, later)[0] == "01-03T12:00 01-03T12:30"


def test_of_several_versions_the_latest_counts(tmp_path: Path) -> None:
    versions = [
        event("SEQUENCE:2", "DTSTART:20300102T100000", "DURATION:PT1H"),
        event("SEQUENCE:1"),
    ]

    assert hours(tmp_path, *versions) == ["01-02T10:00 01-02T11:00"]
    passed = busy(file_of(tmp_path, *versions)).passed_over
    assert [lost.reason for lost in passed] == ["a later version of it is in the file"]


def test_whole_days_are_the_days_of_the_house(tmp_path: Path) -> None:
    day = event("DTSTART;VALUE=DATE:20300331", "RRULE:FREQ=DAILY;COUNT=2")

    assert hours(tmp_path, day) == ["03-31T00:00 04-01T00:00", "04-01T00:00 04-02T00:00"]


def test_nine_stays_nine_and_a_night_ends_at_six_when_the_clocks_change(tmp_path: Path) -> None:
    night = event(
        f"{ROME}:20300330T220000",
        "DTEND;TZID=Europe/Rome:20300331T060000",
        "RRULE:FREQ=DAILY;COUNT=2",
    )
    exact = event(f"{ROME}:20300330T220000", "DURATION:PT8H", uid="two")

    assert hours(tmp_path, night, exact) == [
        "03-30T22:00 03-31T06:00",
        "03-30T22:00 03-31T07:00",
        "03-31T22:00 04-01T06:00",
    ]


def test_start_and_end_may_be_in_different_zones(tmp_path: Path) -> None:
    flight = event(f"{ROME}:20300110T100000", "DTEND;TZID=America/New_York:20300110T130000")

    assert hours(tmp_path, flight) == ["01-10T10:00 01-10T19:00"]


def test_an_event_that_ends_before_it_starts_is_refused_alone(tmp_path: Path) -> None:
    found = expanded(tmp_path, event("DTEND:20300101T090000", uid="two"), event())

    assert found.reasons == ["it ends before it starts"]
    assert len(found.occurrences) == 1


def test_what_goes_on_into_the_time_asked_for_is_found(tmp_path: Path) -> None:
    long = event("DTSTART;VALUE=DATE:20291230", "DURATION:P1W", "RRULE:FREQ=YEARLY")

    found = busy(file_of(tmp_path, long)).times

    assert [f"{one.start:%Y-%m}" for one in found] == ["2029-12", "2030-12"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("RRULE:FREQ=SECONDLY", "it happens more than 5,000 times"),
        ("RRULE:FREQ=SECONDLY;COUNT=1000000000", "it happens more than 5,000 times"),
        ("RRULE:FREQ=MINUTELY;BYSECOND=1,2;BYSETPOS=-1", "it happens more than 5,000 times"),
        ("DTSTART:19000101T100000", "it repeats too often to be followed as far as this"),
    ],
)
def test_a_rule_without_end_is_followed_only_so_far(tmp_path: Path, line: str, why: str) -> None:
    lines = [line, "DURATION:PT1M"] if "DTSTART" not in line else [line, "RRULE:FREQ=HOURLY"]
    path = file_of(tmp_path, event(*lines), event(uid="two"))

    found = busy(path)

    assert [why in lost.reason for lost in found.rejected] == [True]
    assert len(found.times) == 1


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY;BYHOUR=3;BYMONTHDAY=31;BYMONTH=4",
    ],
)
def test_a_rule_that_never_comes_ends_by_itself(tmp_path: Path, rule: str) -> None:
    found = busy(file_of(tmp_path, event(f"RRULE:{rule}")))

    assert (found.times, found.rejected) == ([], [])
    assert [lost.reason for lost in found.passed_over] == [
        "it does not happen in the time asked for"
    ]


def test_many_rules_together_are_followed_only_so_far(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_expansion, "MOST_OF_FILE", 500)
    path = file_of(tmp_path, *(event("RRULE:FREQ=DAILY", uid=f"{n}") for n in range(3)))

    found = busy(path)

    assert len(found.times) == 365
    assert "more than 500 occurrences" in found.rejected[0].reason


def test_times_beyond_every_calendar_are_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path, event("DTSTART:99991231T235900Z", "DURATION:P9999W"))

    assert [lost.reason for lost in busy(path).rejected] == ["it is beyond every calendar"]


def test_what_lasts_longer_than_a_year_is_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path, event("DTSTART;VALUE=DATE:20300101", "DURATION:P500D"))

    assert [lost.reason for lost in busy(path).rejected] == ["it lasts longer than a year"]


def test_what_takes_no_time_is_passed_over(tmp_path: Path) -> None:
    path = file_of(tmp_path, event("DTSTART:20300101T100000"))

    assert [lost.reason for lost in busy(path).passed_over] == ["it takes no time"]


def test_a_key_is_the_same_whenever_the_file_is_read(tmp_path: Path) -> None:
    moved = event("RECURRENCE-ID:20300102T100000", "DTSTART:20300105T150000", "DURATION:PT2H")
    path = file_of(tmp_path, event(DAILY), moved)

    keys = [one.key for one in busy(path).times]

    assert keys == [one.key for one in busy(path).times]
    assert keys[0] == "one||20300101T090000Z"
    assert keys[-1] == "one|20300102T090000Z|20300105T140000Z"
    assert datetime(2030, 1, 1) + timedelta(days=len(set(keys))) == datetime(2030, 1, 5)
