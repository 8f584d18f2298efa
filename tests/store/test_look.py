"""A file that cannot be used is refused with the reason, and nothing in its folder is changed."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desk.domain.errors import (
    ForeignDatabase,
    NewerDatabase,
    NotADatabase,
    Unreachable,
    Unusable,
)
from desk.store import look
from desk.store.database import Database
from desk.store.engines import APPLICATION_ID
from desk.store.revisions import HEAD
from tests.store.files import contents, die_after, held, opened

SITE = "INSERT INTO site (slug, name, zone, settings) VALUES ('side', 'Side', 'UTC', '{}')"
MANY = """
WITH RECURSIVE number(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM number LIMIT 60000)
INSERT INTO person (uid, kind, first_name, last_name, note, folded, version)
SELECT value, 'resident', 'Grace', 'Okafor', '', 'grace okafor', 1 FROM number
"""
NEWER = "UPDATE alembic_version SET version_num = '0099'"


@pytest.fixture
def path(tmp_path: Path, furnished_file: Path) -> Path:
    """A good file, in a folder of its own."""
    (tmp_path / "data").mkdir()
    return Path(shutil.copy(furnished_file, tmp_path / "data" / "desk.db"))


def be_text(path: Path) -> None:
    path.write_text("Dear Ann,\nplease find the visitors of March below.\n" * 50)


def be_empty(path: Path) -> None:
    path.write_bytes(b"")


def be_a_few_bytes(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def be_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def be_torn(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[4096:12288] = bytes(random.Random(1).randbytes(8192))
    path.write_bytes(whole)


def be_zeroed(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[8192:] = bytes(len(whole) - 8192)
    path.write_bytes(whole)


def be_newer(path: Path) -> None:
    with opened(path) as connection:
        connection.execute(NEWER)


def be_newer_with_a_log(path: Path) -> None:
    die_after(path, NEWER)


def be_newer_with_a_log_alone(path: Path) -> None:
    die_after(path, NEWER)
    path.with_name("desk.db-shm").unlink()


def be_without_tables(path: Path) -> None:
    path.unlink()
    with opened(path) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("CREATE TABLE note (id INTEGER)")


def be_without_revision(path: Path) -> None:
    with opened(path) as connection:
        connection.execute("DELETE FROM alembic_version")


def be_foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmark (id INTEGER)")
        connection.execute("PRAGMA user_version = 7")
        connection.commit()


def be_foreign_with_a_log(path: Path) -> None:
    be_foreign(path)
    die_after(path, "INSERT INTO bookmark VALUES (1)")


def be_of_another_house(path: Path) -> None:
    with opened(path) as connection:
        connection.execute("PRAGMA application_id = 42")


def be_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "letter.txt").write_text("Dear Ann")


UNUSABLE: list[tuple[Callable[[Path], None], type[Unusable]]] = [
    (be_text, NotADatabase),
    (be_empty, NotADatabase),
    (be_a_few_bytes, NotADatabase),
    (be_cut, NotADatabase),
    (be_torn, NotADatabase),
    (be_zeroed, NotADatabase),
    (be_without_tables, NotADatabase),
    (be_without_revision, NotADatabase),
    (be_a_folder, NotADatabase),
    (be_newer, NewerDatabase),
    (be_newer_with_a_log, NewerDatabase),
    (be_newer_with_a_log_alone, NewerDatabase),
    (be_foreign, ForeignDatabase),
    (be_foreign_with_a_log, ForeignDatabase),
    (be_of_another_house, ForeignDatabase),
]


@pytest.mark.parametrize(("spoil", "refusal"), UNUSABLE, ids=lambda each: each.__name__)
def test_an_unusable_file_is_refused_and_stays_as_it_was(
    path: Path, spoil: Callable[[Path], None], refusal: type[Unusable]
) -> None:
    spoil(path)
    before = contents(path.parent)

    with pytest.raises(Unusable) as refused:
        Database(f"sqlite:///{path}")

    assert type(refused.value) is refusal
    assert refused.value.where == str(path)
    assert contents(path.parent) == before


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        Database(f"sqlite:///{tmp_path}/missing/desk.db")

    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_refused_or_readable_but_never_a_crash(path: Path) -> None:
    dice = random.Random(7)
    good = path.read_bytes()
    refused = 0
    for _ in range(500):
        spoilt = bytearray(good)
        start = dice.randrange(len(spoilt))
        length = dice.choice([1, 16, 512, 4096])
        spoilt[start : start + length] = dice.randbytes(len(spoilt[start : start + length]))
        path.write_bytes(spoilt)
        try:
            look.at(path)
        except Unusable:
            refused += 1
        assert contents(path.parent) == {"desk.db": bytes(spoilt)}

    # A byte within a text may well be wrong without anybody being able to tell.
    assert refused > 100


def test_looking_at_a_good_file_leaves_nothing_beside_it(path: Path) -> None:
    before = contents(path.parent)

    assert look.at(path) == HEAD
    assert contents(path.parent) == before


def test_what_only_the_log_holds_is_seen(path: Path) -> None:
    die_after(path, SITE)
    before = contents(path.parent)

    assert look.at(path) == HEAD
    assert contents(path.parent) == before
    Database(f"sqlite:///{path}").close()
    with opened(path) as connection:
        assert connection.execute("SELECT count(*) FROM site").fetchone() == (2,)


def test_a_file_that_others_write_to_is_looked_at_in_passing(path: Path) -> None:
    with held(path, "PRAGMA journal_mode = WAL", "BEGIN IMMEDIATE", SITE):
        before = contents(path.parent)

        assert look.at(path) == HEAD
        assert contents(path.parent) == before


def test_a_very_large_file_is_looked_through_only_so_far(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(path) as connection:
        connection.execute(MANY)
    spoilt = bytearray(path.read_bytes())
    spoilt[-400_000:-390_000] = bytes(10_000)
    path.write_bytes(spoilt)

    with pytest.raises(NotADatabase):
        look.at(path)
    monkeypatch.setattr(look, "LOOK_SECONDS", 0)
    assert look.at(path) == HEAD
