"""A house with a million visitor entries, made up from a seed and written as fast as it goes.

Four hundred parties are inside and three hundred are expected; everybody else has left over the
years before. The names are put together from syllables, so that there are common and rare ones.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from desk.domain.folding import fold
from desk.domain.wall_clock import milliseconds
from desk.store import opening, search
from desk.store.database import Database
from desk.store.engines import WRITES
from desk.store.records import PersonRecord, SiteRecord, VisitorEntryRecord

ENTRIES = 1_000_000
PEOPLE = 20_000
INSIDE = 400
EXPECTED = 300
BATCH = 10_000
KEPT_IN = "DESK_BENCH_FOLDER"

# What benchmarks search for: written into a few entries only, and into very many.
RARE = "Quillfeather"
RARE_EVERY = 90_000
FIRST = (
    *("Ada", "Bela", "Carlo", "Dana", "Emil", "Fatima", "Grace", "Hana", "Ivo", "Jana", "Karim"),
    *("Lena", "Milan", "Nadia", "Oskar", "Petra", "Quentin", "Rosa", "Stefan", "Tereza", "Umar"),
    *("Vera", "Wanda", "Xenia", "Yusuf", "Zora", "Amélie", "Björn", "Chloé", "Dušan", "Zoë"),
)
SYLLABLES = (
    *("an", "ber", "chi", "dor", "el", "fan", "gar", "hol", "in", "jor"),
    *("kel", "lam", "mor", "nov", "os", "per", "qui", "ros", "sta", "tor"),
)
ENDINGS = ("son", "ova", "berg", "ini", "ez", "wicz", "mann", "sen", "field", "oğlu")
PURPOSES = (
    "Family visit",
    "Tea",
    "Delivery",
    "Maintenance of the lift",
    "Board meeting",
    "Interview",
    "Tour of the house, group booked by the tourist office",
    "Contractor: heating",
    "Physiotherapy",
    "Legal advice",
)
COLOURS = ("red", "silver", "blue", "black", "white", "green")


@contextmanager
def house() -> Iterator[Path]:
    """The database file; kept and used again where `DESK_BENCH_FOLDER` names a folder."""
    kept = os.environ.get(KEPT_IN)
    folder = Path(kept) if kept else Path(tempfile.mkdtemp(prefix="desk-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{opening.HEAD}-{ENTRIES}.db"
    try:
        if not path.exists():
            unfinished = path.with_suffix(".unfinished")
            build(unfinished)
            unfinished.rename(path)
        yield path
    finally:
        if not kept:
            shutil.rmtree(folder)


def build(path: Path, entries: int = ENTRIES, people: int = PEOPLE) -> None:
    """Write the house into a new file at `path`."""
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    dice = random.Random(2030)
    database = Database(f"sqlite:///{path}")
    with closing(database.engine.raw_connection()) as connection:
        # Nobody needs this file after a power cut. The pool gives the connection out again below.
        connection.cursor().execute("PRAGMA synchronous = OFF")
    writing = database.engine.execution_options(**{WRITES: 60})
    with writing.begin() as connection:
        hosts = _people(connection, dice, people)
    for rows in _batches(dice, hosts, entries):
        with writing.begin() as connection:
            connection.execute(insert(VisitorEntryRecord), rows)
            search.index(connection, ((row["id"], row["folded"]) for row in rows))
    with closing(database.engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _people(connection: Connection, dice: random.Random, number: int) -> list[dict[str, Any]]:
    connection.execute(
        insert(SiteRecord), {"slug": "main", "name": "House", "zone": "Europe/Rome", "settings": {}}
    )
    rows = []
    for at in range(1, number + 1):
        first, last, unit = dice.choice(FIRST), _surname(dice), f"{at % 40 + 1}-{at % 26:02}"
        phone = f"+39 06 {dice.randrange(10**7, 10**8)}"
        folded = fold(f"{first} {last}\n{unit}\n{phone.replace('+', '').replace(' ', '')}")
        rows.append(
            {
                "id": at,
                "uid": _uid(dice),
                "kind": "resident" if at % 2 else "patient",
                "first_name": first,
                "last_name": last,
                "unit": unit,
                "phone": phone,
                "folded": folded,
                "note": "",
                "version": 1,
            }
        )
    connection.execute(insert(PersonRecord), rows)
    return rows


def _batches(
    dice: random.Random, hosts: list[dict[str, Any]], entries: int
) -> Iterator[list[dict[str, Any]]]:
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    for first in range(0, entries, BATCH):
        numbers = range(first, min(first + BATCH, entries))
        yield [_entry(dice, hosts, at, entries, now) for at in numbers]


def _entry(
    dice: random.Random, hosts: list[dict[str, Any]], at: int, entries: int, now: datetime
) -> dict[str, Any]:
    host = dice.choice(hosts)
    visitor = f"{dice.choice(FIRST)} {RARE if at % RARE_EVERY == 7 else _surname(dice)}"
    purpose = dice.choice(PURPOSES)
    plate = f"{_letters(dice)}-{dice.randrange(100, 1000)} {_letters(dice)}"
    drives = dice.random() < 0.3
    parts = [visitor, f"{host['first_name']} {host['last_name']}", host["unit"], purpose]
    parts += [plate, plate.replace("-", "").replace(" ", "")] if drives else []
    people = 1 + (dice.random() < 0.3) * dice.randrange(4)
    return {
        "id": at + 1,
        "uid": _uid(dice),
        "resident_id": host["id"],
        "visitor": visitor,
        "companions": (),
        "people": people,
        "subject": purpose,
        "vehicle_color": dice.choice(COLOURS) if drives else None,
        "license_plate": plate if drives else None,
        "badge": str(at % 500) if at % 4 == 0 else None,
        "note": "Has been here before." if at % 50 == 0 else "",
        "created_at": now,
        "folded": fold("\n".join(parts)),
        "seen_leaving": at % 30 > 0,
        "version": 1,
        **_times(dice, at - entries, now),
    }


def _times(dice: random.Random, at: int, now: datetime) -> dict[str, Any]:
    """Expected, inside or left: `at` counts up to 0 for the last entry."""
    times: dict[str, datetime | None] = dict.fromkeys(("expected_at", "arrived_at", "departed_at"))
    arrival = now - timedelta(minutes=dice.randrange(600))
    if at >= -EXPECTED:
        arrival = times["expected_at"] = now + timedelta(minutes=10 * (at + EXPECTED))
    elif at >= -EXPECTED - INSIDE:
        times["arrived_at"] = arrival
    else:
        arrival = times["arrived_at"] = now + timedelta(minutes=1.5 * at) - timedelta(hours=11)
        times["departed_at"] = arrival + timedelta(minutes=dice.randrange(5, 400))
    return times | {"arrival": milliseconds(arrival)}


def _surname(dice: random.Random) -> str:
    middle = "".join(dice.choices(SYLLABLES, k=dice.choice((1, 2, 2, 3))))
    return f"{middle}{dice.choice(ENDINGS)}".capitalize()


def _letters(dice: random.Random) -> str:
    return "".join(dice.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=2))


def _uid(dice: random.Random) -> str:
    return str(uuid.UUID(int=dice.getrandbits(128), version=4))
