from __future__ import annotations

import csv
import gzip
import threading
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event

from desk.domain.directory import PersonKind
from desk.domain.errors import BadFile, ReadOnly
from desk.domain.visitor import Standing, VisitorEntry
from desk.services import people, site, visitors
from desk.services.people import Details
from desk.store.database import Database
from desk.transfer import mapping_files, visitor_csv
from desk.transfer.mapping import Kind
from desk.transfer.outcome import MOST_FAULTS, Outcome, Wishes
from desk.transfer.rejects import REASON
from desk.transfer.visitor_drafts import Draft
from tests.conftest import Clock
from tests.transfer.made import (
    ADA,
    DATA,
    HEADING,
    RECORDS,
    bring_in,
    by_number,
    csv_file,
    log,
    records,
)

JANUARY = DATA / "records-january.csv"
# The packed ones hold several thousand rows each.
MONTHS = [
    pytest.param(path, id=path.name, marks=[pytest.mark.long] if path.suffix == ".gz" else [])
    for path in RECORDS
]


def counts(outcome: Outcome) -> dict[str, int]:
    words = ("rows", "added", "imported", "repeated", "known", "rejected", "left")
    return {word: getattr(outcome, word) for word in words}


def rejected(outcome: Outcome) -> list[dict[str, str]]:
    assert outcome.rejected_file is not None
    with Path(outcome.rejected_file).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("path", MONTHS)
def test_every_row_of_the_records_is_counted_once(database: Database, path: Path) -> None:
    rows = records(path)
    numbers = {row["UIN"] for row in rows}
    different = {tuple(row.items()) for row in rows}

    foretold = bring_in(database, path, dry_run=True)
    before = log(database)
    first = bring_in(database, path)
    entries = by_number(database)
    again = bring_in(database, path)

    assert before == []
    assert counts(foretold) == counts(first)
    assert first.rows == len(rows)
    assert (first.added, set(entries)) == (len(numbers), numbers)
    assert (first.imported, first.repeated) == (len(different), len(rows) - len(different))
    assert first.imported + first.repeated + first.rejected == len(rows)
    assert (again.added, again.known) == (0, len(rows))
    assert by_number(database) == entries
    assert_entries_are_those_of(rows, entries)


def assert_entries_are_those_of(
    rows: list[dict[str, str]], entries: dict[str, VisitorEntry]
) -> None:
    first, last = (
        ("First Name", "Last Name") if "Last Name" in rows[0] else ("NAMEFIRST", "NAMELAST")
    )
    groups = defaultdict(list)
    for row in rows:
        groups[row["UIN"]].append(row)
    for number, group in groups.items():
        entry, lead = entries[number], group[0]
        assert entry.visitor.startswith(lead[first])
        assert entry.visitor.endswith(lead[last])
        assert len(entry.companions) < len(group)
        assert (entry.arrived_at is not None) == any(row["TOA"] for row in group)
        assert entry.standing is not Standing.INSIDE


def test_hosts_are_one_person_whatever_the_case(database: Database) -> None:
    for month in ("january", "june"):
        bring_in(database, DATA / f"records-{month}.csv")

    entries = by_number(database)

    assert {entries[number].resident_name for number in ("U9", "U10", "U16")} == {"POTUS"}
    assert len({entries[number].resident_id for number in ("U9", "U10", "U16")}) == 1
    assert len({entries[number].resident_id for number in ("U1", "U2", "U3")}) == 1


def test_a_packed_file_is_the_same_file(database: Database, tmp_path: Path) -> None:
    packed = tmp_path / "january.csv.gz"
    packed.write_bytes(gzip.compress(JANUARY.read_bytes()))

    assert bring_in(database, packed).added == 10
    assert bring_in(database, JANUARY).known == 15


def test_import_works_on_either_kind_of_database(both: Database) -> None:
    first = bring_in(both, JANUARY)
    again = bring_in(both, JANUARY)

    assert first.added == len(by_number(both)) == 10
    assert (again.added, again.known) == (0, first.rows)


def test_good_rows_come_in_and_bad_ones_are_kept_with_their_reason(
    database: Database, tmp_path: Path
) -> None:
    bad = ("", "Grace Okafor", "Tea", "2030-02-01")
    formula = ("Bo Ek", "Grace Okafor", "=cmd()", "soon")
    path = csv_file(tmp_path / "log.csv", ADA, bad, formula, ("short",))

    outcome = bring_in(database, path)

    assert counts(outcome) | {"rejected": 3, "added": 1, "imported": 1} == counts(outcome)
    assert [entry.visitor for entry in log(database)] == ["Ada Lind"]
    assert outcome.rejected_file == str(tmp_path / "log.rejected.csv")
    kept = rejected(outcome)
    assert list(kept[0]) == [*HEADING, REASON]
    assert [row[REASON] for row in kept] == [
        "visitorName must not be empty",
        'arrivalDate: "soon" is not a time that can be read',
        "has 1 cells where the heading has 4",
    ]
    assert kept[1]["subject"] == "'=cmd()"
    assert outcome.faults[0] == (3, "visitorName must not be empty")


