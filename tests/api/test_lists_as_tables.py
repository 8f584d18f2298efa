"""Document 004, lists as CSV, and which form of a list Accept asks for (contract, 1.1)."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest

from desk.api.wire import LINES
from desk.domain.availability import Availability
from desk.store.database import Database
from desk.transfer.cells import unguarded
from tests import build
from tests.api.documents_of import booked, open_time, shut
from tests.api.wire_of import Reply, Wire
from tests.build import span

JSON, NDJSON, CSV = "application/json", "application/x-ndjson", "text/csv"
OF_ALL = ["_id", "startDate", "endDate", "creatorId", "createdAt", "updaterId", "updatedAt"]
OF_ALL += ["__STATE__", "resourceId"]
APPOINTMENT = [*OF_ALL, "status", "lockExpiration", "isFlagged", "isRemote", "reminderIds"]
APPOINTMENT += ["availabilityId", "ownerId", "title", "linkTeleconsultation"]
APPOINTMENT += ["reminderMilliseconds", "channels", "participants"]
AVAILABILITY = [*OF_ALL, "slotDuration", "simultaneousSlotsNumber", "timeZone", "each", "on"]
AVAILABILITY += ["untilDate", "recurrenceRule"]
ODD: dict[str, Any] = {
    "plain": "Ünder",
    "comma": 'a, "b"\r\nc',
    "formula": "=1+1",
    "dash": "-5",
    "quoted": "'@x",
    "number": -5.5,
    "whole": 12,
    "flag": True,
    "none": None,
    "list": ["=1", None, {"a": "ü"}],
    "thing": {"b": [1]},
    "=cmd": "x",
}


def listed(wire: Wire, path: str = "/appointments/") -> Reply:
    reply = wire.get(path, accept=CSV)
    assert reply.status == 200, reply.raw
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    return reply


def table(wire: Wire, path: str = "/appointments/") -> list[list[str]]:
    """The cells as a program reads them, the names of the columns first."""
    return list(csv.reader(StringIO(listed(wire, path).raw.decode(), newline=""), strict=True))


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/appointments/", APPOINTMENT),
        ("/availabilities/", AVAILABILITY),
        ("/exceptions/", [*OF_ALL, "reason"]),
    ],
)
def test_a_table_has_the_fields_of_its_kind_also_where_nothing_is_in_it(
    reader: Wire, path: str, names: list[str]
) -> None:
    # "Optional by `Accept`: `application/x-ndjson`, `text/csv`"
    assert table(reader, path) == [names]


def test_fields_of_clients_come_after_those_of_the_kind_as_they_appear(clerk: Wire) -> None:
    # "Optional by `Accept`: `application/x-ndjson`, `text/csv`"
    booked(clerk, 9, zebra=1, ownerId="ann")
    booked(clerk, 10, apple=2, zebra=3)

    names, *rows = table(clerk)

    assert names == [*APPOINTMENT, "zebra", "apple"]
    assert [row[-2:] for row in rows] == [["1", ""], ["3", "2"]]
    assert [row[names.index("ownerId")] for row in rows] == ["ann", ""]


def test_a_table_says_what_the_documents_say(clerk: Wire) -> None:
    # "Optional by `Accept`: `application/x-ndjson`, `text/csv`"
    booked(clerk, **ODD)
    [document] = clerk.get("/appointments/").body

    names, row = ([unguarded(cell) for cell in line] for line in table(clerk))

    said = dict(zip(names, row, strict=True))
    assert set(document) <= set(said)
    for name, cell in said.items():
        value = document.get(name)
        if value is None:
            assert cell == ""
        else:
            assert cell == value if isinstance(value, str) else json.loads(cell) == value


def test_what_a_spreadsheet_would_take_for_a_formula_is_guarded(clerk: Wire) -> None:
    # "Optional by `Accept`: `application/x-ndjson`, `text/csv`"
    booked(clerk, **ODD)

    names, row = table(clerk)

    said = dict(zip(names, row, strict=True))
    assert (said["formula"], said["dash"], said["quoted"]) == ("'=1+1", "'-5", "''@x")
    assert said["'=cmd"] == "x"
    assert (said["number"], said["list"]) == ("-5.5", '["=1",null,{"a":"ü"}]')


def test_lines_end_and_cells_are_quoted_as_the_standard_says(clerk: Wire) -> None:
    # "Optional by `Accept`: `application/x-ndjson`, `text/csv`"
    booked(clerk, comma=ODD["comma"])

    raw = listed(clerk, "/appointments/?_p=comma").raw

    key = clerk.get("/appointments/").body[0]["_id"].encode()
    assert raw == b"_id,comma\r\n" + key + b',"a, ""b""\r\nc"\r\n'


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("_p=title", ["_id", "title"]),
        ("_p=zebra,title,nothing", ["_id", "title", "zebra"]),
        ('_rawp={"title":1,"_id":0}', ["title"]),
        ('_rawp={"zebra":0,"participants":0}', APPOINTMENT[:-1]),
    ],
)
def test_a_table_has_only_the_fields_that_are_asked_for(
    clerk: Wire, query: str, names: list[str]
) -> None:
    # "comma list, `_id` always kept"
    booked(clerk, zebra=1)

    assert table(clerk, f"/appointments/?{query}")[0] == names


def test_a_table_has_the_part_of_the_list_that_is_asked_for_and_its_fields_alone(
    clerk: Wire,
) -> None:
    # "honour `_l`/`_sk`"
    for hour in range(9, 13):
        booked(clerk, hour, title=f"at {hour}", **{f"field{hour}": hour})

    names, *rows = table(clerk, "/appointments/?_s=-startDate&_l=2&_sk=1")

    assert [row[names.index("title")] for row in rows] == ["at 11", "at 10"]
    assert names == [*APPOINTMENT, "field11", "field10"]


def test_availabilities_and_exceptions_come_as_tables_too(clerk: Wire) -> None:
    # "array / bare integer" - "GET, /count as availabilities"
    open_time(clerk, each="week", on=[1, 3], room="a", resourceId="r1")
    shut(clerk, reason="Holiday, all", floor=2)

    names, row = table(clerk, "/availabilities/")
    said = dict(zip(names, row, strict=True))
    assert (said["on"], said["room"], said["resourceId"]) == ("[1,3]", "a", "r1")
    names, row = table(clerk, "/exceptions/")
    assert (names[-2:], row[-2:]) == (["reason", "floor"], ["Holiday, all", "2"])


def test_a_long_table_has_every_document_once(clerk: Wire, database: Database) -> None:
    # "no default page size, all matches"
    with database.write("test") as tx:
        of: Availability = build.availability(tx, None, span(10))
        for _ in range(3 * LINES + 1):
            build.appointment(tx, of, span(10))

    _, *rows = table(clerk)

    assert len({row[0] for row in rows}) == len(rows) == 3 * LINES + 1


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("text/html", JSON),
        ("application/*", JSON),
        ("text/csv", CSV),
        ("TEXT/CSV; charset=utf-8", CSV),
        ("text/*", CSV),
        ("text/csv, application/json", JSON),
        ("text/csv, application/x-ndjson", NDJSON),
        ("text/csv, */*", JSON),
        ("text/csv, */*;q=0.9", CSV),
        ("text/csv;q=0.5, application/json;q=0.4", CSV),
        ("text/csv;q=0.5, application/json;q=0.50", JSON),
        ("application/json;q=0.1, application/x-ndjson;q=0.2, text/csv;q=0.15", NDJSON),
        ("application/json;q=0, */*", NDJSON),
        ("application/json;q=0, application/x-ndjson;q=0, */*;q=0.1", CSV),
        ("text/csv;q=0", JSON),
        ("text/csv;q=0, application/json;q=0", JSON),
        ("text/csv;q=much, application/x-ndjson;q=0.1", NDJSON),
        ("text/csv;header=present;q=0.9,text/html", CSV),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", JSON),
        (";;,=", JSON),
    ],
)
def test_the_form_that_is_accepted_most_gladly_is_taken_json_among_equals(
    reader: Wire, accept: str, form: str
) -> None:
    # "Optional by `Accept`: ... `*/*` and missing give JSON"
    reply = reader.get("/exceptions/", accept=accept)

    assert reply.status == 200
    assert reply.headers["content-type"].split(";")[0] == form


def test_counts_and_single_documents_are_json_whatever_is_accepted(clerk: Wire) -> None:
    # "bare integer, same filters"
    key = booked(clerk)

    for path in ("count", key):
        reply = clerk.get(f"/appointments/{path}", accept=CSV)
        assert reply.headers["content-type"] == JSON


def test_a_bad_query_is_refused_as_json_whatever_is_accepted(reader: Wire) -> None:
    # "200; 400 bad query"
    reply = reader.get("/appointments/?_l=0", accept=CSV)

    assert (reply.status, reply.body["statusCode"]) == (400, 400)
