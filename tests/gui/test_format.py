"""Times, dates and numbers as each user writes them."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from desk.gui import format

FRIDAY = dt.date(2026, 11, 20)
AFTERNOON = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
ROME = ZoneInfo("Europe/Rome")


def test_a_time_is_told_on_the_wall_clock_of_the_house() -> None:
    assert format.time(AFTERNOON, ROME) == "14:05"


def test_americans_read_twelve_hours_and_the_month_first() -> None:
    QLocale.setDefault(QLocale("en_US"))

    assert format.time(AFTERNOON, ROME).replace("\u202f", " ") == "2:05 PM"
    assert format.date(FRIDAY) == "Fri Nov 20 2026"


def test_germans_read_their_own_names_and_separators() -> None:
    QLocale.setDefault(QLocale("de_DE"))

    assert format.date(FRIDAY) == "Fr. 20 Nov. 2026"
    assert format.long_date(FRIDAY) == "Freitag, 20. November 2026"
    assert format.count(22929) == "22.929"


def test_a_system_without_a_language_is_read_as_british() -> None:
    QLocale.setDefault(QLocale.c())

    assert format.date(FRIDAY) == "Fri 20 Nov 2026"
    assert format.short_date(FRIDAY) == "20/11/2026"
    assert format.count(22929) == "22,929"


def test_a_moment_of_today_has_no_date() -> None:
    assert format.moment(AFTERNOON, ROME, FRIDAY) == "14:05"
    assert format.moment(AFTERNOON, ROME, FRIDAY + timedelta(days=1)) == "Fri 20 Nov 14:05"


def test_a_moment_of_another_year_says_which() -> None:
    assert format.moment(AFTERNOON, ROME, dt.date(2027, 1, 2)) == "Fri 20 Nov 2026 14:05"


def test_the_house_decides_whether_a_moment_is_today() -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)

    assert format.moment(late, ROME, dt.date(2026, 11, 21)) == "00:30"


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 h 00 min"),
        (185, "3 h 05 min"),
        (26 * 60, "1 d 2 h"),
        (-5, "0 min"),
    ],
)
def test_a_length_is_told_to_the_minute(minutes: int, told: str) -> None:
    assert format.length(timedelta(minutes=minutes)) == told


def test_a_month_stands_in_the_form_it_has_alone() -> None:
    assert format.month(FRIDAY) == "November 2026"
    assert format.weekday(FRIDAY) == "Fri"


def test_a_date_and_a_time_can_be_told_in_few_letters() -> None:
    assert format.near_moment(AFTERNOON, ROME, FRIDAY) == "20 Nov, 14:05"
    assert format.near_moment(AFTERNOON, ROME, dt.date(2027, 1, 2)) == "20 Nov 2026, 14:05"


def test_a_file_s_size_is_told_in_the_user_s_figures() -> None:
    assert format.size(1_234_567) == "1.2 MB"
    QLocale.setDefault(QLocale("de_DE"))

    assert format.size(1_234_567) == "1,2 MB"
