"""An update and the way back: the program that a person starts, on a file of the version before.

What the version before would say of it is not asked here but by packaging/smoke.py, which installs
one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import old_database
import pytest
from installers import files

from desk.store import driver
from desk.store.revisions import HEAD, REVISIONS

ROOT = Path(__file__).resolve().parents[2]
NAME = "desk.db"
COPY = f"{NAME}.before-{HEAD}"
# Of its header: of files changed, of tables changed, and the version that changed it last.
COUNTS = (slice(24, 28), slice(40, 44), slice(92, 100))

Desk = Callable[..., Any]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Starts today's program in a process of its own; what it answers in JSON."""
    home = tmp_path / "home"
    home.mkdir()
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home)}
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "DESK_DATABASE"):
        variables.pop(name, None)

    def start(*words: object) -> Any:
        file = ("--database", str(tmp_path / NAME), "--json")
        command = [sys.executable, "-P", "-m", "desk", *map(str, words), *file]
        done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return json.loads(done.stdout.splitlines()[-1])

    return start


@pytest.fixture(params=[REVISIONS[0], REVISIONS[-2]])
def old(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A file of an earlier version with a person in it: of the first, and of the one before."""
    old_database.main(str(tmp_path / NAME), request.param)
    return tmp_path / NAME


@pytest.fixture
def untouched(old: Path) -> Path:
    """The same file, where no program finds it."""
    return Path(shutil.copy(old, old.parent / "untouched"))


def column(file: Path, query: str) -> list[object]:
    with closing(driver.module().connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute(query)]


def pages(file: Path) -> bytes:
    """Every byte of a sound file, but for those in which SQLite counts changes."""
    assert column(file, "PRAGMA integrity_check") == ["ok"]
    assert column(file, "PRAGMA foreign_key_check") == []
    found = bytearray(file.read_bytes())
    for counted in COUNTS:
        found[counted] = bytes(len(found[counted]))
    return bytes(found)


def contents(file: Path) -> dict[object, list[object]]:
    """The rows of each table, and how each was made."""
    names = column(file, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    with closing(driver.module().connect(f"file:{file}?mode=ro", uri=True)) as connection:
        tables = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    return {**tables, "": column(file, "SELECT sql FROM sqlite_master ORDER BY name")}


def test_an_update_leaves_a_copy_that_holds_what_the_version_before_wrote(
    desk: Desk, old: Path, untouched: Path
) -> None:
    assert desk("check")["faults"] == []

    assert files.revision(old) == HEAD
    assert files.people(old) == [old_database.FIRST_NAME]
    assert pages(old.parent / COPY) == pages(untouched)


def test_the_copy_put_back_is_the_file_of_the_version_before(
    desk: Desk, old: Path, untouched: Path
) -> None:
    desk("check")
    more = old.parent / "people.csv"
    more.write_text("kind,first_name,last_name\npatient,Ada,Lind\n")
    desk("import", "people", more)
    kept = desk("restore", old.parent / COPY)["kept"]

    assert files.revision(old) == files.revision(untouched) < HEAD
    assert pages(old) == pages(untouched)
    assert column(old, "PRAGMA application_id") == column(untouched, "PRAGMA application_id")
    assert (files.revision(Path(kept)), files.people(Path(kept))) == (HEAD, ["Grace", "Ada"])


def test_what_was_put_back_is_brought_up_to_date_again(
    desk: Desk, old: Path, untouched: Path
) -> None:
    desk("check")
    after_the_first = contents(old)
    desk("restore", old.parent / COPY)

    assert desk("check")["faults"] == []

    assert contents(old) == after_the_first
    assert pages(old.parent / COPY) == pages(untouched)
