"""What only a process of its own can show: signals, pipes, exit statuses, what is imported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from desk.store.database import Database
from tests.transfer.made import ADA, csv_file, log

ROOT = Path(__file__).parents[2]
ROWS = 1500


def started(*arguments: object, out: int = subprocess.PIPE) -> subprocess.Popen[str]:
    command = [sys.executable, "-P", "-m", "desk", *map(str, arguments)]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, stdout=out, stderr=subprocess.PIPE, text=True, env=variables, bufsize=1
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, error = process.communicate(timeout=120)
    return process.returncode, out or "", error


def entries(path: Path) -> int:
    with closing(Database(f"sqlite:///{path}")) as database:
        return len(log(database))


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A file that takes some seconds to come in."""
    return csv_file(tmp_path / "log.csv", *((f"Guest {n}", *ADA[1:]) for n in range(ROWS)))


def begun(many: Path, database: Path) -> subprocess.Popen[str]:
    """An import that has brought something in already, and by far not everything."""
    process = started("import", "visitors", many, "--database", database, "--json-progress")
    assert process.stdout
    for line in process.stdout:
        if 0 < json.loads(line)["done"] < ROWS:
            return process
    raise AssertionError(ended(process))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_import_tells_what_is_in_and_can_go_on(
    many: Path, tmp_path: Path, number: signal.Signals
) -> None:
    database = tmp_path / "desk.db"
    process = begun(many, database)

    process.send_signal(number)
    status, out, error = ended(process)

    outcome = json.loads(out.splitlines()[-1])
    assert status == 1
    assert 0 < outcome["left"] < ROWS
    assert error.count("\n") == 1
    assert f"Only {ROWS - outcome['left']:,} of 1,500 rows" in error
    assert "run the same command again to bring in the rest" in error
    assert entries(database) == outcome["imported"]
    again = ended(started("import", "visitors", many, "--database", database, "--json"))
    rest = json.loads(again[1])
    assert (rest["known"], rest["imported"]) == (outcome["imported"], outcome["left"])
    assert entries(database) == ROWS


def test_a_killed_import_leaves_whole_entries_and_can_go_on(many: Path, tmp_path: Path) -> None:
    database = tmp_path / "desk.db"
    process = begun(many, database)

    process.kill()
    ended(process)
    kept = entries(database)
    status, out, _ = ended(started("import", "visitors", many, "--database", database, "--json"))

    assert 0 < kept < ROWS
    assert status == 0
    assert json.loads(out)["known"] == kept
    assert entries(database) == ROWS
    assert ended(started("check", "--database", database))[0] == 0


def test_a_reader_who_goes_away_ends_an_import_in_order(many: Path, tmp_path: Path) -> None:
    database = tmp_path / "desk.db"
    process = begun(many, database)

    assert process.stdout
    process.stdout.close()
    status, _, error = ended(process)

    assert (status, error) == (1, "")
    assert 0 < entries(database) < ROWS


def test_a_reader_who_is_gone_already_is_no_mistake(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    process = started("config", "list", "--database", tmp_path / "desk.db", out=writing)
    os.close(writing)

    assert ended(process)[::2] == (1, "")


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--version"], ["sqlalchemy", "PySide6", "desk.store"]),
        (["import", "visitors", "--help"], ["sqlalchemy", "PySide6", "desk.store"]),
        (["bogus"], ["sqlalchemy", "PySide6", "desk.store"]),
        (["config", "list"], ["PySide6", "openpyxl", "alembic", "desk.gui"]),
        (["outbox", "list"], ["PySide6", "openpyxl", "alembic", "smtplib", "babel", "keyring"]),
        (["outbox", "deliver"], ["PySide6", "openpyxl", "alembic", "desk.gui"]),
        (["day", "occupy", "2030-02-04", "1"], ["PySide6", "openpyxl", "desk.transfer"]),
    ],
    ids=" ".join,
)
def test_a_command_imports_only_what_it_needs(
    tmp_path: Path, arguments: Sequence[str], unwanted: Sequence[str]
) -> None:
    script = (
        "import sys; from desk.__main__ import main; main(sys.argv[1:]);"
        f"print([name for name in {list(unwanted)!r} if name in sys.modules])"
    )
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "DESK_DATABASE": str(tmp_path / "desk.db")}

    ran = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=variables,
    )

    assert ran.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--version"], 0),
        (["bogus"], 2),
        (["day", "free", "2030-02-04", "1"], 1),
        (["import", "visitors", "none.csv"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_the_process_ends_with_the_status(
    tmp_path: Path, arguments: Sequence[str], status: int
) -> None:
    found, _, error = ended(started(*arguments, "--database", tmp_path / "desk.db"))

    assert found == status
    assert "Traceback" not in error
