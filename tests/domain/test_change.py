"""News reaches whoever shows the time that it is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desk.domain.change import Change
from desk.domain.span import Span

NINE = datetime(2030, 2, 4, 9, tzinfo=UTC)
MORNING = Span(NINE, NINE + timedelta(hours=3))


def test_news_concerns_the_periods_that_its_time_lies_in() -> None:
    change = Change("visitor_entry", 1, Span(NINE, NINE + timedelta(milliseconds=1)))

    assert change.touches(MORNING)
    assert not change.touches(Span(MORNING.end, MORNING.end + timedelta(hours=1)))


def test_news_about_no_time_in_particular_concerns_every_period() -> None:
    assert Change("person", 1).touches(MORNING)