def test_a_corrected_file_of_rejected_rows_comes_in_as_it_is(
    database: Database, tmp_path: Path
) -> None:
    path = csv_file(tmp_path / "log.csv", ADA, ("Bo Ek", "Grace Okafor", "=Tea", "soon"))
    spoiled = Path(str(bring_in(database, path).rejected_file))
    spoiled.write_text(spoiled.read_text("utf-8-sig").replace("soon,", "2030-02-03,"))

    outcome = bring_in(database, spoiled)

    assert (outcome.added, outcome.rejected) == (1, 0)
    assert [(e.visitor, e.subject) for e in log(database)] == [
        ("Bo Ek", "=Tea"),
        ("Ada Lind", "Tea"),
    ]


def test_one_bad_row_keeps_its_whole_visit_back(database: Database, tmp_path: Path) -> None:
    rows = records(JANUARY)
    rows[2]["TOA"] = "noon"  # of a visit of five rows
    path = csv_file(tmp_path / "log.csv", *(tuple(r.values()) for r in rows), heading=list(rows[0]))

    outcome = bring_in(database, path)

    assert outcome.rejected == 5
    assert "U3" not in by_number(database)
    reasons = [row[REASON] for row in rejected(outcome)]
    assert reasons[0] == 'TOA: "noon" is not a time that can be read'
    assert reasons[1].startswith("goes with line 4, which was refused: TOA")


def test_people_whom_an_entry_lacks_are_not_lost(database: Database, tmp_path: Path) -> None:
    rows = records(JANUARY)
    bring_in(database, JANUARY)
    heading, late = list(rows[0]), {**rows[0], "NAMEFIRST": "LATE"}
    path = csv_file(
        tmp_path / "more.csv", tuple(rows[0].values()), tuple(late.values()), heading=heading
    )

    outcome = bring_in(database, path)

    assert (outcome.known, outcome.rejected, outcome.added) == (1, 1, 0)
    assert "without this person" in rejected(outcome)[0][REASON]
    assert rejected(outcome)[0]["NAMEFIRST"] == "LATE"


def test_two_rows_with_one_id_are_not_guessed_at(database: Database, tmp_path: Path) -> None:
    guid = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
    other = ("Bo Ek", *ADA[1:])
    path = csv_file(
        tmp_path / "log.csv", (guid, *ADA), (guid.upper(), *other), heading=("id", *HEADING)
    )

    outcome = bring_in(database, path)

    assert (outcome.added, outcome.rejected) == (0, 2)
    assert "has the same id as line 2" in rejected(outcome)[1][REASON]


def test_a_list_without_numbers_is_not_added_twice_either(
    database: Database, tmp_path: Path
) -> None:
    other = ("Bo Ek", *ADA[1:])
    path = csv_file(tmp_path / "log.csv", ADA, other, ADA)

    first = bring_in(database, path)
    again = bring_in(database, csv_file(tmp_path / "copy.csv", other, ADA, delimiter=";"))

    assert (first.added, first.repeated) == (2, 1)
    assert (again.added, again.known) == (0, 2)


def test_what_was_put_into_the_bin_stays_there(database: Database, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "log.csv", ADA)
    bring_in(database, path)
    with database.write("Ann") as tx:
        visitors.remove(tx, [entry.id for entry in log(database)])

    assert bring_in(database, path).known == 1
    assert log(database) == []


def test_a_host_merged_meanwhile_is_found_again(database: Database, tmp_path: Path) -> None:
    other = ("Bo Ek", *ADA[1:])
    path = csv_file(tmp_path / "log.csv", ADA, other)
    bring_in(database, csv_file(tmp_path / "first.csv", ADA))
    with database.write("Ann") as tx:
        host = people.find(tx, "okafor")[0]
        stays = people.add(tx, Details(kind=PersonKind.RESIDENT, first_name="Grace", last_name="O"))
        people.merge(tx, stays.id, host.id)

    assert bring_in(database, path).added == 1


def test_the_zone_is_that_of_the_house(database: Database, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "log.csv", (*ADA[:3], "2030-02-01T10:00"))

    bring_in(database, path)

    assert log(database)[0].arrival.isoformat() == "2030-02-01T09:00:00+00:00"


def test_stopping_keeps_what_is_in_and_the_next_time_brings_the_rest(
    database: Database, tmp_path: Path
) -> None:
    rows = [(f"Guest {number}", *ADA[1:]) for number in range(300)]
    path = csv_file(tmp_path / "log.csv", *rows)
    stop = threading.Event()
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        if done:
            stop.set()

    stopped = visitor_csv.bring_in(database, path, None, Wishes(tell=tell, stop=stop), "test")
    rest = bring_in(database, path)

    assert 0 < stopped.imported < 300
    assert stopped.imported + stopped.left == 300
    assert told[0] == (0, 300)
    assert (rest.known, rest.imported) == (stopped.imported, stopped.left)
    assert len(log(database)) == 300


