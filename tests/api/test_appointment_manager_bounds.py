"""Document 004, the edges of what can be asked: how dates are written, and how much is answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from desk.services import slot_lists
from desk.store.database import Database
from tests import build
from tests.api.documents_of import booked, made, one, open_time, refused, time
from tests.api.wire_of import Wire

WHOLE = "startDate=0001-01-01T00:00:00Z&endDate=9999-12-31T23:59:59.999Z"


@contextmanager
def looks_at_settings(database: Database) -> Iterator[list[str]]:
    """The statements meanwhile that read what the house chose."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        if statement.startswith("SELECT site.settings"):
            found.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield found
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("20300218T070000Z", "2030-02-18T07:00:00.000Z"),
        ("2030-W08-1T07:00:00Z", "2030-02-18T07:00:00.000Z"),
        ("2030-049T07:00Z", "2030-02-18T07:00:00.000Z"),
        ("2030-02-17T24:00:00Z", "2030-02-18T00:00:00.000Z"),
        ("2030-02-18T07:00:00,25Z", "2030-02-18T07:00:00.250Z"),
        ("20300218", "2030-02-18T00:00:00.000Z"),
    ],
)
def test_dates_may_be_written_in_every_form_of_iso_8601(
    clerk: Wire, written: str, kept: str
) -> None:
    key = booked(clerk, startDate=written)

    assert one(clerk, "appointments", key)["startDate"] == kept
    assert [each["_id"] for each in clerk.get(f"/appointments/?startDate={written}").body] == [key]


@pytest.mark.parametrize(
    "written",
    [
        "2030-02-18T07:00:60Z",
        "2030-2-18T07:00:00Z",
        "20300218070000",
        "2030-02",
        "2030",
        "2030-02-18 07:00:00Z",
        "9999-12-31T24:00:00Z",
        "Mon 18 Feb 2030",
    ],
)
def test_what_is_no_date_of_iso_8601_is_refused(clerk: Wire, written: str) -> None:
    body = {"startDate": written, "endDate": time(12)}

    assert refused(clerk.post("/appointments/", body), 400)


def test_more_slots_than_anybody_would_read_are_refused(reader: Wire, database: Database) -> None:
    with database.write("test") as tx:
        build.availability(tx, None, slot_length=timedelta(minutes=1), rule="FREQ=DAILY")
    near = "startDate=2030-01-01&endDate=2050-01-01"

    for path in ("/slots/", "/calendar/", "/calendar/count"):
        reply = reader.get(f"{path}?{WHOLE}")
        assert refused(reply, 400)
        assert reply.body["message"] == (
            f"endDate must be earlier: there are more than {slot_lists.MOST:,} slots until then"
        )
    assert reader.get(f"/slots/?{near}&_l=1").status == 200
    assert reader.get(f"/calendar/count?{near}").body == 7271


def test_what_is_open_too_briefly_for_a_slot_counts_as_well(
    reader: Wire, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write("test") as tx:
        build.availability(tx, None, slot_length=timedelta(days=1), rule="FREQ=DAILY")
    monkeypatch.setattr(slot_lists, "MOST", 1000)

    assert reader.get("/calendar/count?startDate=2030-02-01&endDate=2032-02-01").body == 727
    assert refused(reader.get(f"/calendar/?{WHOLE}"), 400)


def test_an_empty_order_of_slots_is_none_of_those_that_there_are(reader: Wire) -> None:
    period = "startDate=2030-02-18&endDate=2030-02-19"

    assert refused(reader.get(f"/slots/?{period}&_s="), 400)


def test_blanks_between_the_names_of_fields_mean_nothing(clerk: Wire) -> None:
    booked(clerk, room=1)

    [found] = clerk.get("/appointments/?_p=room, startDate,,").body

    assert list(found) == ["room", "_id", "startDate"]


def test_a_size_may_be_a_whole_number_with_a_point(clerk: Wire) -> None:
    key = booked(clerk, tags=["a", "b"])

    found = clerk.get('/appointments/?_q={"tags":{"$size":2.0}}')

    assert [each["_id"] for each in found.body] == [key]
    assert refused(clerk.get('/appointments/?_q={"tags":{"$size":1.5}}'), 400)


def test_what_the_house_chose_is_read_once_a_look(clerk: Wire, database: Database) -> None:
    key = booked(clerk, resourceId="r1")
    open_time(clerk, resourceId="r1")
    period = "startDate=2030-02-18&endDate=2030-02-19"

    for path in (
        "/appointments/",
        f"/appointments/{key}",
        f"/slots/?{period}",
        f"/slots/?{period}&resourceId=r1",
        f"/calendar/?{period}&resourceId=r1",
    ):
        with looks_at_settings(database) as looks:
            assert clerk.get(path).status == 200
        assert len(looks) == 1, path


def test_the_id_of_a_slot_goes_with_its_times_in_any_zone_and_with_no_others(clerk: Wire) -> None:
    key = open_time(clerk)
    slot = {"slotId": f"{key}|{time(9)}|{time(10)}", "ownerId": "ann"}

    other = clerk.post("/appointments/", {**slot, "startDate": "2030-02-18T10:00:01+01:00"})
    same = clerk.post("/appointments/", {**slot, "startDate": "2030-02-18T10:00:00+01:00"})

    assert refused(other, 400)
    assert one(clerk, "appointments", made(same))["startDate"] == time(9)
