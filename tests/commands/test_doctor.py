from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from desk.commands import doctor, system_libraries
from tests.commands.conftest import Line

WHATS = [
    "program",
    "system libraries",
    "screen",
    "SQLite",
    "database",
    "data folder",
    "time zones",
    "printing",
]


def packaging_libraries() -> ModuleType:
    """The same list as a machine without Desk has it."""
    path = Path(__file__).parents[2] / "packaging" / "system_libraries.py"
    spec = importlib.util.spec_from_file_location("packaging_system_libraries", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_a_well_computer_is_found_well(desk: Line) -> None:
    said = desk("doctor", "--json")

    found = said.json
    assert [finding["what"] for finding in found["findings"]] == WHATS
    unwell = [finding for finding in found["findings"] if not finding["well"]]
    assert all(finding["remedy"] for finding in unwell)
    assert found["well"] == (not [one for one in unwell if one["needed"]])
    assert said.status == (0 if found["well"] else 1)


def test_looking_leaves_no_trace(desk: Line, tmp_path: Path) -> None:
    assert f"{desk.path} does not exist yet" in desk("doctor").out

    assert list(tmp_path.iterdir()) == []


def test_a_database_is_described(desk: Line, tmp_path: Path) -> None:
    desk("day", "occupy", "2030-02-04", 1)

    words = desk("doctor").out

    assert re.search(
        rf"ok       database: {re.escape(str(desk.path))}, sound, 0\.\d MB, rev", words
    )
    assert f"ok       data folder: {tmp_path} can be written" in words


@pytest.mark.parametrize("spoiled", ["text", "folder"])
def test_a_spoiled_database_is_told_with_what_to_do(
    desk: Line, tmp_path: Path, spoiled: str
) -> None:
    desk.path.write_text("text" * 100) if spoiled == "text" else desk.path.mkdir()

    said = desk("doctor")

    assert said.status == 1
    assert f"MISSING  database: {desk.path} is not a database" in said.out
    assert "         Nothing in it was changed; choose another file" in said.out
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_not_there_is_told(desk: Line, tmp_path: Path) -> None:
    said = desk.bare("doctor", "--database", tmp_path / "none" / "desk.db")

    assert said.status == 1
    assert f"MISSING  data folder: {tmp_path}/none cannot be written" in said.out


def test_a_screen_that_does_not_work_is_told(desk: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "none-such")

    said = desk("doctor")

    assert said.status == 1
    assert "MISSING  screen: Qt does not start" in said.out


def test_missing_libraries_are_named_with_the_line_that_gets_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lacking = (("libnone-such.so.7", "libnone-such7"),)
    monkeypatch.setattr(system_libraries, "WINDOW", lacking)
    monkeypatch.setattr(system_libraries, "PRINTING", lacking)
    monkeypatch.setattr(sys, "platform", "linux")

    window, printing = doctor.libraries(), doctor.printing()

    assert (window.well, window.needed, window.found) == (False, True, "libnone-such.so.7")
    assert "libnone-such" in window.remedy
    assert (printing.well, printing.needed) == (False, False)


def test_both_lists_of_libraries_are_the_same() -> None:
    packaging = packaging_libraries()

    for name in ("WINDOW", "PRINTING"):
        theirs = [(need.name, need.debian) for need in getattr(packaging, name)]
        assert list(getattr(system_libraries, name)) == theirs
