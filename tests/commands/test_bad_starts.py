"""Databases that cannot be used: one sentence each, exit status 1, and nothing touched."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Line
from tests.store import spoilt

COMMANDS: list[list[object]] = [
    ["day", "occupy", "2030-02-04", 1],
    ["config", "list"],
    ["check"],
    ["export", "visitors", "/dev/null/log.csv"],
    ["import", "visitors", Path(__file__).parents[1] / "transfer/data/records-june.csv"],
    [
        "import",
        "visitors",
        Path(__file__).parents[1] / "transfer/data/records-june.csv",
        "--dry-run",
    ],
    ["directory", "import", Path(__file__).parents[1] / "transfer/data/directory.json"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(map(str, command[:2])))
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (spoilt.be_text, "is not a database"),
        (spoilt.be_empty, "is not a database"),
        (spoilt.be_a_folder, "is not a database"),
        (spoilt.be_foreign, "is a database of another program"),
        (spoilt.be_newer, "was written by a later version of Desk"),
        (spoilt.be_cut, "is not a database, or it is damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_left_alone(
    desk: Line, command: list[object], spoil: Callable[[Path], None], words: str
) -> None:
    desk("day", "occupy", "2030-02-04", 1)
    spoil(desk.path)
    before = state(desk.path.parent)

    line = desk.refused(*command)

    assert words in line
    assert str(desk.path) in line
    assert "othing in it was changed" in line
    assert state(desk.path.parent) == before


def test_a_folder_that_is_not_there_is_named(desk: Line, tmp_path: Path) -> None:
    said = desk.bare("check", "--database", tmp_path / "none" / "desk.db")

    assert said.status == 1
    assert f"{tmp_path}/none/desk.db cannot be reached" in said.error


def state(place: Path) -> dict[str, str]:
    """Every file of the folder, with what is in it."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in place.iterdir()
    }
