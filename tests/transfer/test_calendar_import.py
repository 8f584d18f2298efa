from __future__ import annotations

import csv
import datetime as dt
from datetime import timedelta
from pathlib import Path

import pytest

from desk.domain.appointment import Appointment, Details, Shelf
from desk.domain.closure import Closure
from desk.domain.errors import BadFile, Invalid, NotFound
from desk.domain.span import Span
from desk.services import appointment_rows, appointments, closures, directory
from desk.store.database import Database
from desk.transfer import calendar_import
from desk.transfer.calendar_outcome import Aim, CalendarOutcome, Into
from desk.transfer.outcome import Tell, Wishes
from tests.build import journal, last_change
from tests.conftest import at
from tests.transfer.calendars import FILES, event, file_of, name_of
from tests.transfer.made import Alone

ALL = Span(at(0, day=-10_000), at(0, day=5000))
SOME = [path for path in FILES if path.parent.name in ("data", "ical.net")][::4]
BOOKS = Into.APPOINTMENTS


@pytest.fixture
def smith(database: Database) -> int:
    return provider(database)


def provider(database: Database) -> int:
    with database.write("Ann") as tx:
        return directory.put_resource(tx, "smith", "Dr. Jane", "Smith").id


def bring_in(
    database: Database,
    path: Path,
    whose: int,
    into: Into = Into.CLOSURES,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    dry_run: bool = False,
) -> CalendarOutcome:
    aim = Aim(resource_id=whose, into=into, first=first, last=last)
    wishes = Wishes(dry_run=dry_run, stop=Alone())
    return calendar_import.bring_in(database, path, aim, wishes, "test")


def shut(database: Database) -> list[Closure]:
    with database.read() as tx:
        return list(closures.between(tx, ALL))


def booked(database: Database) -> list[Appointment]:
    with database.read() as tx:
        return appointment_rows.overlapping(tx, ALL, None)


def test_busy_time_becomes_closures_of_the_provider(
    database: Database, smith: int, tmp_path: Path
) -> None:
    path = file_of(tmp_path, event("SUMMARY:Staff meeting", "RRULE:FREQ=WEEKLY;COUNT=3"))

    outcome = bring_in(database, path, smith)

    assert (outcome.events, outcome.times, outcome.added, outcome.left) == (1, 3, 3, 0)
    assert (outcome.provider, outcome.zone) == ("Dr. Jane Smith", "Europe/Rome")
    found = shut(database)
    assert [(one.resource_id, one.reason) for one in found] == [(smith, "Staff meeting")] * 3
    assert found[0].span == Span(at(9, day=-34), at(10, day=-34))  # Rome is an hour ahead


def test_busy_time_becomes_appointments_when_that_is_asked(
    database: Database, smith: int, tmp_path: Path
) -> None:
    path = file_of(tmp_path, event("SUMMARY:Milan Novak", "DESCRIPTION:First visit"))

    bring_in(database, path, smith, BOOKS)

    [one] = booked(database)
    assert (one.name, one.note, one.resource_id) == ("Milan Novak", "First visit", smith)
    assert (one.availability_id, one.beyond, one.span.length) == (None, "", timedelta(hours=1))
    assert shut(database) == []


@pytest.mark.parametrize("into", Into)
def test_bringing_a_calendar_in_again_adds_nothing(
    both: Database, tmp_path: Path, into: Into
) -> None:
    smith = provider(both)
    rule = event("RRULE:FREQ=WEEKLY;COUNT=30", "EXDATE:20300108T100000")
    moved = event("RECURRENCE-ID:20300115T100000", "DTSTART:20300116T080000", "DURATION:PT1H")
    path = file_of(tmp_path, rule, moved)
    first = bring_in(both, path, smith, into)
    before = last_change(both)

    second = bring_in(both, path, smith, into)

    assert (first.added, first.known) == (29, 0)
    assert (second.added, second.known) == (0, 29)
    assert last_change(both) == before


