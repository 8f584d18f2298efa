from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from desk.domain.directory import PersonKind
from desk.domain.visitor import Party, Times
from desk.services import people, visitor_log, visitors
from desk.services.people import Details
from desk.services.visitor_log import View
from desk.store.database import Database
from desk.transfer import visitor_export
from desk.transfer.moments import written
from tests.api.log_words import FIELDS
from tests.build import entry, resident
from tests.conftest import Clock, at
from tests.strategies import moments, names, plates, texts
from tests.transfer.made import bring_in, csv_file, log

ANY = View()

spoken = texts.filter(str.strip)
arrivals = st.one_of(
    st.builds(lambda moment: {"expected_at": moment}, moments),
    st.builds(lambda moment: {"arrived_at": moment}, moments),
    st.builds(
        lambda moment, stay: {"arrived_at": moment, "departed_at": moment + stay},
        moments,
        st.timedeltas(timedelta(), timedelta(days=3)),
    ),
    st.builds(
        lambda moment: {"arrived_at": moment, "arrival_text": moment.isoformat(sep=" ")}, moments
    ),
    st.builds(
        lambda moment: {
            "arrived_at": moment,
            "departed_at": moment,
            "departure_text": f"{moment:%Y-%m-%dT%H:%M:%S.%f}+00:00",
        },
        moments,
    ),
)
visits = st.fixed_dictionaries(
    {
        "host": st.tuples(st.just("") | names, names),
        "visitor": spoken,
        "people": st.integers(1, 9999),
        "vehicle_color": st.none() | spoken,
        "license_plate": plates,
        "subject": spoken,
        "times": arrivals,
        "created_at": moments,
    }
)


def exported(database: Database, path: Path, view: View = ANY) -> list[dict[str, str]]:
    visitor_export.send_out(database, path, view)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fields(database: Database) -> list[tuple[Any, ...]]:
    """The documented fields of every entry, by its id."""
    with database.read() as tx:
        return sorted(visitor_export.rows(tx, ANY), key=lambda row: str(row[0]))


def fresh(furnished: Path, folder: Path, name: str) -> Database:
    path = shutil.copy(furnished, folder / name)
    return Database(f"sqlite:///{path}", clock=Clock(at(9)))


def test_the_columns_are_the_documented_fields_in_their_order(
    database: Database, tmp_path: Path
) -> None:
    with database.write("Ann") as tx:
        made = entry(tx, resident(tx).id, people=3, license_plate="AB 123", arrived_at=at(9, 5))

    rows = exported(database, tmp_path / "log.csv")

    assert list(rows[0]) == FIELDS
    assert rows[0]["id"] == made.uid
    assert rows[0]["residentName"] == "Grace Okafor"
    assert rows[0]["totalPeople"] == "3"
    assert rows[0]["arrivalDate"] == "2030-02-04T10:05:00+01:00"
    assert (rows[0]["departureDate"], rows[0]["vehicleColor"]) == ("", "")
    assert rows[0]["createdAt"] == "2030-02-04T09:00:00.000Z"


def test_a_time_sent_as_text_goes_out_as_the_same_text(database: Database, tmp_path: Path) -> None:
    text, left = "2030-02-04 10:00Z", "2030-02-05"
    with database.write("Ann") as tx:
        host = resident(tx).id
        times: dict[str, Any] = {
            "arrival_text": text,
            "departed_at": at(9, day=1),
            "departure_text": left,
        }
        entry(tx, host, arrived_at=at(10), **times)

    rows = exported(database, tmp_path / "log.csv")

    assert (rows[0]["arrivalDate"], rows[0]["departureDate"]) == (text, left)


def test_dates_choose_whole_days_of_the_house(database: Database, tmp_path: Path) -> None:
    with database.write("Ann") as tx:
        host = resident(tx).id
        for day, hour in ((0, 22), (0, 23), (1, 22), (1, 23)):  # Rome is an hour ahead
            entry(tx, host, f"{day} {hour}", arrived_at=at(hour, day=day))

    tuesday = dt.date(2030, 2, 5)
    rows = exported(database, tmp_path / "log.csv", View(since=tuesday, until=tuesday))

    assert [row["visitorName"] for row in rows] == ["1 22", "0 23"]


