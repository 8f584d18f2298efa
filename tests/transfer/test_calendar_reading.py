from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desk.domain.errors import BadFile
from desk.transfer import calendar_reading
from desk.transfer.calendar_components import TASK
from tests.transfer.calendars import (
    DATA,
    FILES,
    PUBLISHED,
    busy,
    event,
    expand,
    file_of,
    found_at,
    name_of,
    published,
)

# Those of which nothing can be read, and why.
REFUSED = {
    "icalendar/rfc_7953_1.ics": "it holds neither a calendar nor an event",
    "icalendar/rfc_7953_2.ics": "it holds neither a calendar nor an event",
    "icalendar/issue_178_component_with_invalid_name_represented.ics": (
        "it holds neither a calendar nor an event"
    ),
}
NO_START = "it does not say when it starts"
# Events that do not come in, by file: how many, and why.
BROKEN = {
    "ical-python/invalid_iana-token.ics": (1, NO_START),
    "ical-python/invalid_x-name-1.ics": (1, NO_START),
    "ical-python/invalid_x-name-2.ics": (1, NO_START),
    "ical-python/missing_colon.ics": (1, NO_START),
    "ical4j-valid/incoming.ics": (5, NO_START),  # answers to invitations, which need no time
    "ical4j-valid/mansour.ics": (1, NO_START),
    "icalendar/big_bad_calendar.ics": (20, NO_START),
    "icalendar/created_calendar_with_unicode_fields.ics": (1, NO_START),
    "icalendar/event_with_escaped_character1.ics": (1, NO_START),
    "icalendar/event_with_escaped_character3.ics": (1, NO_START),
    "icalendar/invalid_duration.ics": (1, "is not a length of time"),
    "icalendar/issue_1081_invalid_start_valid_end.ics": (1, 'DTSTART "INVALID-DATE"'),
    "icalendar/issue_355_url_escaping_empty_param.ics": (1, NO_START),
    "icalendar/issue_464_invalid_rdate.ics": (1, 'RDATE "199709T180000Z" is not a time'),
    "icalendar/issue_722_missing_timezones.ics": (2, NO_START),
    "icalendar/issue_82_expected_output.ics": (1, NO_START),
    "icalendar/rfc_6868.ics": (1, NO_START),
    "icalendar/rfc_7265_request_status.ics": (1, NO_START),
    "icalendar/rfc_7986_conferences.ics": (1, NO_START),
    "icalendar/rfc_9253_related_to.ics": (1, NO_START),
    "icalendar/small_bad_calendar.ics": (1, NO_START),
    "ics-parser/issue-340.ics": (1, 'DTEND "NONE" is not a time'),
    "node-ical/bad_custom_ms_tz.ics": (1, 'DURATION "-PT1W1D2H3M4S" is not a length of time'),
    "node-ical/badRRULE.ics": (1, "RRULE cannot be read at 'AnythingRandom'"),
    "node-ical/daily-count-exdate-recurrence-id.ics": (1, "it ends before it starts"),
}
# Where Desk finds other occurrences than the published list, and why: those that it finds and the
# list does not have, and those that it does not find.
OTHERWISE = {
    "ical4j-valid/classify.ics": (
        "two versions of one event, numbered 0 and 1: only the later counts (RFC 5545, 3.8.7.4)",
        [],
        ["19970701T200000Z"],
    ),
    "node-ical/duplicate-uid-sequence.ics": (
        "two versions of each of two events: only the later ones count, as the file itself says",
        [],
        ["20240115T090000Z", "20240120T100000Z"],
    ),
    "ical.net/ByMonth1.ics": (
        "a start in September of a rule for January: only what the rule chooses counts, as it does"
        " for open time, and in three other files of the list; RFC 5545 leaves it open (3.8.5.3)",
        [],
        ["19970902T130000Z"],
    ),
    "node-ical/non-utc-until-ny.ics": (
        "an UNTIL without Z is on the clock of the event, so that the last one, at 14:00, counts",
        ["20240315T180000Z"],
        [],
    ),
}
OURS: list[dict[str, Any]] = json.loads((DATA / "calendar-week.json").read_text())
LISTED = [*OURS, *published("occurrences.json")]
DEMANDED = published("expected-ical.net.json") or [
    {
        "file": "calendar-week.ics",
        "from": "20300401",
        "to": "20300501",
        "occurrences": [
            {"start": "20300403T140000", "duration": "PT1H"},
            {"start": "20300422T000000", "duration": "PT24H"},
        ],
    }
]
LENGTHS = {"PT0S": 0, "PT3M": 3, "PT30M": 30, "PT1H": 60, "PT9H": 540, "PT24H": 1440}
STRICT = [entry for entry in published("index.json") if "refused" in entry.get("should", "")]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_calendar_is_read_or_refused_in_a_sentence(path: Path) -> None:
    name = name_of(path)
    if name in REFUSED:
        with pytest.raises(BadFile, match=REFUSED[name]):
            calendar_reading.read(path)
        return

    reading = calendar_reading.read(path)

    number, reason = BROKEN.get(name, (0, ""))
    reasons = expand(path, "19000101", "20300101").reasons
    assert len(reading.events) + len(reading.lost) >= reading.seen
    too_often = [why for why in reasons if "more than 5,000 times" in why]
    others = [why for why in reasons if why not in too_often]
    assert [reason in why for why in others] == [True] * number
    assert all(lost.line and lost.reason for lost in reading.lost)