def test_a_longer_calendar_adds_only_what_is_new(
    database: Database, smith: int, tmp_path: Path
) -> None:
    bring_in(database, file_of(tmp_path, event()), smith)

    outcome = bring_in(database, file_of(tmp_path, event(), event(uid="two")), smith)

    assert (outcome.known, outcome.added) == (1, 1)


def test_who_is_booked_in_busy_time_is_flagged_and_counted_before(
    database: Database, smith: int, tmp_path: Path
) -> None:
    with database.write("Ann") as tx:
        for hour, name in ((10, "Milan Novak"), (13, "Ada Lind"), (15, "Bo Ek")):
            span = Span(at(hour, day=1), at(hour, 30, day=1))
            appointments.book(tx, None, span, Details(title=name), resource_id=smith)
    path = file_of(
        tmp_path,
        event("DTSTART:20300205T090000Z", "DURATION:PT2H"),
        event("DTSTART:20300205T131500Z", "DURATION:PT5M", uid="two"),
    )

    foretold = bring_in(database, path, smith, dry_run=True)
    unchanged = [one.flagged for one in booked(database)]
    outcome = bring_in(database, path, smith)

    assert (foretold.flagged, outcome.flagged) == (2, 2)
    assert unchanged == [False, False, False]
    assert [one.flagged for one in booked(database)] == [True, True, False]


def test_a_dry_run_tells_all_and_changes_nothing(
    database: Database, smith: int, tmp_path: Path
) -> None:
    path = file_of(tmp_path, event(), event("STATUS:CANCELLED", uid="two"), event("DTSTART:no"))
    before = last_change(database)

    foretold = bring_in(database, path, smith, dry_run=True)

    assert last_change(database) == before
    assert not list(tmp_path.glob("*.csv"))
    done = bring_in(database, path, smith).as_json()
    differing = {"dry_run": True, "rejected_file": None}
    assert foretold.as_json() == done | differing


def test_every_event_that_does_not_come_in_is_kept_with_its_reason(
    database: Database, smith: int, tmp_path: Path
) -> None:
    path = file_of(
        tmp_path,
        event("TRANSP:TRANSPARENT", "SUMMARY:=1+1", uid="free"),
        event("DTSTART:20200101T100000", "DURATION:PT1H", uid="old"),
        event("DTSTART:soon", uid="broken"),
        event(),
    )

    outcome = bring_in(database, path, smith)

    assert (outcome.events, outcome.passed_over, outcome.rejected) == (4, 2, 1)
    assert [lost.uid for lost in outcome.faults] == ["broken", "free", "old"]
    assert outcome.rejected_file == f"{path}.rejected.csv"
    with Path(outcome.rejected_file).open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading == list(calendar_import.HEADING)
    assert rows == [
        ["4", "free", "'=1+1", "20300101T100000", "it says that nobody is busy meanwhile"],
        ["11", "old", "", "20200101T100000", "it does not happen in the time asked for"],
        ["16", "broken", "", "soon", 'DTSTART "SOON" is not a time'],
    ]


def test_only_the_dates_asked_for_are_looked_at(
    database: Database, smith: int, tmp_path: Path
) -> None:
    path = file_of(tmp_path, event("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=DAILY"))
    days = [dt.date(2030, 2, 4), dt.date(2030, 2, 6)]

    outcome = bring_in(database, path, smith, first=days[0], last=days[1])

    assert outcome.added == 3
    usual = bring_in(database, path, smith, dry_run=True)
    assert (usual.first, usual.last) == (dt.date(2029, 2, 4), dt.date(2032, 2, 4))


@pytest.mark.parametrize("days", [-1, 4000])
def test_dates_that_make_no_sense_are_refused(
    database: Database, smith: int, tmp_path: Path, days: int
) -> None:
    first = dt.date(2030, 2, 4)

    with pytest.raises(Invalid):
        bring_in(
            database,
            file_of(tmp_path, event()),
            smith,
            first=first,
            last=first + timedelta(days=days),
        )


