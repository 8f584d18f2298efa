from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from desk.domain.appointment import Appointment, Details
from desk.domain.errors import Invalid
from desk.domain.open_time import NewAvailability
from desk.domain.span import Span
from desk.services import appointment_rows, appointments, availabilities, directory
from desk.store.database import Database, Write
from desk.transfer import appointment_export, calendar_import, calendar_reading
from desk.transfer.calendar_outcome import Aim, CalendarOutcome, Into
from desk.transfer.outcome import Wishes
from tests.build import patient
from tests.conftest import Clock, at
from tests.strategies import texts
from tests.transfer.made import Alone

ALL = Span(at(0, day=-5000), at(0, day=5000))
YEAR = dt.date(2030, 1, 1), dt.date(2030, 12, 31)
_DAYS = ((3, 30), (10, 26), (7, 1))
# Minutes of the two days on which the clocks of Rome change, and of an ordinary one.
days = st.sampled_from([datetime(2030, month, day, tzinfo=UTC) for month, day in _DAYS])
minutes = st.builds(
    lambda day, after: day + timedelta(minutes=after), days, st.integers(0, 47 * 60)
)
# Texts as a calendar keeps them: no blanks around them, and nothing that nobody can see.
words = texts.map(
    lambda text: "".join(letter for letter in text if letter.isprintable() or letter == "\n")
).map(str.strip)
lines = words.map(lambda text: text.replace("\n", " ").strip())
bookings = st.fixed_dictionaries(
    {
        "start": minutes,
        "length": st.integers(1, 1500).map(lambda number: timedelta(minutes=number)),
        "title": lines,
        "note": words,
        "appointment_type": st.none() | lines.filter(bool).map(lambda text: text[:64].strip()),
    }
)


@pytest.fixture
def smith(database: Database) -> int:
    with database.write("Ann") as tx:
        return provider(tx)


def provider(tx: Write, key: str = "smith", last: str = "Smith") -> int:
    return directory.put_resource(tx, key, "Dr. Jane", last).id


def book(tx: Write, whose: int, start: datetime, **facts: Any) -> Appointment:
    details = Details(**{"title": "Milan Novak"} | facts)
    span = Span(start, start + timedelta(minutes=30))
    return appointments.book(tx, None, span, details, resource_id=whose, anyway="so it is")


def told(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def back(database: Database, path: Path, whose: int) -> CalendarOutcome:
    aim = Aim(resource_id=whose, into=Into.APPOINTMENTS, first=YEAR[0], last=YEAR[1])
    return calendar_import.bring_in(database, path, aim, Wishes(stop=Alone()), "test")


def said(database: Database) -> list[tuple[Any, ...]]:
    """What every appointment says, but for what is different in every house."""
    with database.read() as tx:
        found = appointment_rows.overlapping(tx, ALL, None)
    return sorted(
        (one.span.start, one.span.end, one.name, one.note, one.appointment_type or "")
        for one in found
    )


def titles(path: Path) -> list[str]:
    return [one.title for one in calendar_reading.read(path).events]


def test_a_table_has_a_line_for_each_with_who_and_whose(
    database: Database, smith: int, tmp_path: Path
) -> None:
    with database.write("Ann") as tx:
        novak = patient(tx)
        facts = {"title": "", "person_id": novak.id, "appointment_type": "therapy", "note": "Lift"}
        made = book(tx, smith, at(10), **facts)
        gone = book(tx, smith, at(12))
        appointments.cancel(tx, [gone.id])
        appointments.arrive(tx, [made.id])

    number = appointment_export.send_out(database, tmp_path / "out.csv")

    assert number == 2
    rows = told(tmp_path / "out.csv")
    assert rows[0] == {
        "id": str(made.id),
        "startDate": "2030-02-04T11:00:00+01:00",
        "endDate": "2030-02-04T11:30:00+01:00",
        "provider": "Dr. Jane Smith",
        "name": "Milan Novak",
        "appointmentType": "therapy",
        "standing": "arrived",
        "flagged": "no",
        "bookedBeyond": "",
        "note": "Lift",
    }
    assert (rows[1]["standing"], rows[1]["name"]) == ("cancelled", "Milan Novak")


def test_holds_are_in_a_table_until_they_run_out_and_in_no_calendar(
    database: Database, smith: int, clock: Clock, tmp_path: Path
) -> None:
    with database.write("Ann") as tx:
        open_time = NewAvailability(
            resource_id=smith, span=Span(at(10), at(12)), slot_length=timedelta(hours=1)
        )
        slots = availabilities.add(tx, open_time)
        appointments.hold(tx, slots.id, Span(at(10), at(11)), Details(title="Ada Lind"))

    appointment_export.send_out(database, tmp_path / "held.csv")
    appointment_export.send_out(database, tmp_path / "held.ics")
    clock.advance(timedelta(hours=1))
    appointment_export.send_out(database, tmp_path / "lapsed.csv")

    assert [row["standing"] for row in told(tmp_path / "held.csv")] == ["held"]
    assert told(tmp_path / "lapsed.csv") == []
    assert titles(tmp_path / "held.ics") == []


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [(None, None, [0, 1, 2, 40]), (1, None, [1, 2, 40]), (None, 1, [0, 1]), (1, 2, [1, 2])],
)
def test_dates_choose_by_the_day_on_which_it_begins(
    database: Database,
    smith: int,
    tmp_path: Path,
    first: int | None,
    last: int | None,
    days: Sequence[int],
) -> None:
    monday = dt.date(2030, 2, 4)
    with database.write("Ann") as tx:
        for day in (0, 1, 2, 40):
            book(tx, smith, at(23, day=day - 1), title=str(day))  # midnight in Rome

    def date(day: int | None) -> dt.date | None:
        return None if day is None else monday + timedelta(days=day)

    for name in ("out.csv", "out.ics"):
        appointment_export.send_out(database, tmp_path / name, first=date(first), last=date(last))

    wanted = [str(day) for day in days]
    assert [row["name"] for row in told(tmp_path / "out.csv")] == wanted
    assert titles(tmp_path / "out.ics") == wanted


