"""A made-up house with rows in every table there is, and what a file holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from desk import demo
from desk.store import carrying
from desk.store.database import Database, Write
from desk.store.records import (
    AnswerRecord,
    ErasureRecord,
    LegalHoldRecord,
    MessageRecord,
    OrganisationRecord,
    PersonRecord,
    RoomRecord,
    SeriesRecord,
    SiteRecord,
    StaffRecord,
    TemplateRecord,
    TokenRecord,
    WaitingEntryRecord,
)
from desk.store.revisions import HEAD
from tests import build
from tests.conftest import at
from tests.store.files import opened

# Text of every kind that a column may hold, and what a server would take for its own signs.
AWKWARD = 'Ωkafor \U0001f600\t\\N "b"\r\n\\.\n, ü {}'


def fill(database: Database) -> None:
    """Write rows into every table; the last id of some was given to a row that is gone."""
    demo.fill(database, people=60, visitors=80, appointments=40, providers=4)
    with database.write("ann") as tx:
        _of_the_directory(tx)
        _of_the_calendar(tx)
        _of_the_outbox(tx)
        _of_rights(tx)
    with database.write("ann") as tx:
        tx.session.delete(tx.get(PersonRecord, build.resident(tx, "Short", "Stay").id))


def _of_the_directory(tx: Write) -> None:
    tx.add(OrganisationRecord(slug="house", name=AWKWARD))
    tx.get(SiteRecord, 1).settings = {"b": 1.5, "a": {"2": [None, True, "é"]}, "big": 10**17}
    # One that points to a later row of its own table.
    tx.get(PersonRecord, 1).merged_into = build.resident(tx, "Later", AWKWARD, note=AWKWARD).id


def _of_the_calendar(tx: Write) -> None:
    facts: dict[str, Any] = {"pattern": "ONCE", "rule": "", "zone": "UTC", "version": 1}
    tx.add(SeriesRecord(starts=at(9), ends=at(10), **facts))
    waiting = tx.get(WaitingEntryRecord, 1)
    waiting.earliest, waiting.latest = dt.date(2030, 3, 1), dt.date(2030, 3, 31)
    tx.add(RoomRecord(appointment_id=1, wanted=True, asked="{}", version=1, tries=0, error=AWKWARD))


def _of_the_outbox(tx: Write) -> None:
    tx.add(TemplateRecord(key="booked", language="de", subject="", body=AWKWARD, short=""))
    to = {"category": "patient", "recipient": "1", "template": "", "channel": "email"}
    made: dict[str, Any] = {"due": at(9), "created_at": at(9), "created_by": "ann"}
    tx.add(MessageRecord(event="created", about={"a": AWKWARD}, **to, **made))


def _of_rights(tx: Write) -> None:
    made: dict[str, Any] = {"created_at": at(9)}
    tx.add(TokenRecord(label="door", role="desk", digest="0a", **made))
    answered: dict[str, Any] = {"asked": "x", "at": at(9), "status": 201, "headers": {"a": "b"}}
    tx.add(AnswerRecord(caller="a", key="k", body=bytes(range(256)), **answered))
    tx.add(StaffRecord(name="Ann", role="desk", **made))
    tx.add(LegalHoldRecord(kind="person", subject=1, reason=AWKWARD, **made))
    tx.add(ErasureRecord(kind="person", subject=2**40, uid=None, **made))


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that a file holds, by table, in the order of the rows' keys."""
    found = {}
    with opened(path) as file:
        for table in carrying.TABLES:
            keys = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            query = f"SELECT {columns} FROM {carrying.name(table)} ORDER BY {keys}"
            found[table.name] = file.execute(query).fetchall()
        found["sqlite_sequence"] = sorted(file.execute("SELECT * FROM sqlite_sequence").fetchall())
        found["revision"] = file.execute("SELECT * FROM alembic_version").fetchall()
    assert found["revision"] == [(HEAD,)]
    return found
