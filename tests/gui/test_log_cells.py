"""What the columns of the visitor log say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.domain.visitor import VisitorEntry
from desk.gui.visitors import log_cells
from desk.gui.visitors.log_cells import COLUMNS, Moment
from tests.conftest import MONDAY, ZONE, at

NOW = Moment(at(9), timedelta(hours=8), ZoneInfo(ZONE))
ENTRY = VisitorEntry(
    id=1,
    uid="1",
    visitor="Ada Lind",
    resident_id=1,
    resident_name="Grace Okafor",
    resident_unit="4B",
    subject="Tea\nand cake",
    created_at=at(8),
    arrived_at=at(8),
)
EXPECTED = replace(ENTRY, arrived_at=None, expected_at=at(10))
LEFT = replace(ENTRY, departed_at=at(8, 45))


def test_there_is_a_heading_for_every_column() -> None:
    assert [column.words for column in COLUMNS] == [
        *("Standing", "Arrival", "Visitor", "People", "Host"),
        *("Purpose", "Vehicle", "Stay", "Note"),
    ]


@pytest.mark.parametrize(
    ("entry", "words", "state"),
    [
        (ENTRY, "Inside", "inside"),
        (LEFT, "Left", "left"),
        (EXPECTED, "Expected", "expected"),
        (replace(EXPECTED, expected_at=at(8)), "Late", "warning"),
        (replace(EXPECTED, expected_at=at(8, day=-1)), "Did not come", "left"),
        (replace(EXPECTED, expected_at=MONDAY, arrival_text="2030-02-04"), "Expected", "expected"),
        (replace(ENTRY, removed_at=at(9)), "In the bin", "left"),
    ],
)
def test_a_standing_has_a_word_a_shape_and_a_colour(
    entry: VisitorEntry, words: str, state: str
) -> None:
    cell = log_cells.standing(entry, NOW)

    assert (cell.words, cell.state) == (words, state)
    assert cell.icon


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (ENTRY, "09:00"),
        (replace(ENTRY, arrived_at=at(8, day=-1)), "Sun 3 Feb 09:00"),
        (replace(ENTRY, arrived_at=at(8, day=-60)), "Thu 6 Dec 2029 09:00"),
        (
            replace(EXPECTED, expected_at=at(0, day=1), arrival_text="2030-02-05"),
            "Tue 5 Feb 2030 date only",
        ),
    ],
)
def test_an_arrival_is_a_time_or_only_a_date(entry: VisitorEntry, words: str) -> None:
    assert log_cells.arrival(entry, NOW).words == words


def test_who_came_at_another_time_than_expected_is_told_in_full() -> None:
    entry = replace(ENTRY, expected_at=at(7, 30))

    told = log_cells.arrival_in_full(entry, NOW)

    assert told == "Monday, 4 February 2030 09:00\nExpected 08:30"


def test_a_party_is_one_name_and_how_many_come_along() -> None:
    party = replace(ENTRY, people=3, companions=("Bo", "Cy"))

    assert log_cells.visitor(ENTRY, NOW).words == "Ada Lind"
    assert log_cells.visitor(party, NOW).words == "Ada Lind +2"
    assert log_cells.visitor_in_full(party, NOW) == "Ada Lind\nBo\nCy"


def test_a_host_comes_with_the_flat_and_a_plate_with_the_colour() -> None:
    entry = replace(ENTRY, license_plate="AB-123", vehicle_color="red")

    assert log_cells.host(entry, NOW).words == "Grace Okafor 4B"
    assert log_cells.vehicle(entry, NOW).words == "AB-123 red"
    assert log_cells.vehicle(replace(entry, license_plate=None), NOW).words == "red"


def test_a_purpose_of_several_lines_is_one_line_in_the_table() -> None:
    assert log_cells.purpose(ENTRY, NOW).words == "Tea and cake"
    assert log_cells.purpose_in_full(ENTRY, NOW) == "Tea\nand cake"


@pytest.mark.parametrize(
    ("entry", "words", "icon"),
    [
        (ENTRY, "1 h 00 min", ""),
        (replace(ENTRY, arrived_at=at(0)), "9 h 00 min", "clock-alert"),
        (LEFT, "left 09:45 45 min", ""),
        (replace(LEFT, seen_leaving=False), "left 09:45 not seen leaving", "eye-off"),
        (replace(LEFT, arrived_at=at(8, day=-1)), "left Mon 4 Feb 09:45 1 d 0 h", ""),
        (EXPECTED, "", ""),
    ],
)
def test_the_stay_says_how_long_or_when_they_left(
    entry: VisitorEntry, words: str, icon: str
) -> None:
    cell = log_cells.stay(entry, NOW)

    assert (cell.words, cell.icon) == (words, icon)


def test_whoever_stays_too_long_is_told_so_in_words() -> None:
    entry = replace(ENTRY, arrived_at=at(0))

    assert log_cells.stay_in_full(entry, NOW) == "Inside for 9 h 00 min: longer than usual"


def test_a_note_is_a_mark_that_can_be_heard_and_read() -> None:
    entry = replace(ENTRY, note="Bring the ramp")

    assert log_cells.note(entry, NOW).spoken == "Has a note"
    assert log_cells.note_in_full(entry, NOW) == "Bring the ramp"
    assert not log_cells.note(ENTRY, NOW).icon
