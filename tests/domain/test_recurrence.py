"""Rules by the day: the same dates as dateutil finds, however far from the beginning."""

from __future__ import annotations

import datetime as dt
from datetime import datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.errors import Invalid
from desk.domain.recurrence import Rule, rule
from desk.domain.rule_text import DAYS

MONDAY = dt.date(2030, 2, 4)

firsts = st.dates(dt.date(1999, 1, 1), dt.date(2035, 12, 31))
numbers = st.integers(-31, 31).filter(bool)
days = st.sampled_from(DAYS)
numbered = st.builds("{}{}".format, st.integers(-5, 5).filter(bool), days)
months = st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True)


def listed(name: str, values: list[object]) -> str:
    return f"{name}={','.join(map(str, values))}"


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules that dateutil understands as the standard does."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]
    by_month = frequency in ("MONTHLY", "YEARLY")
    weekdays = draw(
        st.none()
        | st.lists(numbered if by_month and draw(st.booleans()) else days, min_size=1, max_size=4)
    )
    if weekdays:
        parts.append(listed("BYDAY", list(weekdays)))
    if draw(st.booleans()):
        parts.append(listed("BYMONTH", list(draw(months))))
    if frequency != "WEEKLY" and draw(st.booleans()):
        parts.append(listed("BYMONTHDAY", draw(st.lists(numbers, min_size=1, max_size=4))))
    if by_month and len(parts) > 2 and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.integers(-3, 3).filter(bool))}")
    parts.append(f"WKST={draw(days)}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    return ";".join(parts)


def by_dateutil(text: str, start: datetime, until: datetime) -> list[dt.date]:
    """Every date up to `until`; without an end dateutil looks through ten thousand years."""
    endless, _, count = text.partition(";COUNT=")
    found = list(rrulestr(f"{endless};UNTIL={until:%Y%m%d}", dtstart=start))
    return [each.date() for each in found][: int(count) if count else None]


@given(rules(), firsts, st.integers(-400, 4000), st.integers(0, 800))
def test_the_dates_are_those_of_dateutil(text: str, first: dt.date, after: int, long: int) -> None:
    start = datetime(first.year, first.month, first.day)
    since, until = start + timedelta(days=after), start + timedelta(days=after + long)

    found = rule(text).dates(first, since.date(), until.date())

    expected = by_dateutil(text, start, until)
    assert found == [each for each in expected if each >= since.date()]


@given(rules(), firsts)
def test_the_first_and_the_last_are_the_ends_of_all(text: str, first: dt.date) -> None:
    made, far = rule(text), first + timedelta(days=40_000)

    every = made.dates(first, first, far)

    if every:
        last = made.last_date(first)
        assert made.first_date(first) == every[0]
        assert (last is None) != made.ends
        assert last is None or last > far or last == every[-1]


@given(rules(), firsts, st.integers(0, 86_399))
def test_moments_are_the_dates_at_the_time_of_the_start(
    text: str, first: dt.date, second: int
) -> None:
    start = datetime(first.year, first.month, first.day) + timedelta(seconds=second)
    made = rule(text)

    moments = list(islice(made.moments(start), 12))

    dates = made.dates(first, first, first + timedelta(days=4000))
    assert [each.date() for each in moments][: len(dates)] == dates[: len(moments)]
    assert all(
        each - datetime.combine(each, datetime.min.time()) == timedelta(seconds=second)
        for each in moments
    )


def test_a_second_tuesday_among_mondays_is_numbered_and_the_mondays_are_not() -> None:
    found = rule("FREQ=MONTHLY;BYDAY=MO,2TU").dates(MONDAY, MONDAY, MONDAY + timedelta(days=30))

    assert [each.day for each in found] == [4, 11, 12, 18, 25, 4]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("rrule:freq=weekly;byday=th,mo", None),
        ("RRULE:freq=weekly;byday=th,mo,TH", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("INTERVAL=1;FREQ=DAILY;WKST=SU", "FREQ=DAILY"),
        ("BYMONTHDAY=+3,-1;FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=-1,3"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;WKST=SU"),
        ("UNTIL=20301231T170000Z;FREQ=DAILY", "FREQ=DAILY;UNTIL=20301231T170000Z"),
    ],
)
def test_one_rule_has_one_text(text: str, written: str | None) -> None:
    if written is None:
        with pytest.raises(Invalid):
            rule(text)
    else:
        assert str(rule(text)) == written


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "must not be empty"),
        ("BYDAY=MO", "must say how often, as FREQ=WEEKLY does"),
        ("FREQ=DAILY;BYWODAN=1", "has the part 'BYWODAN', which no rule has"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20300101", "cannot have both COUNT and UNTIL"),
        ("FREQ=YEARLY;BYMONTH=13", "must have numbers from 1 to 12 for BYMONTH, not '13'"),
        ("FREQ=MONTHLY;BYDAY=6MO", "has BYDAY=6MO, but no month has so many"),
        ("FREQ=WEEKLY;BYDAY=2MO", "cannot number the days of BYDAY unless it is monthly or yearly"),
        ("FREQ=DAILY;" + "X" * 2000, "must be at most 1000 characters long"),
    ],
    ids=lambda value: value[:40],
)
def test_a_reason_says_what_is_wrong_with_a_rule(text: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        rule(text)

    assert refused.value.reasons == {"recurrence_rule": [reason]}


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=4,6;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=2",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=HOURLY;INTERVAL=168;BYDAY=TU",
        "FREQ=SECONDLY;BYSECOND=60",
        "FREQ=YEARLY;UNTIL=20300101",
    ],
)
def test_a_rule_that_never_comes_is_known_at_once(text: str) -> None:
    made = rule(text)

    assert made.first_date(MONDAY) is None
    assert made.last_date(MONDAY) is None
    assert list(made.moments(datetime(2030, 2, 4, 9))) == []


