from __future__ import annotations

import io
from pathlib import Path

import pytest

from desk.domain.errors import BadFile
from desk.transfer import calendar_lines, calendar_reading
from desk.transfer.calendar_lines import CalendarLines, Line, Note
from tests.transfer.calendars import calendar, event, little_memory


def lines(content: bytes) -> tuple[list[Line], list[Note]]:
    read = CalendarLines("a.ics", io.BytesIO(content))
    return list(read), read.notes


def values(content: bytes) -> list[str]:
    return [line.value for line in lines(content)[0]]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"], ids=["CR LF", "LF", "CR"])
def test_lines_end_as_they_like(end: str) -> None:
    found, notes = lines(end.join(("BEGIN:VEVENT", "SUMMARY:Tea", "END:VEVENT")).encode())

    assert [(line.number, line.name, line.value) for line in found] == [
        (1, "BEGIN", "VEVENT"),
        (2, "SUMMARY", "Tea"),
        (3, "END", "VEVENT"),
    ]
    assert notes == []


def test_a_line_folded_inside_a_letter_is_put_together() -> None:
    written = "SUMMARY:Jalapeño".encode()
    at = written.index(b"\xb1")

    found = values(b"BEGIN:VEVENT\r\n" + written[:at] + b"\r\n " + written[at:] + b"\r\n\tx\r\n")

    assert found[1] == "Jalapeñox"


def test_names_are_told_in_any_case_and_parameters_may_be_quoted() -> None:
    found, _ = lines(b'begin:vevent\ndtstart;Tzid="(UTC+01:00) Rome: x";VALUE=DATE:20300101\n')

    assert (found[1].name, found[1].value) == ("DTSTART", "20300101")
    assert found[1].params == {"TZID": "(UTC+01:00) Rome: x", "VALUE": "DATE"}


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (
            "BEGIN:VEVENT\nSUMMARY:Caf\xe9\n".encode("latin-1"),
            Note(2, "it is not UTF-8 text; read as Western European"),
        ),
        (
            "BEGIN:VEVENT\nSUMMARY:\0Ca\0f\xe9\n".encode(),
            Note(2, "it holds NUL bytes, which were left out"),
        ),
        (
            "BEGIN:VEVENT\n\n\nSUMMARY:Caf\xe9\n".encode(),
            Note(2, "a blank line stands in the middle"),
        ),
        (
            "BEGIN:VEVENT\nnonsense\nSUMMARY:Caf\xe9\n".encode(),
            Note(2, '"nonsense" is no line of a calendar'),
        ),
    ],
    ids=["latin-1", "NUL", "blank", "nonsense"],
)
def test_what_is_odd_is_read_and_noted(content: bytes, note: Note) -> None:
    found, notes = lines(content)

    assert found[-1].value == "Café"
    assert notes == [note]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_first_line(encoding: str) -> None:
    found, notes = lines("BEGIN:VCALENDAR\nX-NAME:Café\n".encode(encoding))

    assert [line.value for line in found] == ["VCALENDAR", "Café"]
    assert notes == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b"\r\n \r\n", "it is empty"),
        (b"visitorName,subject\nAda,Tea\n", "it is no calendar; no line of it says BEGIN"),
        (b"\x89PNG\r\n\x1a\n\0\0", "it is no calendar"),
        (b"BEGIN:VCALENDAR\n" + b"nonsense\n" * 10_001, "line 10002 is one of many"),
    ],
    ids=["empty", "blank", "csv", "picture", "nonsense"],
)
def test_what_is_no_calendar_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(BadFile, match=why):
        lines(content)


def test_a_file_beyond_the_size_that_is_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_lines, "LARGEST", 1000)

    with pytest.raises(BadFile, match="it is larger than 1,000 bytes; divide it"):
        lines(b"BEGIN:VCALENDAR\n" + b"X-NAME:something\n" * 100)


@pytest.mark.parametrize("fold", ["", "\r\n "], ids=["one line", "folded"])
@pytest.mark.parametrize(
    ("name", "events"), [("ATTACH", 1), ("SUMMARY", 0), ("EXDATE", 0), ("DESCRIPTION", 1)]
)
def test_a_line_of_ten_megabytes_takes_little_memory(
    tmp_path: Path, fold: str, name: str, events: int
) -> None:
    path = tmp_path / "long.ics"
    path.write_text(calendar(event(f"{name}:" + ("x" * 1000 + fold) * 10_000)), newline="")

    with little_memory(5_000_000):
        reading = calendar_reading.read(path)

    assert len(reading.events) == events
    assert [lost.reason for lost in reading.lost] == [
        "one of its lines is longer than can be read"
    ] * (1 - events)


def test_notes_are_no_more_than_a_person_would_read() -> None:
    _, notes = lines(b"BEGIN:VCALENDAR\n" + b"\nnonsense\n" * 5000)

    assert len(notes) == calendar_lines.MOST_NOTES
