from __future__ import annotations

import io

import pytest

from desk.transfer.calendar_components import Component, Components
from desk.transfer.calendar_lines import CalendarLines, Note


def components(*lines: str) -> tuple[list[Component], list[Note]]:
    text = "\n".join(lines).encode()
    read = Components(CalendarLines("a.ics", io.BytesIO(text)))
    return list(read), read.notes


def test_parts_of_an_event_keep_their_lines_to_themselves() -> None:
    found, notes = components(
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "SUMMARY:Tea",
        "BEGIN:VALARM",
        "DESCRIPTION:Ring",
        "END:VALARM",
        "UID:a",
        "END:VEVENT",
        "END:VCALENDAR",
    )

    [event] = found
    assert [line.name for line in event.lines] == ["SUMMARY", "UID"]
    assert (event.line, event.trouble, notes) == (2, "", [])


def test_a_zone_has_its_times_as_parts() -> None:
    found, _ = components(
        "BEGIN:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "TZID:Own",
        "BEGIN:STANDARD",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "END:VCALENDAR",
    )

    assert [part.text("TZOFFSETTO") for part in found[0].parts] == ["+0100"]


@pytest.mark.parametrize(
    ("lines", "troubles"),
    [
        (("BEGIN:VEVENT", "UID:a", "BEGIN:VEVENT", "END:VEVENT", "END:VEVENT"), ["", "next"]),
        (("BEGIN:VEVENT", "UID:a", "END:VCALENDAR"), ["not ended"]),
        (("BEGIN:VEVENT", "BEGIN:VALARM", "END:VEVENT", "END:VCALENDAR"), [""]),
        (("END:VEVENT", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR"), [""]),
    ],
    ids=["event in an event", "never ended", "alarm never ended", "ended before it begins"],
)
def test_what_is_out_of_order_spoils_no_neighbour(
    lines: tuple[str, ...], troubles: list[str]
) -> None:
    found, _ = components("BEGIN:VCALENDAR", *lines)

    assert len(found) == len(troubles)
    for component, trouble in zip(found, troubles, strict=True):
        assert trouble in component.trouble
        assert bool(trouble) == bool(component.trouble)


def test_what_belongs_to_nothing_is_noted() -> None:
    _, notes = components("SUMMARY:Tea", "END:VEVENT", "BEGIN:VCALENDAR", "END:VCALENDAR")

    assert [(note.line, note.reason) for note in notes] == [
        (1, '"SUMMARY" belongs to nothing'),
        (2, 'it ends "VEVENT", which is not open'),
    ]


@pytest.mark.parametrize(
    "lines",
    [["BEGIN:X"] * 5000, ["BEGIN:VEVENT"] * 5000, ["BEGIN:VEVENT", *["RDATE:1"] * 5000]],
    ids=["deep", "events inside one another", "many lines"],
)
def test_no_shape_of_a_file_is_followed_for_ever(lines: list[str]) -> None:
    found, notes = components("BEGIN:VCALENDAR", *lines)

    assert len(found) <= 20
    assert all(component.trouble for component in found)
    assert sum(len(component.lines) for component in found) <= 2000
    assert len(notes) <= 100


def test_an_event_longer_than_can_be_read_says_so() -> None:
    found, _ = components("BEGIN:VCALENDAR", "BEGIN:VEVENT", *["RDATE:" + "1" * 100_000] * 6)

    assert found[0].trouble == "it is longer than can be read"
