from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.domain.clock_change import ClockChange, next_change
from desk.domain.span import Span


def year(number: int, month: int = 1) -> Span:
    start = datetime(number, month, 1, tzinfo=UTC)
    return Span(start, start.replace(year=number + 1))


@pytest.mark.parametrize(
    ("zone", "period", "at", "minutes"),
    [
        ("Europe/Rome", year(2030), datetime(2030, 3, 31, 1), 60),
        ("Europe/Rome", year(2030, 4), datetime(2030, 10, 27, 1), -60),
        ("America/New_York", year(2030), datetime(2030, 3, 10, 7), 60),
        ("Australia/Lord_Howe", year(2030), datetime(2030, 4, 6, 15), -30),
        ("Pacific/Apia", year(2011, 12), datetime(2011, 12, 30, 10), 24 * 60),
    ],
)
def test_the_next_change_is_found_to_the_minute(
    zone: str, period: Span, at: datetime, minutes: int
) -> None:
    found = next_change(ZoneInfo(zone), period)

    assert found == ClockChange(at.replace(tzinfo=UTC), timedelta(minutes=minutes))


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata"])
def test_clocks_that_never_change_have_no_next_change(zone: str) -> None:
    assert next_change(ZoneInfo(zone), year(2030)) is None


def test_a_change_after_the_period_is_not_met() -> None:
    day_before = Span(datetime(2030, 3, 30, tzinfo=UTC), datetime(2030, 3, 31, tzinfo=UTC))

    assert next_change(ZoneInfo("Europe/Rome"), day_before) is None
