"""The words of both documents for what repeats."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.availability import Pattern
from desk.domain.errors import Invalid
from desk.domain.recurrence import rule
from desk.domain.rule_words import (
    as_each_on,
    as_pattern,
    each_on,
    monthly_at_latest,
    pattern_rule,
)

THURSDAY = dt.date(2022, 10, 20)


@pytest.mark.parametrize(
    ("each", "on", "text"),
    [
        ("day", [], "FREQ=DAILY"),
        ("week", [4, 1, 4], "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("week", [0], "FREQ=WEEKLY;BYDAY=SU"),
        ("month", [], "FREQ=MONTHLY"),
    ],
)
def test_each_and_on_make_a_rule_and_come_out_of_it(each: str, on: list[int], text: str) -> None:
    assert str(each_on(each, on)) == text
    assert as_each_on(rule(text), THURSDAY) == (each, sorted(set(on)))


@pytest.mark.parametrize(
    ("each", "on", "field"),
    [
        ("year", [], "each"),
        ("week", [], "on"),
        ("week", [7], "on"),
        ("week", [True], "on"),
        ("day", [1], "on"),
        ("month", [1], "on"),
    ],
)
def test_words_that_make_no_rule_are_refused_at_their_field(
    each: str, on: list[int], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        each_on(each, on)

    assert refused.value.reasons.keys() == {field}


def test_a_weekly_rule_without_days_is_on_that_of_its_start() -> None:
    assert as_each_on(rule("FREQ=WEEKLY"), THURSDAY) == ("week", [4])


@pytest.mark.parametrize(
    "text", ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=YEARLY"]
)
def test_a_rule_that_the_words_cannot_say_has_none(text: str) -> None:
    assert as_each_on(rule(text), THURSDAY) is None


@pytest.mark.parametrize("pattern", [each for each in Pattern if each is not Pattern.CUSTOM])
def test_a_pattern_makes_a_rule_and_comes_out_of_it(pattern: Pattern) -> None:
    assert as_pattern(pattern_rule(pattern)) is pattern


def test_a_custom_pattern_needs_a_rule_of_its_own() -> None:
    made = pattern_rule(Pattern.CUSTOM, "FREQ=MONTHLY;BYDAY=1MO;COUNT=4")

    assert as_pattern(made) is Pattern.CUSTOM
    with pytest.raises(Invalid) as refused:
        pattern_rule(Pattern.CUSTOM, " ")
    assert "recurrence_rule" in refused.value.reasons


@given(st.integers(1, 31))
def test_monthly_at_latest_comes_once_in_every_month(day: int) -> None:
    first = dt.date(2028, 1, 1)

    found = monthly_at_latest(day).dates(first, first, dt.date(2028, 12, 31))

    assert [each.month for each in found] == list(range(1, 13))
    assert all(each.day == min(day, last_of(each)) for each in found)


def last_of(date: dt.date) -> int:
    after = date.replace(day=28) + dt.timedelta(days=4)
    return (after - dt.timedelta(days=after.day)).day