@pytest.mark.parametrize("case", LISTED, ids=lambda case: str(case["file"]))
def test_the_occurrences_are_those_that_other_readers_find(case: dict[str, Any]) -> None:
    _why, more, fewer = OTHERWISE.get(case["file"], ("", [], []))

    starts = expand(found_at(case["file"]), case["from"], case["to"]).starts

    # Of more than three hundred only the first are listed.
    wanted = sorted([*(start for start in case["starts"] if start not in fewer), *more])
    assert starts[: len(wanted)] == wanted
    assert len(starts) == case["count"] + len(more) - len(fewer)


@pytest.mark.parametrize("case", DEMANDED, ids=lambda case: str(case.get("case", "ours")))
def test_what_the_tests_of_another_library_demand_comes_out(
    case: dict[str, Any], tmp_path: Path
) -> None:
    path = found_at(case.get("file", ""))
    if "ics" in case:
        path = tmp_path / "case.ics"
        path.write_text(case["ics"])

    found = expand(path, case["from"], case["to"]).occurrences

    wanted = [(one["start"].rstrip("Z"), LENGTHS[one["duration"]]) for one in case["occurrences"]]
    lengths = [
        (f"{one.at.local:%Y%m%dT%H%M%S}", (one.end - one.start).total_seconds() / 60)
        for one in found
    ]
    assert sorted(lengths) == sorted(wanted)


@pytest.mark.parametrize("file", [entry["file"] for entry in STRICT] or ["calendar-odd.ics"])
def test_what_a_strict_reader_refuses_is_at_least_reported(file: str, tmp_path: Path) -> None:
    path = PUBLISHED / file
    if not path.exists():
        path = file_of(tmp_path, event(), "", event(uid="two"))

    found = busy(path)

    assert found.notes or found.rejected


def test_every_difference_from_the_lists_is_one_still() -> None:
    names = {name_of(path) for path in FILES}
    files = {case["file"] for case in LISTED}

    assert all(why and (more or fewer) for why, more, fewer in OTHERWISE.values())
    if PUBLISHED.exists():
        assert OTHERWISE.keys() <= files
        assert REFUSED.keys() | BROKEN.keys() <= names


def test_a_broken_event_is_named_and_the_others_come_in(tmp_path: Path) -> None:
    broken = event("DTSTART:20301332T100000", "SUMMARY:Nowhere", uid="two")
    path = file_of(tmp_path, event(), broken, event(uid="three"))

    reading = calendar_reading.read(path)

    assert [one.uid for one in reading.events] == ["one", "three"]
    [lost] = reading.lost
    assert (lost.line, lost.uid, lost.title) == (9, "two", "Nowhere")
    assert lost.reason == 'DTSTART "20301332T100000" does not exist'


def test_a_file_that_breaks_off_loses_its_last_event_only(tmp_path: Path) -> None:
    path = file_of(tmp_path, event(), event(uid="two"))
    path.write_bytes(path.read_bytes()[:-35])

    reading = calendar_reading.read(path)

    assert [one.uid for one in reading.events] == ["one"]
    assert [lost.reason for lost in reading.lost] == ["it is not ended; END:VEVENT is missing"]


def test_an_event_without_a_calendar_around_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bare.ics"
    path.write_text(event("SUMMARY:Bare"))

    reading = calendar_reading.read(path)

    assert [one.title for one in reading.events] == ["Bare"]
    assert [note.reason for note in reading.notes] == ['"VEVENT" stands outside any calendar']


def test_tasks_are_counted_and_an_odd_time_in_one_is_noted(tmp_path: Path) -> None:
    task = f"BEGIN:{TASK}\r\nUID:t\r\nDUE:-0011130T160000\r\nEND:{TASK}"
    path = file_of(tmp_path, task, event())

    reading = calendar_reading.read(path)

    assert (reading.others, len(reading.events)) == (1, 1)
    assert [note.line for note in reading.notes] == [6]


def test_published_busy_time_is_read_without_the_free(tmp_path: Path) -> None:
    lines = (
        "BEGIN:VFREEBUSY",
        "UID:fb",
        "FREEBUSY;FBTYPE=FREE:20300101T080000Z/PT1H",
        "FREEBUSY:20300101T100000Z/PT1H,20300101T120000Z/20300101T130000Z",
        "END:VFREEBUSY",
    )
    path = file_of(tmp_path, "\r\n".join(lines))

    reading = calendar_reading.read(path)

    assert [one.start.text for one in reading.events] == ["20300101T100000Z", "20300101T120000Z"]


def test_a_file_with_too_many_events_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_reading, "MOST_EVENTS", 2)
    path = file_of(tmp_path, *(event(uid=str(number)) for number in range(3)))

    with pytest.raises(BadFile, match="more than 2 events; divide it"):
        calendar_reading.read(path)


def test_dates_told_one_by_one_are_limited_over_the_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_reading, "MOST_DATES", 3)
    dates = "RDATE:20300102T100000,20300103T100000"
    path = file_of(tmp_path, event(dates), event(dates, uid="two"), event(uid="three"))

    reading = calendar_reading.read(path)

    assert [one.uid for one in reading.events] == ["one", "three"]
    assert "told one by one" in reading.lost[0].reason