def test_many_entries_go_out_complete_and_in_order(database: Database, tmp_path: Path) -> None:
    with database.write("Ann") as tx:
        host = resident(tx).id
        for number in range(1203):  # several batches, many arrivals at one instant
            entry(tx, host, f"Guest {number}", arrived_at=at(9 + number % 3))

    with database.read() as tx:
        found = list(visitor_export.rows(tx, ANY))
        wanted = visitor_log.page(tx, ANY, 0, 2000, visitor_log.count(tx, ANY))

    assert [row[0] for row in found] == [one.uid for one in wanted]
    assert len(found) == 1203


def test_formulas_are_guarded_in_every_kind_of_file(database: Database, tmp_path: Path) -> None:
    with database.write("Ann") as tx:
        entry(tx, resident(tx).id, "=1+1", subject="@SUM(A1)", people=7)

    rows = exported(database, tmp_path / "log.csv")
    visitor_export.send_out(database, tmp_path / "log.xlsx", ANY)
    visitor_export.send_out(database, tmp_path / "log.json", ANY)

    assert (rows[0]["visitorName"], rows[0]["subject"]) == ("'=1+1", "'@SUM(A1)")
    heading, cells = load_workbook(tmp_path / "log.xlsx").active.iter_rows()
    assert [cell.value for cell in heading] == FIELDS
    assert (cells[3].value, cells[3].data_type) == ("'=1+1", "s")
    assert (cells[4].value, cells[4].data_type) == (7, "n")
    document = json.loads((tmp_path / "log.json").read_text())
    assert (document[0]["visitorName"], document[0]["totalPeople"]) == ("=1+1", 7)


@given(visited=st.lists(visits, max_size=6))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_goes_out_comes_in_as_the_same_entries(
    visited: list[dict[str, Any]],
    furnished_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("round")
    here, there = (fresh(furnished_file, folder, name) for name in ("here.db", "there.db"))
    with here.write("Ann") as tx:
        for facts in visited:
            first, last = facts["host"]
            details = Details(kind=PersonKind.RESIDENT, first_name=first, last_name=last)
            host = people.add(tx, details)
            party = Party(
                visitor=facts["visitor"],
                resident_id=host.id,
                subject=facts["subject"],
                people=facts["people"],
                vehicle_color=facts["vehicle_color"],
                license_plate=facts["license_plate"],
            )
            times = Times(**facts["times"])
            visitors.enter(tx, party, times, created_at=facts["created_at"])
    path = folder / "log.csv"

    visitor_export.send_out(here, path, ANY)
    first_time = bring_in(there, path)
    second_time = bring_in(there, path)
    back_home = bring_in(here, path)

    assert fields(there) == fields(here)
    assert (first_time.added, first_time.rejected) == (len(visited), 0)
    assert (second_time.known, back_home.known) == (len(visited), len(visited))
    for database in (here, there):
        database.close()


def test_an_export_is_of_one_moment(database: Database) -> None:
    with database.write("Ann") as tx:
        host = resident(tx).id
        for number in range(600):
            entry(tx, host, f"Guest {number}", arrived_at=at(8))

    with database.read() as tx:
        rows = visitor_export.rows(tx, ANY)
        first = next(rows)
        with database.write("Ann") as other:
            visitors.remove(other, [one.id for one in log(database)])
        rest = list(rows)

    assert first
    assert len(rest) == 599


def test_an_import_of_an_export_keeps_the_ids(database: Database, tmp_path: Path) -> None:
    guid, host = "3fa85f64-5717-4562-b3fc-2c963f66afa6", "3fa85f64-5717-4562-b3fc-2c963f66afa7"
    row = (guid, host, "Ana Hernandez", "Ada Lind", "2", "", "", "Tea", "2030-02-01", "", "")
    path = csv_file(tmp_path / "log.csv", row, heading=FIELDS)

    bring_in(database, path)

    assert log(database)[0].uid == guid
    with database.read() as tx:
        assert people.by_uid(tx, PersonKind.RESIDENT, host).name == "Ana Hernandez"


def test_a_moment_is_written_with_the_offset_of_its_season(database: Database) -> None:
    assert visitor_export.created(datetime(2030, 7, 1, 12, tzinfo=UTC)).endswith("12:00:00.000Z")
    assert written(datetime(2030, 7, 1, 12, tzinfo=UTC), database.zone) == (
        "2030-07-01T14:00:00+02:00"
    )
