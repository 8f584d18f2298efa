"""Dates and times typed in a hurry: what is understood, and that nothing else is."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QLocale

from desk.gui.quick_time import read_date, read_moment

SATURDAY = dt.date(2026, 11, 21)
ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 11, 21, 9, 3, 30, tzinfo=ROME)
BRITISH, AMERICAN, GERMAN = QLocale("en_GB"), QLocale("en_US"), QLocale("de_DE")
WESTERN = ["en_GB", "en_US", "de_DE", "fr_FR", "it_IT", "es_ES", "pt_BR", "nl_NL", "sv_SE"]
TONGUES = [*WESTERN, "pl_PL", "cs_CZ", "fi_FI", "hu_HU", "ar_EG"]

dates = st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31))
tongues = st.sampled_from(TONGUES).map(QLocale)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", "2026-11-21"),
        ("  TOMORROW ", "2026-11-22"),
        ("tom", "2026-11-22"),
        ("yesterday", "2026-11-20"),
        ("mon", "2026-11-23"),
        ("sat", "2026-11-28"),
        ("Saturday", "2026-11-28"),
        ("next fri", "2026-11-27"),
        ("next sunday", "2026-11-29"),
        ("last sat", "2026-11-14"),
        ("last friday", "2026-11-20"),
        ("+3d", "2026-11-24"),
        ("-1w", "2026-11-14"),
        ("+6 weeks", "2027-01-02"),
        ("+3mo", "2027-02-21"),
        ("2026-11-27", "2026-11-27"),
        ("12.5.", "2027-05-12"),
        ("12.5", "2027-05-12"),
        ("12/5", "2027-05-12"),
        ("12.5.26", "2026-05-12"),
        ("1.12.2026", "2026-12-01"),
        ("1. 12. 2026", "2026-12-01"),
        ("27 nov", "2026-11-27"),
        ("27. November 2028", "2028-11-27"),
        ("nov 27th", "2026-11-27"),
        ("Fri 27 Nov 2026", "2026-11-27"),
        ("fri, 27/11/2026", "2026-11-27"),
        ("29.2.", "2028-02-29"),
    ],
)
def test_a_date_may_be_typed_in_many_ways(typed: str, meant: str) -> None:
    assert read_date(typed, SATURDAY, BRITISH) == dt.date.fromisoformat(meant)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "25", "to", "t", "soon", "friday friday", "thu 27 nov 2026", "31.4.", "32 may"],
)
def test_what_is_no_date_is_not_guessed_at(typed: str) -> None:
    assert read_date(typed, SATURDAY, BRITISH) is None


@pytest.mark.parametrize(
    "typed", ["99.9.", "1/13", "2026-13-01", "+3", "d", "+9999w fri", "12.5.202", "0/5", "next"]
)
def test_what_is_nearly_a_date_is_refused(typed: str) -> None:
    assert read_date(typed, SATURDAY, BRITISH) is None


def test_the_order_of_day_and_month_is_the_one_of_the_locale() -> None:
    assert read_date("12/5/2026", SATURDAY, BRITISH) == dt.date(2026, 5, 12)
    assert read_date("12/5/2026", SATURDAY, AMERICAN) == dt.date(2026, 12, 5)
    assert read_date("12.5.2026", SATURDAY, AMERICAN) == dt.date(2026, 5, 12)
    assert read_date("5.12.", SATURDAY, QLocale("hu_HU")) == dt.date(2027, 5, 12)


def test_the_names_of_the_user_s_language_count_beside_english_ones() -> None:
    assert read_date("Freitag", SATURDAY, GERMAN) == dt.date(2026, 11, 27)
    assert read_date("do", SATURDAY, GERMAN) == dt.date(2026, 11, 26)
    assert read_date("3. März", SATURDAY, GERMAN) == dt.date(2027, 3, 3)
    assert read_date("thursday", SATURDAY, GERMAN) == dt.date(2026, 11, 26)


@given(st.text(max_size=30))
def test_no_text_is_too_strange(typed: str) -> None:
    read_date(typed, SATURDAY, BRITISH)
    read_moment(typed, NOW, BRITISH)


@given(dates, dates, tongues)
def test_a_date_is_understood_as_the_desk_itself_writes_it(
    date: dt.date, today: dt.date, tongue: QLocale
) -> None:
    day = QDate(date.year, date.month, date.day)

    assert read_date(date.isoformat(), today, tongue) == date
    assert read_date(tongue.toString(day, "ddd d MMM yyyy"), today, tongue) == date
    assert read_date(tongue.toString(day, "dd/MM/yyyy"), today, BRITISH) == date


@given(dates, st.integers(0, 6), tongues)
def test_a_weekday_is_the_next_one_of_its_name(
    today: dt.date, weekday: int, tongue: QLocale
) -> None:
    found = read_date(tongue.dayName(weekday + 1), today, tongue)

    assert found is not None
    assert found.weekday() == weekday
    assert timedelta() < found - today <= timedelta(7)


@given(dates, st.integers(0, 6))
def test_next_weekday_lies_in_the_week_after_this_one(today: dt.date, weekday: int) -> None:
    monday = today - timedelta(today.weekday())

    found = read_date(f"next {BRITISH.dayName(weekday + 1)}", today, BRITISH)

    assert found == monday + timedelta(7 + weekday)


@given(dates, dates)
def test_a_date_without_a_year_is_the_nearest_of_its_name(date: dt.date, today: dt.date) -> None:
    found = read_date(f"{date.day}.{date.month}.", today, BRITISH)

    assert found is not None
    assert (found.day, found.month) == (date.day, date.month)
    if (date.day, date.month) != (29, 2):
        assert abs(found - today) <= timedelta(184)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("now", "2026-11-21 09:03"),
        ("15:00", "2026-11-21 15:00"),
        ("3pm", "2026-11-21 15:00"),
        ("3:15 p.m.", "2026-11-21 15:15"),
        ("12 am", "2026-11-21 00:00"),
        ("15", "2026-11-21 15:00"),
        ("fri 15", "2026-11-27 15:00"),
        ("tomorrow, 9", "2026-11-22 09:00"),
        ("27 nov 9", "2026-11-27 09:00"),
        ("1430", "2026-11-21 14:30"),
        ("15h30", "2026-11-21 15:30"),
        ("noon", "2026-11-21 12:00"),
        ("tomorrow noon", "2026-11-22 12:00"),
        ("fri 15:00", "2026-11-27 15:00"),
        ("15:00 next fri", "2026-11-27 15:00"),
        ("12 may 2026 1430", "2026-05-12 14:30"),
        ("2026-11-27 08:05", "2026-11-27 08:05"),
        ("27.11. 14:30", "2026-11-27 14:30"),
        ("+30 minutes", "2026-11-21 09:33"),
        ("-2h", "2026-11-21 07:03"),
    ],
)
def test_a_moment_is_a_time_with_or_without_a_date(typed: str, meant: str) -> None:
    expected = datetime.fromisoformat(meant).replace(tzinfo=ROME)

    assert read_moment(typed, NOW, BRITISH) == expected


@pytest.mark.parametrize(
    "typed", ["", "tomorrow", "12 may 2026", "25:00", "13pm", "0pm", "9:60", "fri 24", "15 fri"]
)
def test_what_names_no_time_is_no_moment(typed: str) -> None:
    assert read_moment(typed, NOW, BRITISH) is None


def test_an_hour_that_the_clocks_skip_is_no_moment() -> None:
    assert read_moment("29.3.2026 01:59", NOW, BRITISH) is not None
    assert read_moment("29.3.2026 02:30", NOW, BRITISH) is None


@given(st.integers(-999, 999))
def test_so_many_minutes_from_now_are_counted_in_real_time(minutes: int) -> None:
    before_the_clocks_change = datetime(2026, 3, 29, 0, 30, tzinfo=ROME)

    found = read_moment(f"{minutes:+}m", before_the_clocks_change, BRITISH)

    assert found is not None
    passed = found.astimezone(UTC) - before_the_clocks_change.astimezone(UTC)
    assert passed == timedelta(minutes=minutes)
