from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.domain.directory import Per
from desk.domain.waiting import Joining
from desk.services import directory, site, waiting
from desk.store.database import Database
from tests.commands.conftest import Line

DIRECTORY: dict[str, Any] = {
    "sites": [{"slug": "main", "name": "Main desk", "time_zone": "Europe/Rome"}],
    "appointment_types": [
        {
            "key": "yoga",
            "site": "main",
            "name": "Yoga",
            "places": 0,
            "waiting_list": True,
            "automatic": True,
            "offer_minutes": 90,
        }
    ],
}


@pytest.fixture
def yoga(desk: Line, tmp_path: Path) -> Line:
    """A class without a place, for which Ada and Bo wait."""
    file = tmp_path / "house.json"
    file.write_text(json.dumps(DIRECTORY), "utf-8")
    assert desk("directory", "import", file).status == 0
    database = Database(f"sqlite:///{desk.path}")
    with database.write("ann") as tx:
        for name in ("Ada", "Bo"):
            waiting.join(tx, Joining(type_id=1, name=name, phone="+39 06 1"))
    database.close()
    return desk


def test_more_places_are_offered_at_once_and_named_by_key_or_id(yoga: Line) -> None:
    said = yoga("waiting-list", "capacity", "yoga", 1)

    assert (said.status, said.out) == (0, "Yoga has 1 place.\n")
    assert yoga("waiting-list", "assign").out == "0 offers were made.\n"
    assert yoga("waiting-list", "capacity", 1, 2, "--json").json == {
        "id": 1,
        "key": "yoga",
        "places": 2,
    }
    assert "places must be from 0" in yoga.refused("waiting-list", "capacity", "yoga", -1)
    assert "(dance)" in yoga.refused("waiting-list", "capacity", "dance", 1)


def test_what_is_free_is_offered_when_the_house_begins_to_do_so(yoga: Line) -> None:
    database = Database(f"sqlite:///{yoga.path}")
    with database.write("ann") as tx:
        site.choose(tx, "waiting_list.opening_hours", "00:00-24:00")
        directory.put_type(*(tx, "yoga", "Yoga"), site="main", per=Per.STOCK, code="yoga", places=2)
    database.close()

    said = yoga("waiting-list", "assign", "--json").json

    assert said == {"offers": 2, "entries": [1, 2]}
    assert yoga("waiting-list", "assign", "--json").json == {"offers": 0, "entries": []}


def test_an_offer_is_let_lapse_by_its_entry_and_goes_to_the_next(yoga: Line) -> None:
    yoga("waiting-list", "capacity", "yoga", 1)

    said = yoga("waiting-list", "expire", 1)

    assert said.out == "The offer to entry 1 has run out; 1 offer was made instead.\n"
    assert "run out" in yoga.refused("waiting-list", "expire", 1)
    assert yoga("waiting-list", "expire", 2, "--json").json == {"entry": 2, "offers": 0}
    assert "no such entry" in yoga.refused("waiting-list", "expire", 77)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_the_list_is_written_to_a_file(yoga: Line, tmp_path: Path, ending: str) -> None:
    yoga("waiting-list", "capacity", "yoga", 1)
    file = tmp_path / f"list.{ending}"

    said = yoga("export", "waiting-list", file)

    assert said.out == f"{file} has 2 entries of the waiting list.\n"
    assert file.stat().st_size > 0


def test_the_list_as_json_says_how_everybody_stands(yoga: Line, tmp_path: Path) -> None:
    yoga("waiting-list", "capacity", "yoga", 1)
    file = tmp_path / "list.json"
    yoga("export", "waiting-list", file)

    first, second = json.loads(file.read_text("utf-8"))

    assert (first["name"], first["state"], first["voucher"]) == ("Ada", "offered", 1)
    assert first["offeredUntil"]
    assert (second["name"], second["state"], second["position"]) == ("Bo", "waiting", 1)
    assert (second["item"], second["phone"], second["party"]) == ("yoga", "+39 06 1", 1)


def test_dates_of_joining_and_endings_are_looked_at_first(yoga: Line, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"

    assert "0 entries" in yoga("export", "waiting-list", file, "--to", "2001-01-01").out
    dates = ("--from", "2030-01-02", "--to", "2030-01-01")
    assert "is after" in yoga.refused("export", "waiting-list", file, *dates)
    assert "must end in" in yoga.refused("export", "waiting-list", tmp_path / "list.pdf")
    assert "database itself" in yoga.refused("export", "waiting-list", yoga.path)


def test_how_a_type_offers_comes_back_out_of_the_directory(yoga: Line, tmp_path: Path) -> None:
    file = tmp_path / "again.json"

    yoga("directory", "export", file)

    [item] = json.loads(file.read_text("utf-8"))["appointment_types"]
    assert (item["automatic"], item["offer_minutes"]) == (True, 90)
    database = Database(f"sqlite:///{yoga.path}")
    with database.read() as tx:
        [type_] = directory.appointment_types(tx)
    database.close()
    assert type_.offer_length == timedelta(minutes=90)
