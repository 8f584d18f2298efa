from __future__ import annotations

from pathlib import Path

import pytest

from desk.domain.appointment import LONGEST
from desk.transfer import calendar_reading
from desk.transfer.calendar_events import Event
from desk.transfer.calendar_values import Length
from tests.transfer.calendars import event, file_of


def only(folder: Path, *lines: str) -> Event:
    [found] = calendar_reading.read(file_of(folder, event(*lines))).events
    return found


def refused(folder: Path, *lines: str) -> str:
    [lost] = calendar_reading.read(file_of(folder, event(*lines))).lost
    return lost.reason


def test_an_event_says_what_and_where(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        "SUMMARY:Tea\\, green",
        "LOCATION:Room 3",
        "DESCRIPTION:Bring cups\\nand milk",
        "X-DESK-APPOINTMENT-TYPE:therapy",
    )

    assert (found.uid, found.title) == ("one", "Tea, green")
    assert found.note == "Room 3\nBring cups\nand milk"
    assert found.appointment_type == "therapy"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("TRANSP:TRANSPARENT", "it says that nobody is busy meanwhile"),
        ("transp:transparent", "it says that nobody is busy meanwhile"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", "it says that nobody is busy meanwhile"),
        ("STATUS:CANCELLED", "it is cancelled"),
        ("STATUS:TENTATIVE", ""),
        ("TRANSP:OPAQUE", ""),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", ""),
    ],
)
def test_who_is_not_busy_is_who_says_so(tmp_path: Path, line: str, why: str) -> None:
    assert only(tmp_path, line).free == why


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        (["DTSTART;VALUE=DATE:20300101"], Length(1)),
        (["DTSTART;VALUE=DATE:20300101", "DTEND;VALUE=DATE:20300101"], Length(1)),
        (["DTSTART;VALUE=DATE:20300101", "DTEND;VALUE=DATE:20300104"], Length(3)),
        (["DTSTART;VALUE=DATE:20300101", "DURATION:P2D"], Length(2)),
        (["DTSTART;VALUE=DATE:20300101", "DURATION:PT30H"], Length(2)),
        (["DTSTART:20300101T100000"], None),
        (["DTSTART:20300101T100000", "DURATION:PT0S"], None),
    ],
)
def test_how_long_it_takes_is_told_or_left_to_the_standard(
    tmp_path: Path, lines: list[str], end: Length | None
) -> None:
    assert only(tmp_path, *lines).end == end


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["DTSTART;VALUE=DATE:20300104", "DTEND;VALUE=DATE:20300101"], "it ends before it starts"),
        (["DURATION:-PT1H"], "goes backwards"),
        (["RECURRENCE-ID:soon"], 'RECURRENCE-ID "SOON" is not a time'),
        (["RDATE;VALUE=PERIOD:20300101T100000/soon"], 'RDATE "SOON" is not a time'),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, lines: list[str], why: str) -> None:
    assert why in refused(tmp_path, *lines)


def test_an_event_without_a_name_of_its_own_is_known_by_what_it_says(tmp_path: Path) -> None:
    unnamed = event("SUMMARY:Tea").replace("UID:one\r\n", "")
    other = unnamed.replace("Tea", "Coffee")

    reading = calendar_reading.read(file_of(tmp_path, unnamed, other))
    again = calendar_reading.read(file_of(tmp_path, unnamed))

    first, second = reading.events
    assert (first.uid, len(first.uid)) == (again.events[0].uid, 64)
    assert first.uid != second.uid
    assert [note.reason for note in reading.notes] == ["the event has no UID"] * 2


def test_texts_are_no_longer_than_can_be_kept(tmp_path: Path) -> None:
    found = only(
        tmp_path, "SUMMARY:" + "x" * 5000, "DESCRIPTION:" + "x" * 5000, f"UID:{'x' * 5000}"
    )

    assert (len(found.title), len(found.note)) == (LONGEST["title"], LONGEST["note"])
    assert len(found.uid) == 64
