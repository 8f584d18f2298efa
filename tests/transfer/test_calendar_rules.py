from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desk.transfer import calendar_rules
from desk.transfer.calendar_lines import Line
from desk.transfer.calendar_values import Broken, When

START = When(datetime(2030, 1, 1, 10))  # a Tuesday


def starts(rule: str, first: When = START, since: str = "2030-01-01") -> list[str]:
    found = calendar_rules.repetition(Line(1, "RRULE", {}, rule))
    begin, last = datetime.fromisoformat(since), datetime(2030, 12, 31)
    return [
        f"{at:%m-%d %H}"
        for at in found.starts(first, UTC, begin, last, lambda: None)
        if at >= begin
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;COUNT=2",
        "freq=weekly;count=2;",
        " FREQ = WEEKLY ; COUNT = 2 ",
        "FREQ=WEEKLY;COUNT=2;X-OWN=1;BYDAY=",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20400101T000000Z",
        "FREQ=WEEKLY;COUNT=9999999999;UNTIL=20300108",
        "FREQ=WEEKLY;UNTIL=20300108T100000Z",
        "FREQ=WEEKLY;UNTIL=20300108T100000",
    ],
)
def test_what_is_harmless_in_a_rule_is_read(rule: str) -> None:
    assert starts(rule) == ["01-01 10", "01-08 10"]


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("", "must say how often|must not be empty"),
        ("FREQ=SOMETIMES", "cannot repeat SOMETIMES"),
        ("FREQ=DAILY;INTERVAL=0", "at least 1 for INTERVAL"),
        ("FREQ=DAILY;COUNT=0", "at least 1 for COUNT"),
        ("FREQ=DAILY;COUNT=1;COUNT=2", "has COUNT twice"),
        ("FREQ=DAILY;UNTIL=tomorrow", "for UNTIL"),
        ("FREQ=DAILY;Nonsense", "cannot be read"),
    ],
)
def test_a_rule_that_cannot_be_read_says_why(rule: str, why: str) -> None:
    with pytest.raises(Broken, match=f"RRULE .*({why})"):
        starts(rule)


def test_a_first_one_that_the_rule_does_not_choose_does_not_count() -> None:
    assert starts("FREQ=WEEKLY;BYDAY=MO;COUNT=2") == ["01-07 10", "01-14 10"]


def test_an_end_by_date_admits_the_whole_of_that_date() -> None:
    assert starts("FREQ=HOURLY;INTERVAL=7;UNTIL=20300101") == ["01-01 10", "01-01 17"]


def test_what_was_long_ago_is_not_gone_through() -> None:
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    rule = calendar_rules.repetition(Line(1, "RRULE", {}, "FREQ=DAILY"))
    first = When(datetime(1900, 1, 1, 10))
    since, last = datetime(2030, 6, 1), datetime(2030, 6, 2)
    found = list(rule.starts(first, UTC, since, last, step))

    assert found == [datetime(2030, 6, 1, 10)]
    assert steps == 1
