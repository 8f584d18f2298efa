from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from desk import __version__
from desk.commands import dispatch, grammar
from desk.commands.answers import Refused
from desk.domain.errors import DayFull
from tests.commands.conftest import Line

COMMANDS = [
    ["directory", "import", "f"],
    ["directory", "export", "f"],
    ["import", "visitors", "f"],
    ["import", "people", "f"],
    ["export", "visitors", "f"],
    ["day", "occupy", "2030-02-04", "1"],
    ["day", "free", "2030-02-04", "1"],
    ["config", "list"],
    ["config", "get", "k"],
    ["config", "set", "k", "v"],
    ["backup", "f"],
    ["restore", "f"],
    ["check"],
    ["person", "export", "1", "f"],
    ["person", "erase", "1"],
    ["visitor", "erase", "1"],
    ["demo-data"],
    ["doctor"],
]


def test_without_a_command_the_window_opens() -> None:
    assert grammar.read([]).carried_out_by == grammar.WINDOW
    assert grammar.read(["--demo"]).demo
    assert grammar.read(["--database", "x"]).carried_out_by == grammar.WINDOW


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_names_a_function_that_is_there(command: list[str]) -> None:
    options = grammar.read(command)

    assert callable(dispatch.act(options.carried_out_by))
    assert (options.database, options.debug, options.json) == ("", False, False)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_database_is_named_before_or_after_the_command(command: list[str]) -> None:
    before = grammar.read(["--database", "x", "--debug", *command])
    after = grammar.read([*command, "--database", "x", "--debug", "--json"])

    assert (before.database, before.debug, before.json) == ("x", True, False)
    assert (after.database, after.debug, after.json) == ("x", True, True)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_database_may_be_named_within_the_command(command: list[str]) -> None:
    within = grammar.read([command[0], "--database", "x", *command[1:]])

    assert (within.database, within.carried_out_by) == ("x", grammar.read(command).carried_out_by)


@pytest.mark.parametrize(
    "arguments",
    [
        ["bogus"],
        ["day"],
        ["day", "occupy", "2030-02-04"],
        ["day", "occupy", "2030-02-30", "1"],
        ["day", "occupy", "2030-02-04", "some"],
        ["export", "visitors", "f.csv", "--from", "monday"],
        ["demo-data", "--people", "-1"],
        ["check", "--demo"],
        ["--demo", "check"],
        ["--data", "x"],
        ["import", "visitors"],
    ],
    ids=" ".join,
)
def test_wrong_use_ends_with_two(desk: Line, arguments: list[str]) -> None:
    said = desk.bare(*arguments)

    assert (said.status, said.out) == (2, "")
    assert "desk" in said.error


def test_help_and_version_are_no_failure(desk: Line) -> None:
    assert desk.bare("--version").out == f"Desk {__version__}\n"
    for command in ([], ["import"], ["import", "visitors"], ["day", "occupy"]):
        said = desk.bare(*command, "--help")
        assert (said.status, said.error) == (0, "")
        assert "usage: desk" in said.out


def test_a_name_without_scheme_is_a_file_and_the_environment_counts(
    desk: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    desk.bare("day", "occupy", "2030-02-04", 1, "--database", f"sqlite:///{tmp_path}/one.db")
    monkeypatch.setenv("DESK_DATABASE", str(tmp_path / "two.db"))
    desk.bare("day", "occupy", "2030-02-04", 1)
    monkeypatch.delenv("DESK_DATABASE")
    desk.bare("day", "occupy", "2030-02-04", 1)

    assert (tmp_path / "one.db").exists()
    assert (tmp_path / "two.db").exists()
    assert [path.name for path in home.rglob("*.db")] == ["desk.db"]


@pytest.mark.parametrize("address", ["mysql://x/y", "sqlite://", "postgres://x"])
def test_another_kind_of_database_is_refused(desk: Line, address: str) -> None:
    said = desk.bare("check", "--database", address)

    assert said.status == 1
    assert said.error.startswith(f"{address} is no address of a database. Nothing was changed;")


def test_settings_that_cannot_be_understood_are_told_and_passed_over(
    desk: Line, home: Path
) -> None:
    folder = home / "xdg_config_home" / "Desk"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text("database = 3")

    said = desk("day", "occupy", "2030-02-04", 1)

    assert said.status == 0
    assert "settings.toml" in said.error


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (DayFull(dt.date(2030, 2, 4), wanted=2, free=1), "2030-02-04 has 1 places left"),
        (Refused("No, thank you."), "No, thank you."),
        (KeyboardInterrupt(), "Stopped."),
        (
            ZeroDivisionError("in the program"),
            "Desk made a mistake; what was saved before is safe.",
        ),
    ],
)
def test_whatever_goes_wrong_is_one_line(
    desk: Line,
    monkeypatch: pytest.MonkeyPatch,
    home: Path,
    failure: BaseException,
    words: str,
) -> None:
    def fail(_options: object) -> int:
        raise failure

    monkeypatch.setattr("desk.commands.copies.check", fail)

    line = desk.refused("check")
    shown = desk("check", "--debug")

    assert line.startswith(words)
    assert "Traceback" in shown.error
    logged = [path.read_text() for path in home.rglob("desk.log")]
    assert any("ZeroDivisionError" in text for text in logged) == isinstance(
        failure, ZeroDivisionError
    )


def test_a_mistake_names_the_log_it_is_written_in(
    desk: Line, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr("desk.commands.copies.check", None)

    line = desk.refused("check")

    found = re.search(r"the end of (.*)\.$", line)
    assert found
    assert Path(found[1]).is_relative_to(home)
    assert "TypeError" in Path(found[1]).read_text()


def test_commands_work_on_a_servers_database_too(
    desk: Line, new_server_database: Callable[[str], str]
) -> None:
    address = new_server_database("template0")

    said = desk.bare("day", "occupy", "2030-02-04", 2, "--database", address, "--json")

    assert said.json["occupied_slots"] == 2
    assert desk.bare("check", "--database", address).status == 0


def test_a_server_that_is_not_there_is_one_line(desk: Line, tmp_path: Path) -> None:
    said = desk.bare("check", "--database", f"postgresql:///x?host={tmp_path}")

    assert (said.status, said.error.count("\n")) == (1, 1)
    assert "cannot be reached" in said.error
