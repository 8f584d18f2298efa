"""How open hours repeat: as the standard writes it, in words, and back."""

from __future__ import annotations

import datetime as dt

import pytest

from desk.domain.errors import Invalid
from desk.gui.slots import repetition
from desk.gui.slots.repetition import Every, Repetition

LAST_OF_JANUARY = dt.date(2030, 1, 31)  # a Thursday
DAYS = frozenset({1, 3})


@pytest.mark.parametrize(
    ("every", "text", "words"),
    [
        (Every.ONCE, None, "once"),
        (Every.DAY, "FREQ=DAILY", "every day"),
        (Every.WEEK, "FREQ=WEEKLY;BYDAY=TU,TH", "every week on Tue and Thu"),
        (
            Every.TWO_WEEKS,
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
            "every 2 weeks on Tue and Thu",
        ),
        (Every.MONTH, "FREQ=MONTHLY;BYMONTHDAY=31", "every month on day 31"),
        (
            Every.MONTH_OR_LAST,
            "FREQ=MONTHLY;BYMONTHDAY=31,-1;BYSETPOS=1",
            "every month on day 31, or the last day of a shorter month",
        ),
        (
            Every.WEEKDAY_OF_MONTH,
            "FREQ=MONTHLY;BYDAY=-1TH",
            "every month on the last Thursday",
        ),
    ],
)
def test_each_way_of_repeating_is_written_told_and_read_back(
    every: Every, text: str | None, words: str
) -> None:
    way = Repetition(every, DAYS)

    assert way.text(LAST_OF_JANUARY) == text
    assert repetition.in_words(text, LAST_OF_JANUARY) == words
    assert repetition.read(text, LAST_OF_JANUARY).every is every


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY", "every week on Thu"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every week on Mon\u2013Fri"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "every month on day 1 and 15"),
        ("FREQ=MONTHLY;BYDAY=2TU,-1FR", "every month on the second Tuesday and last Friday"),
        ("FREQ=YEARLY", "every year on 31 January"),
        ("FREQ=MONTHLY;BYDAY=MO,2TU", "by the rule FREQ=MONTHLY;BYDAY=MO,2TU"),
        ("FREQ=HOURLY;INTERVAL=2", "by the rule FREQ=HOURLY;INTERVAL=2"),
    ],
)
def test_a_rule_is_told_in_words_or_as_it_is_written(rule: str, words: str) -> None:
    assert repetition.in_words(rule, LAST_OF_JANUARY) == words


@pytest.mark.parametrize(
    ("rule", "every"),
    [
        ("FREQ=WEEKLY", Every.WEEK),
        ("FREQ=MONTHLY", Every.MONTH),
        ("RRULE:FREQ=WEEKLY;BYDAY=TH,TU", Every.WEEK),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TH", Every.CUSTOM),
        ("FREQ=MONTHLY;BYMONTHDAY=15", Every.CUSTOM),
    ],
)
def test_a_rule_from_elsewhere_is_one_of_the_ways_or_its_own(rule: str, every: Every) -> None:
    assert repetition.read(rule, LAST_OF_JANUARY).every is every


def test_a_rule_of_its_own_keeps_its_text() -> None:
    found = repetition.read("FREQ=MONTHLY;BYDAY=MO,2TU", LAST_OF_JANUARY)

    assert found.text(LAST_OF_JANUARY) == "FREQ=MONTHLY;BYDAY=MO,2TU"


def test_what_is_no_rule_is_refused_in_words() -> None:
    with pytest.raises(Invalid) as refusal:
        repetition.in_words("FREQ=SOMETIMES", LAST_OF_JANUARY)

    assert list(refusal.value.reasons) == ["recurrence_rule"]
