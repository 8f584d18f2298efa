from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from desk.transfer.calendar_lines import Line
from desk.transfer.calendar_values import Broken, Length, When, length, moments, plain, when


def line(value: str = "", **params: str) -> Line:
    return Line(1, "DTSTART", params, value)


@pytest.mark.parametrize(
    ("text", "params", "meant"),
    [
        ("20300204T091500", {}, When(datetime(2030, 2, 4, 9, 15))),
        ("20300204T091500Z", {"TZID": "Own"}, When(datetime(2030, 2, 4, 9, 15), "UTC")),
        ("20300204t091500z", {}, When(datetime(2030, 2, 4, 9, 15), "UTC")),
        ("20300204T091500", {"TZID": "Own"}, When(datetime(2030, 2, 4, 9, 15), "Own")),
        ("20300204T0915", {}, When(datetime(2030, 2, 4, 9, 15))),
        ("20300204T235960", {}, When(datetime(2030, 2, 4, 23, 59, 59))),
        ("20300204", {}, When(datetime(2030, 2, 4), whole_day=True)),
        ("20300204", {"VALUE": "DATE-TIME"}, When(datetime(2030, 2, 4), whole_day=True)),
        ("20300204T091500", {"VALUE": "DATE"}, When(datetime(2030, 2, 4, 9, 15))),
    ],
)
def test_a_time_is_read_as_it_is_written(text: str, params: dict[str, str], meant: When) -> None:
    assert when(text, line(**params)) == meant


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2030-02-04", "20300230", "20300204T250000", "00000101", "-20300204"]
)
def test_what_is_no_time_is_refused_with_its_name(text: str) -> None:
    with pytest.raises(Broken, match=r"^DTSTART "):
        when(text, line())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("PT1H30M", Length(0, timedelta(minutes=90))),
        ("P1DT2H", Length(1, timedelta(hours=2))),
        ("P2W", Length(14)),
        ("PT1W", Length(7)),
        ("+PT15S", Length(0, timedelta(seconds=15))),
        ("-PT0S", Length()),
    ],
)
def test_a_length_has_days_and_what_the_clock_shows(text: str, meant: Length) -> None:
    assert length(text, line()) == meant


@pytest.mark.parametrize("text", ["", "P", "PT", "P5M", "1H", "-PT1H", "P999999999999999999W"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(Broken, match=r"is not a length|goes backwards"):
        length(text, line())


def test_a_list_may_hold_times_and_periods() -> None:
    text = "20300204T090000Z,20300205T090000Z/PT1H, 20300206T090000Z/20300206T100000Z,"

    found = list(moments(line(text)))

    assert [start.date.day for start, _ in found] == [4, 5, 6]
    assert [end for _, end in found] == [
        None,
        Length(0, timedelta(hours=1)),
        When(datetime(2030, 2, 6, 10), "UTC"),
    ]


def test_texts_lose_their_escapes_and_what_no_one_can_see() -> None:
    assert plain(line(r"One\, two\; three\nfour \\n" + "\x07"), 100) == "One, two; three\nfour \\n"
    assert plain(line("x" * 300), 200) == "x" * 200
    assert plain(None, 10) == ""
