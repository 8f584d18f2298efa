from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desk.store import driver
from desk.store.database import Database
from tests.commands.conftest import Line
from tests.store.files import ROOT

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


def test_a_copy_with_a_password_is_restored_with_it_alone(desk: Line, tmp_path: Path) -> None:
    copy, key, other = tmp_path / "copy", tmp_path / "key", tmp_path / "other"
    key.write_text("Grüße aus Rom\n", "utf-8")
    other.write_text("grüße aus rom\n", "utf-8")
    desk("day", "occupy", DATE, 5)

    assert "remember it" in desk("backup", copy, "--password-file", key).out
    desk("day", "occupy", DATE, 2)
    refused = desk.refused("restore", copy, "--password-file", other)

    assert refused.startswith(f"That is not the password of {copy}. Nothing was changed")
    assert taken(desk) == 7
    assert desk("restore", copy, "--password-file", key).status == 0
    assert taken(desk) == 5


def test_a_password_may_be_read_or_come_from_the_environment(
    desk: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk("day", "occupy", DATE, 5)
    monkeypatch.setattr("sys.stdin", io.StringIO("open sesame\n"))
    assert desk("backup", tmp_path / "copy", "--password").status == 0

    monkeypatch.setenv("DESK_BACKUP_PASSWORD", "open sesame")
    assert desk("restore", tmp_path / "copy").status == 0
    assert desk("backup", tmp_path / "plain").status == 0

    monkeypatch.delenv("DESK_BACKUP_PASSWORD")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert "protected by a password" in desk.refused("restore", tmp_path / "copy")
    assert desk("restore", tmp_path / "plain").status == 0


def test_a_password_is_typed_twice_on_a_terminal_and_never_shown(
    desk: Line, tmp_path: Path
) -> None:
    desk("day", "occupy", DATE, 5)
    backup = ["--database", desk.path, "backup", tmp_path / "copy", "--password"]

    assert "not the same" in at_a_terminal(backup, "first", "second")
    assert not (tmp_path / "copy").exists()

    said = at_a_terminal(backup, "first", "first")
    assert "remember it" in said
    assert "first" not in said
    said = at_a_terminal(["--database", desk.path, "restore", tmp_path / "copy"], "first")
    assert "is now what" in said


def at_a_terminal(arguments: list[object], *lines: str) -> str:
    """What a person sees who types a line whenever a password is asked for."""
    person, program = os.openpty()
    begin = (
        "import os, sys; os.login_tty(0); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    command = [sys.executable, "-c", begin, "-m", "desk", *map(str, arguments)]
    with subprocess.Popen(command, stdin=program, stdout=program, stderr=program, cwd=ROOT):
        os.close(program)
        seen, typed = "", 0
        with contextlib.suppress(OSError):  # So ends a terminal of which the program has gone.
            while text := os.read(person, 1024):
                seen += text.decode()
                if seen.endswith(": ") and typed < len(lines):
                    os.write(person, f"{lines[typed]}\n".encode())
                    typed += 1
    os.close(person)
    return " ".join(seen.split())


@pytest.mark.parametrize(("text", "said"), [("", "no password in"), (None, "cannot be read")])
def test_a_file_without_a_password_makes_no_copy(
    desk: Line, tmp_path: Path, text: str | None, said: str
) -> None:
    desk("day", "occupy", DATE, 5)
    if text is not None:
        (tmp_path / "key").write_text(text)

    assert said in desk.refused("backup", tmp_path / "copy", "--password-file", tmp_path / "key")
    assert not (tmp_path / "copy").exists()


def test_a_password_is_never_written_on_the_line(desk: Line, tmp_path: Path) -> None:
    assert desk("backup", tmp_path / "copy", "--password", "secret").status == 2
    assert desk("backup", tmp_path / "copy", "--password=secret").status == 2
