"""Where an appointment should go: what is said changes, what is not said stays."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from desk.domain.directory import Resource
from desk.domain.quick_query import House
from desk.gui.booking.speech import UserSpeech
from desk.gui.booking.where_to import Target, read_target

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2030, 2, 4, 10, 0, tzinfo=ROME)
FRIDAY = datetime(2030, 2, 8, 10, 30, tzinfo=ROME)
SMITH = Resource(id=1, key="smith", first_name="Dr. Ann", last_name="Smith")
WEBER = Resource(id=2, key="weber", first_name="Dr. Tom", last_name="Weber")
HOUSE = House((SMITH, WEBER), (), NOW.date(), UserSpeech(NOW.date()))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("+1w", "2030-02-15 10:30"),
        ("+ 2 weeks", "2030-02-22 10:30"),
        ("-1d", "2030-02-07 10:30"),
        ("+1m", "2030-03-08 10:30"),
        ("+30min", "2030-02-08 11:00"),
        ("thu 10:30", "2030-02-07 10:30"),
        ("14:30", "2030-02-08 14:30"),
        ("3pm", "2030-02-08 15:00"),
        ("tomorrow", "2030-02-05 10:30"),
        ("tomorrow 9", "2030-02-05 09:00"),
        ("12/5", "2030-05-12 10:30"),
        ("2030-02-20 11:15", "2030-02-20 11:15"),
    ],
)
def test_a_move_may_be_typed_in_a_few_words(typed: str, meant: str) -> None:
    start = datetime.fromisoformat(meant).replace(tzinfo=ROME)

    assert read_target(typed, FRIDAY, NOW, HOUSE) == Target(start)


@pytest.mark.parametrize("typed", ["weber +1w", "+1w weber", "+1w with tom"])
def test_another_provider_may_be_named_beside_the_time(typed: str) -> None:
    week_later = datetime(2030, 2, 15, 10, 30, tzinfo=ROME)

    assert read_target(typed, FRIDAY, NOW, HOUSE) == Target(week_later, (2,))


def test_a_provider_alone_keeps_the_time() -> None:
    assert read_target("weber", FRIDAY, NOW, HOUSE) == Target(FRIDAY, (2,))


@pytest.mark.parametrize("typed", ["", "soon", "weber soon", "25:00", "+1w 30", "+1w 4821"])
def test_what_is_not_understood_goes_nowhere(typed: str) -> None:
    assert read_target(typed, FRIDAY, NOW, HOUSE) is None


def test_the_wall_clock_stays_over_a_change_of_the_clocks_and_a_skipped_hour_is_none() -> None:
    before = datetime(2030, 3, 24, 2, 30, tzinfo=ROME)

    assert read_target("+1w", before, NOW, HOUSE) is None
    later = read_target("+1w", before.replace(hour=4), NOW, HOUSE)
    assert later == Target(datetime(2030, 3, 31, 4, 30, tzinfo=ROME))