def test_one_provider_can_be_chosen(database: Database, smith: int, tmp_path: Path) -> None:
    with database.write("Ann") as tx:
        other = provider(tx, "jones", "Jones")
        book(tx, smith, at(10))
        book(tx, other, at(10), title="Ada Lind")

    appointment_export.send_out(database, tmp_path / "out.ics", resource_id=other)

    assert titles(tmp_path / "out.ics") == ["Ada Lind"]


def test_formulas_are_guarded_in_every_kind_of_table(
    database: Database, smith: int, tmp_path: Path
) -> None:
    with database.write("Ann") as tx:
        book(tx, smith, at(10), title="=1+1", note="@SUM(A1)")

    for kind in ("csv", "xlsx", "json"):
        appointment_export.send_out(database, tmp_path / f"out.{kind}")

    [row] = told(tmp_path / "out.csv")
    assert (row["name"], row["note"]) == ("'=1+1", "'@SUM(A1)")
    heading, cells = load_workbook(tmp_path / "out.xlsx").active.iter_rows()
    assert [cell.value for cell in heading] == list(appointment_export.COLUMNS)
    assert (cells[4].value, cells[4].data_type) == ("'=1+1", "s")
    [document] = json.loads((tmp_path / "out.json").read_text())
    assert (document["name"], document["standing"]) == ("=1+1", "booked")


def test_an_ending_that_is_not_known_and_dates_the_wrong_way_are_refused(
    database: Database, tmp_path: Path
) -> None:
    with pytest.raises(Invalid, match=r"must end in \.ics"):
        appointment_export.send_out(database, tmp_path / "out.txt")
    with pytest.raises(Invalid, match="on or after"):
        appointment_export.send_out(database, tmp_path / "out.csv", first=YEAR[1], last=YEAR[0])
    assert not list(tmp_path.glob("out.*"))


def test_an_empty_calendar_is_a_calendar(database: Database, tmp_path: Path) -> None:
    assert appointment_export.send_out(database, tmp_path / "out.ics") == 0

    reading = calendar_reading.read(tmp_path / "out.ics")
    assert (reading.events, reading.lost, reading.notes) == ([], [], [])


def test_a_calendar_that_goes_out_names_each_for_good(
    database: Database, smith: int, tmp_path: Path
) -> None:
    with database.write("Ann") as tx:
        made = book(tx, smith, at(10))
    appointment_export.send_out(database, tmp_path / "before.ics")
    with database.write("Bo") as tx:
        appointments.move(tx, made.id, Span(at(12), at(13)), seen=made.version)
    appointment_export.send_out(database, tmp_path / "after.ics")

    [before] = calendar_reading.read(tmp_path / "before.ics").events
    [after] = calendar_reading.read(tmp_path / "after.ics").events

    assert before.uid == after.uid
    assert before.order < after.order
    assert b"TZID=Europe/Rome:20300204T130000" in (tmp_path / "after.ics").read_bytes()
    assert (tmp_path / "after.ics").read_bytes().count(b"BEGIN:VTIMEZONE") == 1


def test_what_was_booked_beyond_comes_back_with_its_reason(
    database: Database, smith: int, tmp_path: Path
) -> None:
    with database.write("Ann") as tx:
        other = provider(tx, "jones", "Jones")
        book(tx, smith, at(10), title="First")
        book(tx, smith, at(9, 45), title="Second")

    appointment_export.send_out(database, tmp_path / "out.ics", resource_id=smith)
    with database.write("Ann") as tx:
        found = appointment_rows.overlapping(tx, ALL, [smith])
        appointments.cancel(tx, [one.id for one in found])
    outcome = back(database, tmp_path / "out.ics", other)

    with database.read() as tx:
        found = appointment_rows.overlapping(tx, ALL, [other])
    assert outcome.beyond == 0
    assert [(one.name, one.beyond) for one in found] == [("Second", "so it is"), ("First", "")]


numbers = count()


@given(booked=st.lists(bookings, max_size=6))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_goes_out_comes_in_as_the_same_appointments(
    booked: list[dict[str, Any]], furnished_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / str(next(numbers))
    folder.mkdir()
    here, there = (
        Database(
            f"sqlite:///{shutil.copy(furnished_file, folder / f'{hour}')}", clock=Clock(at(hour))
        )
        for hour in (9, 10)
    )
    with here.write("Ann") as tx:
        smith = provider(tx)
        for facts in booked:
            start, length = facts["start"], facts["length"]
            details = Details(
                **{name: facts[name] for name in ("title", "note", "appointment_type")}
            )
            span = Span(start, start + length)
            appointments.book(tx, None, span, details, resource_id=smith, anyway="as it is")
    with there.write("Ann") as tx:
        assert provider(tx) == smith

    number = appointment_export.send_out(here, folder / "out.ics", first=YEAR[0], last=YEAR[1])
    first = back(there, folder / "out.ics", smith)
    second, home = back(there, folder / "out.ics", smith), back(here, folder / "out.ics", smith)

    assert first.trouble is None
    assert said(there) == said(here)
    assert (number, first.added, first.rejected) == (len(booked), len(booked), 0)
    assert (second.known, home.known) == (len(booked), len(booked))
    assert first.notes == []
    for database in (here, there):
        database.close()