def test_the_one_in_four_hundred_years_is_found() -> None:
    assert (
        rule("FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29").first_date(dt.date(2001, 1, 1))
        is None
    )
    assert rule("FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29").first_date(
        dt.date(2100, 1, 1)
    ) == dt.date(2400, 2, 29)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("FREQ=DAILY;COUNT=10", dt.date(2030, 2, 13)),
        ("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3", dt.date(2030, 2, 11)),
        ("FREQ=MONTHLY;UNTIL=20301231", dt.date(2030, 12, 4)),
        ("FREQ=YEARLY;INTERVAL=30;UNTIL=20890101", dt.date(2060, 2, 4)),
        ("FREQ=DAILY", None),
    ],
)
def test_the_last_date_is_where_the_rule_ends(text: str, last: dt.date | None) -> None:
    assert rule(text).last_date(MONDAY) == last


def test_a_rule_loses_its_end_and_nothing_else() -> None:
    made = rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=6")

    assert str(made.endless()) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR"
    assert made.ends
    assert not made.endless().ends


@pytest.mark.parametrize(
    ("text", "first", "skips"),
    [
        ("FREQ=MONTHLY", dt.date(2030, 1, 31), True),
        ("FREQ=MONTHLY", dt.date(2030, 1, 28), False),
        ("FREQ=MONTHLY;BYMONTHDAY=30", MONDAY, True),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", MONDAY, False),
        ("FREQ=MONTHLY;BYMONTHDAY=31,-1;BYSETPOS=1", dt.date(2030, 1, 31), False),
        ("FREQ=MONTHLY;BYDAY=-1FR", dt.date(2030, 1, 31), False),
        ("FREQ=YEARLY", dt.date(2028, 2, 29), True),
        ("FREQ=DAILY", dt.date(2030, 1, 31), False),
    ],
)
def test_a_rule_tells_whether_it_skips_short_months(text: str, first: dt.date, skips: bool) -> None:
    assert rule(text).skips_short_months(first) is skips


def test_the_end_of_the_calendar_is_the_end_of_every_rule() -> None:
    last = dt.date.max

    found = rule("FREQ=MONTHLY").dates(dt.date(9999, 10, 31), dt.date(9999, 1, 1), last)

    assert found == [dt.date(9999, 10, 31), dt.date(9999, 12, 31)]
    assert len(list(rule("FREQ=DAILY").moments(datetime(9999, 12, 30)))) == 2


@pytest.mark.parametrize(
    ("text", "of_days"),
    [("FREQ=DAILY", True), ("FREQ=HOURLY", False), ("FREQ=DAILY;BYHOUR=9,14", False)],
)
def test_a_rule_tells_whether_it_is_one_of_days(text: str, of_days: bool) -> None:
    made: Rule = rule(text)

    assert made.of_days is of_days
    assert made.dates(MONDAY, MONDAY, MONDAY + timedelta(days=1)) == [
        MONDAY,
        MONDAY + timedelta(days=1),
    ]