def test_what_lies_over_something_else_is_booked_with_the_reason(
    database: Database, smith: int, tmp_path: Path
) -> None:
    path = file_of(tmp_path, event(), event(uid="two"), event("X-DESK-BEYOND:twins", uid="three"))

    outcome = bring_in(database, path, smith, BOOKS)

    assert (outcome.added, outcome.beyond) == (3, 1)
    reasons = [one.beyond for one in booked(database)]
    assert reasons == ["", "it stands so in the calendar that was brought in", "twins"]


def test_a_cancelled_appointment_does_not_come_back(
    database: Database, smith: int, tmp_path: Path
) -> None:
    path = file_of(tmp_path, event())
    bring_in(database, path, smith, BOOKS)
    with database.write("Ann") as tx:
        appointments.cancel(tx, [one.id for one in booked(database)])

    outcome = bring_in(database, path, smith, BOOKS)

    assert (outcome.added, outcome.known) == (0, 1)
    assert [one.shelf for one in booked(database)] == [Shelf.TRASH]


def test_many_times_need_few_transactions_and_each_is_in_the_journal(
    database: Database, smith: int, tmp_path: Path
) -> None:
    path = file_of(tmp_path, event("RRULE:FREQ=DAILY;COUNT=300"))
    before = last_change(database)

    outcome = bring_in(database, path, smith)

    with database.read() as tx:
        written = journal(tx, before)
    assert len(written) == outcome.added == 300
    assert {one.actor for one in written} == {"test"}
    assert len({one.batch for one in written}) <= 100


def test_work_that_was_stopped_goes_on_where_it_ended(
    database: Database, smith: int, tmp_path: Path
) -> None:
    path = file_of(tmp_path, event("RRULE:FREQ=DAILY;COUNT=300"))
    stop = Alone()

    def tell(done: int, _total: int) -> None:
        if done:
            stop.set()

    stopped = calendar_import.bring_in(
        database, path, Aim(resource_id=smith), Wishes(stop=stop, tell=tell), "test"
    )
    rest = bring_in(database, path, smith)

    assert 0 < stopped.added < 300
    assert stopped.added + stopped.left == 300
    assert (rest.known, rest.added) == (stopped.added, stopped.left)


def test_somebody_else_bringing_the_same_in_meanwhile_doubles_nothing(
    database: Database, smith: int, tmp_path: Path
) -> None:
    path = file_of(tmp_path, event("RRULE:FREQ=DAILY;COUNT=20"))
    tells: list[Tell] = [lambda _done, _total: None]

    def tell(_done: int, _total: int) -> None:
        if len(tells) == 1:
            tells.append(tell)
            bring_in(database, path, smith)

    wishes = Wishes(stop=Alone(), tell=tell)
    outcome = calendar_import.bring_in(database, path, Aim(resource_id=smith), wishes, "test")

    assert (outcome.added, outcome.known, outcome.left) == (0, 20, 0)
    assert len(shut(database)) == 20


def test_a_provider_who_is_not_there_is_refused(database: Database, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        bring_in(database, file_of(tmp_path, event()), 4711)
    with database.read() as tx, pytest.raises(NotFound):
        calendar_import.provider(tx, "nobody")


def test_a_file_that_cannot_be_read_changes_nothing(
    database: Database, smith: int, tmp_path: Path
) -> None:
    path = tmp_path / "none.ics"
    path.write_text("nothing")
    before = last_change(database)

    with pytest.raises(BadFile):
        bring_in(database, path, smith)

    assert last_change(database) == before


@pytest.mark.parametrize("path", SOME, ids=name_of)
def test_calendars_of_other_programs_come_in_once(
    database: Database, smith: int, path: Path, tmp_path: Path
) -> None:
    here = tmp_path / path.name
    here.write_bytes(path.read_bytes())
    first_date, last_date = dt.date(2005, 1, 1), dt.date(2008, 12, 31)

    first = bring_in(database, here, smith, first=first_date, last=last_date)
    second = bring_in(database, here, smith, first=first_date, last=last_date)

    assert (first.left, second.left, second.added) == (0, 0, 0)
    assert first.added == second.known == len(shut(database))
