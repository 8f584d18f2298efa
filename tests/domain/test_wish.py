from __future__ import annotations

import datetime as dt
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.domain.errors import Invalid
from desk.domain.span import Span
from desk.domain.wish import Wish

ROME = ZoneInfo("Europe/Rome")


JULY = dt.date(2030, 7, 1)


def in_rome(hour: int, minute: int = 0, *, date: dt.date = JULY) -> datetime:
    return datetime(date.year, date.month, date.day, hour, minute, tzinfo=ROME)


@pytest.mark.parametrize(
    ("wish", "at_fault"),
    [
        (Wish(length=timedelta()), "length"),
        (Wish(since=time(12), until=time(12)), "until"),
        (Wish(weekdays=frozenset({7})), "weekdays"),
        (Wish(earliest=dt.date(2030, 2, 5), latest=dt.date(2030, 2, 4)), "latest"),
    ],
)
def test_a_wish_that_nothing_could_fulfil_is_refused(wish: Wish, at_fault: str) -> None:
    with pytest.raises(Invalid) as refused:
        wish.require_sense()

    assert set(refused.value.reasons) == {at_fault}


def test_a_wish_for_anything_makes_sense() -> None:
    Wish().require_sense()

    window = Wish().window(JULY, ROME)

    assert window is not None
    assert window[0] == Span(in_rome(0), in_rome(0, date=dt.date(2030, 7, 2)))
    assert window[1].end == in_rome(0, date=dt.date(2030, 7, 3))


@pytest.mark.parametrize(
    ("wanted", "offered", "liked"),
    [
        (None, "consultation", True),
        ("consultation", None, True),
        ("Consultation", "consultation", True),
        ("consultation", "vaccination", False),
    ],
)
def test_a_type_is_liked_where_it_is_the_same_or_open(
    wanted: str | None, offered: str | None, liked: bool
) -> None:
    assert Wish(appointment_type=wanted).likes_type(offered) is liked


def test_a_time_must_lie_wholly_in_the_part_of_the_day() -> None:
    window = Wish(since=time(12), until=time(17)).window(JULY, ROME)

    assert window == (Span(in_rome(12), in_rome(17)),) * 2


def test_an_hour_that_the_clocks_leave_out_is_no_window() -> None:
    change = dt.date(2030, 3, 31)

    assert Wish(since=time(2), until=time(3)).window(change, ROME) is None


def test_nothing_of_a_date_that_is_not_liked_would_do() -> None:
    assert Wish(weekdays=frozenset({5})).window(JULY, ROME) is None


@pytest.mark.parametrize(
    ("day", "liked"), [(4, False), (5, True), (7, True), (6, False), (12, False)]
)
def test_a_date_must_be_a_liked_weekday_between_the_two(day: int, liked: bool) -> None:
    tuesday_or_thursday = Wish(
        weekdays=frozenset({1, 3}), earliest=dt.date(2030, 2, 5), latest=dt.date(2030, 2, 11)
    )

    assert tuesday_or_thursday.likes_date(dt.date(2030, 2, day)) is liked
