from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desk.store import driver
from desk.store.database import Database
from tests.commands.conftest import Line

DATE = "2030-02-04"


def taken(desk: Line) -> int:
    desk("day", "occupy", DATE, 1)
    occupied: int = desk("day", "free", DATE, 1, "--json").json["occupied_slots"]
    return occupied


def test_a_backup_brings_back_what_was(desk: Line, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    desk("day", "occupy", DATE, 5)

    backed_up = desk("backup", copy)
    desk("day", "occupy", DATE, 2)
    restored = desk("restore", copy, "--json")

    assert backed_up.status == restored.status == 0
    assert taken(desk) == 5
    kept = Path(restored.json["kept"])
    assert kept.parent == tmp_path
    with closing(Database(f"sqlite:///{kept}")) as old:
        assert old.where == str(kept)


def test_a_backup_can_be_put_where_there_was_no_database(desk: Line, tmp_path: Path) -> None:
    desk("day", "occupy", DATE, 5)
    desk("backup", tmp_path / "copy.db")
    desk.path.unlink()

    said = desk("restore", tmp_path / "copy.db", "--json")

    assert said.json["kept"] is None
    assert taken(desk) == 5


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_the_database_is_never_copied_onto_itself(desk: Line, tmp_path: Path, command: str) -> None:
    desk("day", "occupy", DATE, 5)
    os.link(desk.path, tmp_path / "another_name.db")

    for name in ("desk.db", "another_name.db"):
        line = desk.refused(command, tmp_path / name)
        assert "is the database itself. Nothing was changed" in line
    assert taken(desk) == 5


@pytest.mark.parametrize("command", [("backup", "copy.db"), ("check",)])
def test_a_database_that_is_not_there_is_not_made(
    desk: Line, tmp_path: Path, command: tuple[str, ...]
) -> None:
    arguments = [command[0], *(tmp_path / name for name in command[1:])]

    assert "there is no such file" in desk.refused(*arguments)
    assert list(tmp_path.iterdir()) == []


def test_only_a_good_copy_is_put_in_place(desk: Line, tmp_path: Path) -> None:
    desk("day", "occupy", DATE, 5)
    text = tmp_path / "text.db"
    text.write_text("no database at all, but quite a long text that says so at length\n" * 9)

    assert "is not a database" in desk.refused("restore", text)
    assert "there is no such file" in desk.refused("restore", tmp_path / "none.db")
    assert taken(desk) == 5
    files = {"desk.db", "desk.db.reserve", "text.db"}
    assert {path.name for path in tmp_path.iterdir()} == files


def test_a_sound_database_has_no_faults(desk: Line) -> None:
    desk("day", "occupy", DATE, 5)

    said = desk("check", "--json")

    assert (said.status, said.json["faults"]) == (0, [])
    assert desk("check").out == f"Nothing is wrong with {desk.path}.\n"


def test_a_broken_rule_is_found(desk: Line) -> None:
    desk("day", "occupy", DATE, 5)
    with closing(driver.module().connect(str(desk.path))) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("UPDATE day SET places = 1")
        raw.commit()

    said = desk("check")

    assert said.status == 1
    assert f"{DATE} has 5 people on 1 places" in said.out


def test_from_one_workplace_to_a_server_and_back(
    desk: Line, tmp_path: Path, new_server_database: Callable[[str], str]
) -> None:
    server = new_server_database("template0")
    desk("day", "occupy", DATE, 5)
    assert desk("backup", tmp_path / "one.db").status == 0

    moved = desk.bare("restore", tmp_path / "one.db", "--database", server, "--json").json
    desk.bare("day", "occupy", DATE, 2, "--database", server)
    said = desk.bare("backup", tmp_path / "many.db", "--database", server)
    back = desk("restore", tmp_path / "many.db")

    assert (moved["kept"], said.status, back.status) == (None, 0, 0)
    assert taken(desk) == 7
    assert desk.bare("check", "--database", server).status == desk("check").status == 0


def test_what_a_server_had_is_kept_beside_the_copy(
    desk: Line, tmp_path: Path, new_server_database: Callable[[str], str]
) -> None:
    server = new_server_database("template0")
    desk("day", "occupy", DATE, 5)
    desk("backup", tmp_path / "copy.db")
    desk.bare("day", "occupy", DATE, 2, "--database", server)

    said = desk.bare("restore", tmp_path / "copy.db", "--database", server)

    kept = tmp_path / f"{server.partition('?')[0].rpartition('/')[2]}.replaced-1.db"
    assert str(kept) in said.out
    desk("restore", kept)
    assert taken(desk) == 2


def test_a_server_that_cannot_be_reached_is_one_line(desk: Line, tmp_path: Path) -> None:
    desk("day", "occupy", DATE, 5)
    desk("backup", tmp_path / "copy.db")

    for command in ("backup", "restore"):
        address = f"postgresql:///desk?host={tmp_path}"
        said = desk.bare(command, tmp_path / "copy.db", "--database", address)
        assert (said.status, said.error.count("\n")) == (1, 1)
        assert "cannot be reached" in said.error
    assert "desk backup" in desk.bare("copies", "--database", address).error


def test_the_copies_made_by_themselves_are_listed_and_can_be_put_back(
    desk: Line, tmp_path: Path
) -> None:
    desk("day", "occupy", DATE, 5)
    assert desk("copies", "--json").json == []
    people = tmp_path / "people.csv"
    people.write_text("kind,first_name,last_name\npatient,Ada,Lind\n")

    desk("import", "people", people)

    [copy] = desk("copies", "--json").json
    assert set(copy) == {"file", "made", "bytes"}
    assert Path(copy["file"]).stat().st_size == copy["bytes"]
    assert copy["file"] in desk("copies").out
    desk("day", "occupy", DATE, 2)
    assert desk("restore", copy["file"]).status == 0
    assert taken(desk) == 5