def test_trouble_on_the_way_is_told_with_what_is_in(database: Database, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "log.csv", *((f"Guest {n}", *ADA[1:]) for n in range(200)))

    def lock_the_file(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only = ON")

    def tell(done: int, _total: int) -> None:
        if done:
            event.listen(database.engine, "begin", lock_the_file)

    outcome = visitor_csv.bring_in(database, path, None, Wishes(tell=tell), "test")

    assert isinstance(outcome.trouble, ReadOnly)
    assert 0 < outcome.imported == len(log(database))
    assert outcome.left == 200 - outcome.imported


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"visitorName,residentName,subject\nA,B,C\n", "column is missing: arrivalDate"),
        (b"fish,price\n1,2\n", "its columns are not known"),
        ("\n".join([",".join(HEADING), "Ada,Zoë,Tea,2030-02-01"]).encode("cp1252"), "line 2"),
        (",".join(HEADING).encode() + b"\nAda,B\0,Tea,2030-02-01\n", "line 2 holds a NUL byte"),
    ],
    ids=["empty", "missing column", "another file", "wrong encoding", "NUL"],
)
def test_a_broken_file_changes_nothing(
    database: Database, tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "broken.csv"
    path.write_bytes(content)

    with pytest.raises(BadFile, match=reason):
        bring_in(database, path)

    assert log(database) == []
    assert {entry.name for entry in tmp_path.iterdir()} & {"broken.rejected.csv"} == set()


def test_a_file_broken_at_its_end_brings_nothing_in(database: Database, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "log.csv", *[ADA] * 5000)
    path.write_bytes(path.read_bytes() + b"\xff\n")

    with pytest.raises(BadFile, match="line 5002"):
        bring_in(database, path)

    assert log(database) == []


def test_an_import_of_today_leaves_those_inside_who_are(
    database: Database, tmp_path: Path, clock: Clock
) -> None:
    mapping = mapping_files.chosen("white-house", Kind.VISITORS)
    rows = records(JANUARY)[:2]
    today = f"{clock.now.astimezone(database.zone):%m/%d/%Y}"
    yesterday = f"{clock.now.astimezone(database.zone) - timedelta(days=1):%m/%d/%Y}"
    rows[0]["TOA"], rows[1]["TOA"] = f"{today} 08:00", f"{yesterday} 08:00"
    path = csv_file(tmp_path / "log.csv", *(tuple(r.values()) for r in rows), heading=list(rows[0]))

    bring_in(database, path, mapping)

    with database.read() as tx:
        assert [entry.visitor for entry in visitors.inside(tx)] == ["ADA N BRIGHT"]
        assert site.found(tx) is not None


def test_a_preview_shows_what_the_first_rows_become(database: Database, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "log.csv", ADA, ("", *ADA[1:]), ADA)

    preview = visitor_csv.preview(database, path, None, limit=2)

    assert preview.heading == HEADING
    assert preview.rows[0] == ADA
    first, second = preview.drafts
    assert isinstance(first, Draft)
    assert first.party.visitor == "Ada Lind"
    assert getattr(second, "reason", "") == "visitorName must not be empty"
    assert log(database) == []


def test_two_who_bring_in_the_same_file_at_once_add_nothing_twice(
    database: Database, tmp_path: Path
) -> None:
    path = csv_file(tmp_path / "log.csv", *((f"Guest {n}", *ADA[1:]) for n in range(150)))
    outcomes: list[Outcome] = []
    both = [
        threading.Thread(target=lambda: outcomes.append(bring_in(database, path))) for _ in range(2)
    ]

    for one in both:
        one.start()
    for one in both:
        one.join()

    assert len(log(database)) == 150
    assert sum(outcome.added for outcome in outcomes) == 150
    assert sum(outcome.known for outcome in outcomes) == 150


pieces = st.sampled_from([*",;\t\n\r\"'=+\0 é", "\r\n", "\ufeff", '""', "2030-02-01", "x" * 50])
contents = st.one_of(
    st.binary(max_size=200),
    st.lists(pieces, max_size=40).map(lambda parts: "".join(parts).encode()),
    st.lists(pieces, max_size=40).map(
        lambda parts: f"{','.join(HEADING)}\n{''.join(parts)}".encode()
    ),
)


@given(content=contents)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_file_holds_it_is_refused_or_every_row_counted(
    database: Database, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content)

    try:
        outcome = bring_in(database, path, dry_run=True)
    except BadFile:
        return
    assert outcome.left == 0
    assert outcome.rows == outcome.imported + outcome.repeated + outcome.rejected
    assert len(outcome.faults) == min(outcome.rejected, MOST_FAULTS)
