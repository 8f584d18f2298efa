"""Migrations, restores and imports that are killed leave what was there before, or what comes."""

from __future__ import annotations

import json
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desk.store import backup
from desk.store.database import Database
from desk.store.records import SiteRecord
from tests import build
from tests.services import rivals
from tests.store.files import killed_while_opening, opened
from tests.store.test_migrations import PEOPLE, make_old, people, tables
from tests.transfer.made import ADA, csv_file

KILLS = [4, pytest.param(200, marks=pytest.mark.long)]
ROWS = 300
WIDE = 1 << 18  # characters of a note, so that copying takes a while

Attempt = Callable[..., tuple[float, int]]


@pytest.fixture
def attempt() -> Iterator[Attempt]:
    """Has a process of its own do something; gives how long it lived and how it ended."""
    parent = rivals.started("tests.faults.killed_children")

    def attempted(act: str, source: Path, to: Path, lives: float | None) -> tuple[float, int]:
        rivals.tell(parent, json.dumps([act, str(source), str(to), lives]))
        lived, ended = json.loads(rivals.said(parent))
        return lived, ended

    yield attempted
    rivals.end([parent])


def entries(path: Path) -> int:
    """How many visits a sound file holds, each of them with its line of the journal."""
    with opened(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = connection.execute(
            "SELECT (SELECT count(*) FROM visitor_entry), (SELECT count(*) FROM change"
            " WHERE kind = 'visitor_entry'), (SELECT count(*) FROM visitor_gram_docsize)"
        ).fetchone()
    assert len(set(found)) == 1
    return int(found[0])


def kept(path: Path) -> int:
    """The same where there may be no file yet, or no tables in it."""
    if not path.exists():
        return 0
    with opened(path) as connection:
        made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'change'").fetchall()
    return entries(path) if made else 0


def written(path: Path, rows: int) -> Path:
    """A database with so many visits, each with a long note."""
    with closing(Database(f"sqlite:///{path}")) as database, database.write("test") as tx:
        tx.add(SiteRecord(slug="main", name="Main entrance", zone="Europe/Rome"))
        host = build.resident(tx)
        for _ in range(rows):
            build.entry(tx, host.id, note="x" * WIDE)
    return path


@pytest.mark.long
def test_two_hundred_killed_migrations_leave_the_old_tables(tmp_path: Path) -> None:
    old = Path(make_old(f"sqlite:///{tmp_path}/old.db").removeprefix("sqlite:///"))
    copies = [Path(shutil.copy(old, tmp_path / f"{moment}.db")) for moment in range(1, 201)]
    before = tables(f"sqlite:///{old}")

    ended = killed_while_opening([(f"sqlite:///{each}", int(each.stem)) for each in copies])

    assert ended == [-signal.SIGKILL] * 200
    for each in copies:
        address = f"sqlite:///{each}"
        assert tables(address) == before
        Database(address).close()
        assert people(address) == PEOPLE
        each.with_name(f"{each.name}.reserve").unlink(missing_ok=True)


@pytest.mark.parametrize("kills", KILLS)
def test_a_killed_restore_leaves_the_old_database_or_the_new(
    tmp_path: Path, attempt: Attempt, kills: int
) -> None:
    old, new = written(tmp_path / "old.db", 9), written(tmp_path / "new.db", 12)
    takes, ended = attempt("restore", new, Path(shutil.copy(old, tmp_path / "trial.db")), None)
    dice = random.Random(20300204)
    killed = 0
    for number in range(kills):
        folder = tmp_path / str(number)
        folder.mkdir()
        there = Path(shutil.copy(old, folder / "desk.db"))

        _, ended = attempt("restore", new, there, dice.uniform(0, takes))

        killed += ended == -signal.SIGKILL
        assert entries(there) in (9, 12)
        assert entries(there) == 9 or entries(folder / "desk.db.replaced-1") == 9
        assert backup.restore(new, there)
        assert entries(there) == 12
        shutil.rmtree(folder)

    assert killed > kills / 2


@pytest.mark.parametrize("kills", KILLS)
def test_a_killed_import_leaves_whole_entries_and_goes_on(
    tmp_path: Path, attempt: Attempt, kills: int
) -> None:
    rows = csv_file(tmp_path / "log.csv", *((f"Guest {n}", *ADA[1:]) for n in range(ROWS)))
    takes, _ = attempt("bring", rows, tmp_path / "trial.db", None)
    assert entries(tmp_path / "trial.db") == ROWS
    dice = random.Random(20300204)
    half = 0
    for number in range(kills):
        folder = tmp_path / str(number)
        there = folder / "desk.db"
        folder.mkdir()

        attempt("bring", rows, there, dice.uniform(0, takes))

        half += 0 < kept(there) < ROWS
        attempt("bring", rows, there, None)
        assert entries(there) == ROWS
        shutil.rmtree(folder)

    assert half > 0
