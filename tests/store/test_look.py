"""A file that cannot be used is refused with the reason, and nothing in its folder is changed."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desk.domain.errors import NotADatabase, Unreachable, Unusable
from desk.store import look
from desk.store.database import Database
from desk.store.revisions import HEAD
from tests.store.files import contents, die_after, held, opened
from tests.store.spoilt import UNUSABLE, be_half_brought_over

SITE = "INSERT INTO site (slug, name, zone, settings) VALUES ('side', 'Side', 'UTC', '{}')"
MANY = """
WITH RECURSIVE number(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM number LIMIT 60000)
INSERT INTO person (uid, kind, first_name, last_name, note, folded, version)
SELECT value, 'resident', 'Grace', 'Okafor', '', 'grace okafor', 1 FROM number
"""


@pytest.fixture
def path(tmp_path: Path, furnished_file: Path) -> Path:
    """A good file, in a folder of its own."""
    (tmp_path / "data").mkdir()
    return Path(shutil.copy(furnished_file, tmp_path / "data" / "desk.db"))


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


def test_tables_that_are_not_those_of_their_revision_are_refused_and_stay(path: Path) -> None:
    be_half_brought_over(path)
    before = contents(path.parent)

    with pytest.raises(NotADatabase, match="not those of revision 0005"):
        Database(f"sqlite:///{path}")

    copy = {f"desk.db.before-{HEAD}": contents(path.parent)[f"desk.db.before-{HEAD}"]}
    assert contents(path.parent) == before | copy


def test_a_log_that_a_power_cut_left_empty_or_as_zeros_is_no_damage(path: Path) -> None:
    for begin in (b"", bytes(4096)):
        path.with_name("desk.db-wal").write_bytes(begin)

        assert look.at(path) == HEAD


def test_a_file_that_is_gone_is_not_begun_anew_beside_copies_of_it(path: Path) -> None:
    (path.parent / "desk.db.copies").mkdir()
    path.rename(path.parent / "desk.db.copies" / "2030-02-04T090000Z.db")
    before = contents(path.parent)

    with pytest.raises(Unreachable, match="copies of it are there"):
        Database(f"sqlite:///{path}")

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
