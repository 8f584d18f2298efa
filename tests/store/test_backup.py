"""Copies are whole, and putting one back loses nothing that was there."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desk.domain.errors import Busy, NewerDatabase, NotADatabase, Unreachable, Unusable
from desk.store import backup, look
from desk.store.database import Database
from desk.store.revisions import HEAD
from tests import build
from tests.conftest import at
from tests.store.files import ROOT, contents, die_after, held, opened

DATE = dt.date(2030, 2, 4)
SITE = "INSERT INTO site (slug, name, zone, settings) VALUES ('side', 'Side', 'UTC', '{}')"


@pytest.fixture
def copy(tmp_path: Path, database: Database) -> Path:
    """A copy of a database with one person; the database then gets a second one."""
    with database.write("ann") as tx:
        build.resident(tx)
    (tmp_path / "copies").mkdir()
    path = tmp_path / "copies" / "monday.db"
    backup.copy(database.engine, path)
    with database.write("ann") as tx:
        build.resident(tx, "Bo")
    database.close()
    return path


def people(path: Path) -> int:
    with opened(path) as connection:
        return int(connection.execute("SELECT count(*) FROM person").fetchone()[0])


def test_a_copy_holds_what_was_there_and_stands_alone(copy: Path, tmp_path: Path) -> None:
    assert list(contents(copy.parent)) == ["monday.db"]
    assert look.at(copy) == HEAD
    assert (people(copy), people(tmp_path / "desk.db")) == (1, 2)


def test_a_copy_made_while_others_write_is_whole(database: Database, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            with database.write("ann") as tx:
                build.day(tx, DATE + dt.timedelta(days=build.journal(tx)[-1].number))
                build.resident(tx)

    with ThreadPoolExecutor() as threads:
        writing = threads.submit(write)
        copies = [tmp_path / f"{number}.db" for number in range(20)]
        for path in copies:
            backup.copy(database.engine, path)
        done.set()
        writing.result()

    for path in copies:
        with opened(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            (days,) = connection.execute("SELECT count(*) FROM day").fetchone()
        assert days == people(path)


def test_a_copy_replaces_an_older_one_of_its_name(copy: Path, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/desk.db")
    backup.copy(database.engine, copy)
    database.close()

    assert people(copy) == 2
    assert list(contents(copy.parent)) == ["monday.db"]


def test_a_copy_into_a_folder_that_is_not_there_is_refused(
    database: Database, tmp_path: Path
) -> None:
    with pytest.raises(Unreachable):
        backup.copy(database.engine, tmp_path / "missing" / "desk.db")


def test_restoring_puts_the_copy_in_place_and_keeps_what_was_there(
    copy: Path, tmp_path: Path
) -> None:
    path = tmp_path / "desk.db"

    kept = backup.restore(copy, path)

    assert kept == tmp_path / "desk.db.replaced-1"
    assert (people(path), people(kept), people(copy)) == (1, 2, 1)
    Database(f"sqlite:///{path}").close()
    files = {"desk.db", "desk.db.reserve", "desk.db.replaced-1", "copies/monday.db"}
    assert set(contents(tmp_path)) == files


def test_each_restoring_keeps_its_own(copy: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"

    names = [backup.restore(copy, path) for _ in range(3)]

    assert [name.name for name in names if name] == [
        "desk.db.replaced-1",
        "desk.db.replaced-2",
        "desk.db.replaced-3",
    ]


def test_restoring_where_there_is_nothing_makes_the_file(copy: Path, tmp_path: Path) -> None:
    assert backup.restore(copy, tmp_path / "other.db") is None
    assert people(tmp_path / "other.db") == 1


def test_what_only_the_log_holds_is_kept_when_restoring(copy: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    die_after(path, SITE)
    assert (tmp_path / "desk.db-wal").exists()

    kept = backup.restore(copy, path)

    assert kept
    with opened(kept) as connection:
        assert connection.execute("SELECT count(*) FROM site").fetchone() == (2,)
    with opened(path) as connection:
        assert connection.execute("SELECT count(*) FROM site").fetchone() == (1,)


def test_a_damaged_file_is_kept_with_its_log_when_restoring(copy: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    die_after(path, SITE)
    path.write_bytes(b"damaged" + path.read_bytes()[7:])
    before = {name: each for name, each in contents(tmp_path).items() if name.startswith("desk")}

    kept = backup.restore(copy, path)

    assert kept
    after = contents(tmp_path)
    for ending in ("", "-wal", "-shm"):
        assert after[f"desk.db.replaced-1{ending}"] == before[f"desk.db{ending}"]
    assert people(path) == 1


def test_the_log_of_a_file_that_is_gone_does_not_spoil_what_is_restored(
    copy: Path, tmp_path: Path
) -> None:
    to = tmp_path / "front.db"
    backup.restore(copy, to)
    die_after(to, "DELETE FROM person")
    to.unlink()
    log = look.log(to).read_bytes()

    assert backup.restore(copy, to) is None
    assert people(to) == people(copy)
    assert (tmp_path / "front.db.replaced-1-wal").read_bytes() == log


def test_an_open_database_is_not_replaced(copy: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with held(path, "PRAGMA journal_mode", "SELECT count(*) FROM site"):
        before = contents(tmp_path)
        with pytest.raises(Busy):
            backup.restore(copy, path)
        after = contents(tmp_path)

    assert after["desk.db"] == before["desk.db"]
    assert not [name for name in after if "replaced" in name]


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE alembic_version SET version_num = '0099'", NewerDatabase),
        ("DELETE FROM alembic_version", NotADatabase),
    ],
)
def test_a_copy_that_is_no_good_is_not_restored(
    copy: Path, tmp_path: Path, statement: str, refusal: type[Unusable]
) -> None:
    with opened(copy) as connection:
        connection.execute(statement)
    before = contents(tmp_path)

    with pytest.raises(refusal):
        backup.restore(copy, tmp_path / "desk.db")

    assert contents(tmp_path) == before


@pytest.mark.parametrize("unsaved", [False, True], ids=["closed", "with a log"])
def test_a_killed_restoring_leaves_the_old_database_or_the_new(
    copy: Path, tmp_path: Path, unsaved: bool
) -> None:
    model, attempts = tmp_path / "model", tmp_path / "attempts"
    model.mkdir()
    copy.rename(model / "copy.db")
    (tmp_path / "desk.db").rename(model / "desk.db")
    if unsaved:
        die_after(model / "desk.db", SITE)
    command = [sys.executable, "-m", "tests.store.killed_restoring", str(model), str(attempts)]

    subprocess.run(command, cwd=ROOT, check=True)

    killed = sorted(attempts.iterdir(), key=lambda folder: int(folder.name))
    assert len(killed) > 10
    kept = [what_is_there(folder / "desk.db") for folder in killed]
    old, new = (2, 2 if unsaved else 1), (1, 1)
    assert kept == sorted(kept, reverse=True)
    assert set(kept) == {old, new}
    for folder, there in zip(killed, kept, strict=True):
        aside = folder / "desk.db.replaced-1"
        assert there == old or what_is_there(aside) == old


def what_is_there(path: Path) -> tuple[int, int]:
    """How many people and how many sites a sound file holds."""
    assert look.at(path) == HEAD
    with opened(path) as connection:
        (sites,) = connection.execute("SELECT count(*) FROM site").fetchone()
    return people(path), sites


def test_a_copy_that_is_not_there_is_not_restored(copy: Path, tmp_path: Path) -> None:
    before = contents(tmp_path)

    with pytest.raises(Unreachable):
        backup.restore(tmp_path / "missing.db", tmp_path / "desk.db")

    assert contents(tmp_path) == before


def test_a_sound_database_has_nothing_to_report(both: Database) -> None:
    with both.write("ann") as tx:
        build.entry(tx, build.resident(tx).id)
        build.day(tx, DATE, places=10, occupied=10)

    assert backup.check(both.engine) == []


def test_a_row_that_points_nowhere_is_reported(database: Database) -> None:
    with database.write("ann") as tx:
        build.entry(tx, build.resident(tx).id)
    with opened(Path(database.where)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM person")

    assert backup.check(database.engine) == ["visitor_entry 1 points to a missing person"]


def test_a_day_with_more_people_than_places_is_reported(database: Database) -> None:
    with database.write("ann") as tx:
        build.day(tx, DATE, places=10, occupied=9)
    with opened(Path(database.where)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE day SET occupied = 12")

    assert backup.check(database.engine)[-1] == "2030-02-04 has 12 people on 10 places"


def test_an_entry_that_a_search_would_miss_is_reported(database: Database) -> None:
    with database.write("ann") as tx:
        build.entry(tx, build.resident(tx).id)
        tx.session.flush()
    with opened(Path(database.where)) as connection:
        connection.execute("DELETE FROM visitor_gram WHERE rowid = 1")

    assert backup.check(database.engine) == ["visitor_entry 1 is missing from the search"]


@pytest.mark.parametrize("name", ["person", "visitor_entry"])
def test_damage_is_reported(database: Database, name: str) -> None:
    path = Path(database.where)
    with database.write("ann") as tx:
        build.entry(tx, build.resident(tx).id)
    database.close()
    with opened(path) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = connection.execute(query, [name]).fetchone()
    spoilt = bytearray(path.read_bytes())
    spoilt[page * 4096 - 40 : page * 4096] = b"x" * 40
    path.write_bytes(spoilt)

    assert backup.check(database.engine)


@pytest.mark.parametrize(
    "name", ["person", "visitor_entry", "ix_change_batch", "visitor_gram_data"]
)
def test_damage_is_not_copied_over_a_good_copy(
    database: Database, tmp_path: Path, name: str
) -> None:
    path, copy = Path(database.where), tmp_path / "copy.db"
    with database.write("ann") as tx:
        build.entry(tx, build.resident(tx).id)
    backup.copy(database.engine, copy)
    good = copy.read_bytes()
    database.close()
    with opened(path) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = connection.execute(query, [name]).fetchone()
    spoilt = bytearray(path.read_bytes())
    spoilt[(page - 1) * 4096 : (page - 1) * 4096 + 12] = b"x" * 12
    path.write_bytes(spoilt)

    with pytest.raises(NotADatabase):
        backup.copy(database.engine, copy)
    with pytest.raises(NotADatabase):
        backup.restore(path, tmp_path / "other.db")

    assert copy.read_bytes() == good
    assert not (tmp_path / "other.db").exists()


def test_a_check_tells_how_far_it_is(both: Database) -> None:
    told: list[int] = []

    assert backup.check(both.engine, told=told.append) == []

    assert told[0] == 0
    assert told == sorted(told)
    assert told[-1] < 100


def test_a_check_ends_in_the_midst_of_a_question_and_the_database_goes_on(
    database: Database,
) -> None:
    with database.write("test") as tx:
        host = build.resident(tx).id
        for number in range(2_000):
            build.entry(tx, host, f"Visitor {number}", arrived_at=at(8))
    asked: list[int] = []
    told: list[int] = []

    def after_a_while() -> bool:
        asked.append(len(asked))
        return len(asked) > 1

    with pytest.raises(backup.Stopped):
        backup.check(database.engine, told=told.append, stop=after_a_while)

    assert told == [0]
    assert backup.check(database.engine) == []
