"""Copies that are made by themselves: whole, beside the database, and not too many of them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from desk import upkeep
from desk.domain.errors import Unusable
from desk.store import backup, kept_copies, look
from desk.store.database import Database
from desk.store.kept_copies import Contents
from desk.store.revisions import HEAD
from tests import build
from tests.conftest import Clock, at

HOUR = timedelta(hours=1)


@pytest.fixture
def file(database: Database, tmp_path: Path) -> Path:
    """A database in which something was written."""
    with database.write("ann") as tx:
        build.resident(tx)
    return tmp_path / "desk.db"


def change(database: Database) -> None:
    with database.write("ann") as tx:
        build.resident(tx, "Bo")


def test_a_copy_is_whole_and_lies_beside_the_database(database: Database, file: Path) -> None:
    upkeep.keep_copy(database)

    [copy] = kept_copies.listed(file)
    assert copy.path == file.parent / "desk.db.copies" / "2030-02-04T090000Z.db"
    assert (copy.moment, copy.size) == (at(9), copy.path.stat().st_size)
    assert look.at(copy.path) == HEAD


def test_a_copy_that_a_wrong_clock_has_dated_ahead_keeps_none_from_being_made(
    database: Database, file: Path, clock: Clock
) -> None:
    clock.advance(9000 * HOUR)
    upkeep.keep_copy(database)
    clock.advance(-9000 * HOUR)
    change(database)

    assert upkeep.copy_due(database)
    upkeep.keep_copy(database)
    assert not upkeep.copy_due(database)
    assert len(kept_copies.listed(file)) == 2


def test_it_is_made_at_once_and_then_each_hour_in_which_something_changes(
    database: Database, file: Path, clock: Clock
) -> None:
    assert upkeep.copy_due(database)
    upkeep.keep_copy(database)
    clock.advance(timedelta(minutes=59))
    change(database)
    assert not upkeep.copy_due(database)

    clock.advance(timedelta(minutes=1))
    assert upkeep.copy_due(database)
    upkeep.keep_copy(database)
    clock.advance(24 * HOUR)

    assert not upkeep.copy_due(database)
    assert len(kept_copies.listed(file)) == 2


def test_old_ones_are_let_go_as_new_ones_come(database: Database, file: Path, clock: Clock) -> None:
    for _ in range(60):
        upkeep.keep_copy(database)
        clock.advance(HOUR)

    moments = [copy.moment for copy in kept_copies.listed(file)]
    assert moments[:24] == [clock.now - n * HOUR for n in range(1, 25)]
    assert moments[24:] == [at(23)]  # the last one of the day before those


def test_files_of_other_names_are_nobody_s_business(database: Database, file: Path) -> None:
    upkeep.keep_copy(database)
    other = kept_copies.folder(file) / "before the move.db"
    other.write_bytes(b"precious")

    upkeep.keep_copy(database)

    assert other.read_bytes() == b"precious"
    assert len(kept_copies.listed(file)) == 1


def test_what_a_program_left_behind_is_cleared_away(
    database: Database, file: Path, clock: Clock
) -> None:
    upkeep.keep_copy(database)
    for moment in ("2030-02-04T075900Z", "2030-02-04T080100Z"):
        (kept_copies.folder(file) / f"{moment}.0a1b2c3d.part").write_bytes(b"half")

    upkeep.keep_copy(database)

    # The other one may still be at it.
    assert [each.name for each in kept_copies.folder(file).glob("*.part")] == [
        "2030-02-04T080100Z.0a1b2c3d.part"
    ]


def test_any_of_them_can_be_put_back(database: Database, file: Path) -> None:
    upkeep.keep_copy(database)
    change(database)
    database.close()

    [copy] = kept_copies.listed(file)
    backup.restore(copy.path, file)

    assert look.at(file) == HEAD
    assert copy.path.exists()


def test_a_new_database_with_nothing_in_it_needs_none(tmp_path: Path, clock: Clock) -> None:
    empty = Database(f"sqlite:///{tmp_path}/new.db", clock=clock)

    assert not upkeep.copy_due(empty)
    empty.close()


def test_a_server_is_copied_by_whoever_looks_after_it(both: Database) -> None:
    change(both)
    if both.engine.dialect.name == "postgresql":
        assert not upkeep.copy_due(both)
        assert kept_copies.keep(both) is None
    else:
        assert upkeep.copy_due(both)


def test_a_place_that_cannot_be_written_is_named(database: Database, file: Path) -> None:
    kept_copies.folder(file).write_text("in the way")

    with pytest.raises(Unusable) as refused:
        upkeep.keep_copy(database)

    assert "desk.db.copies" in str(refused.value)


def test_it_is_told_what_a_copy_holds_without_touching_it(database: Database, file: Path) -> None:
    with database.write("ann") as tx:
        host = build.resident(tx, "Bo")
        build.entry(tx, host.id, "Ada Lind", arrived_at=at(8))
    upkeep.keep_copy(database)
    [copy] = kept_copies.listed(file)
    before = copy.path.read_bytes(), copy.path.stat().st_mtime_ns, set(copy.path.parent.iterdir())

    held = kept_copies.contents(copy.path)

    assert held == Contents(people=2, visitors=1, appointments=0, waiting=0)
    assert before == (
        copy.path.read_bytes(),
        copy.path.stat().st_mtime_ns,
        set(copy.path.parent.iterdir()),
    )


def test_one_that_was_thinned_away_meanwhile_holds_nothing_to_be_told(tmp_path: Path) -> None:
    with pytest.raises(Unusable):
        kept_copies.contents(tmp_path / "2030-02-04T090000Z.db")


def test_the_next_one_is_due_an_hour_after_the_last(database: Database, file: Path) -> None:
    url = database.engine.url
    assert kept_copies.next_due(url, at(8), None) is None
    assert kept_copies.next_due(url, at(8), at(8)) == at(8)

    upkeep.keep_copy(database)

    assert kept_copies.next_due(url, at(9, 5), at(9)) is None
    assert kept_copies.next_due(url, at(9, 5), at(9, 5)) == at(10)


def test_before_much_is_changed_a_copy_of_this_minute_suffices(
    database: Database, file: Path, clock: Clock
) -> None:
    clock.advance(timedelta(seconds=1))
    first = kept_copies.safeguard(database)
    clock.advance(timedelta(seconds=59))
    assert kept_copies.safeguard(database) == first

    clock.advance(timedelta(seconds=1))
    assert kept_copies.safeguard(database) != first
    assert len(kept_copies.listed(file)) == 1  # The latest of the hour is worth keeping.


def test_before_much_is_changed_a_copy_holds_everything_there_is(
    database: Database, file: Path, clock: Clock
) -> None:
    first = kept_copies.safeguard(database)
    clock.advance(timedelta(seconds=2))
    change(database)

    second = kept_copies.safeguard(database)

    assert first
    assert second
    assert kept_copies.contents(second.path).people == 2


def test_the_copy_that_is_about_to_be_gone_back_to_is_not_thinned_away(
    database: Database, file: Path, clock: Clock
) -> None:
    first = kept_copies.keep(database)
    assert first
    clock.advance(timedelta(minutes=10))

    kept_copies.safeguard(database, sparing=first.path)

    assert first in kept_copies.listed(file)


def test_a_copy_that_a_wrong_clock_has_dated_ahead_does_not_suffice(
    database: Database, file: Path, clock: Clock
) -> None:
    clock.advance(HOUR)
    ahead = kept_copies.keep(database)
    clock.advance(-HOUR / 2)

    assert kept_copies.safeguard(database) != ahead
