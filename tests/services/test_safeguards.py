"""Before much is taken away at once there is a copy of how it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from desk.domain.errors import NoRoomForCopy
from desk.services import closures, erasing, house, visitor_log, visitors
from desk.store import kept_copies, reserve
from desk.store.database import Database, Write
from desk.transfer import people_csv
from desk.transfer.outcome import Wishes
from tests import build
from tests.conftest import Clock, at


def entries(database: Database, number: int) -> list[int]:
    """So many entries of the log."""
    with database.write("ann") as tx:
        host = build.resident(tx)
        return [build.entry(tx, host.id, arrived_at=at(8)).id for _ in range(number)]


def closed(database: Database, number: int) -> list[int]:
    """So many closures, one a day."""
    with database.write("ann") as tx:
        spans = [build.span(9, day=day) for day in range(number)]
        return [closures.close(tx, span, None).id for span in spans]


def copies(tmp_path: Path) -> list[int]:
    """How many entries each copy holds, the latest first."""
    found = kept_copies.listed(tmp_path / "desk.db")
    return [kept_copies.contents(copy.path).visitors for copy in found]


def test_what_is_put_into_the_bin_by_the_dozen_is_copied_before(
    database: Database, tmp_path: Path
) -> None:
    ids = entries(database, house.MUCH)

    with database.write("ann") as tx:
        visitors.remove(tx, ids)

    assert copies(tmp_path) == [house.MUCH]


def test_what_anybody_does_by_hand_is_not(database: Database, tmp_path: Path) -> None:
    ids = entries(database, house.MUCH)

    with database.write("ann") as tx:
        visitors.remove(tx, ids[1:])

    assert copies(tmp_path) == []


@pytest.mark.parametrize("away", [closures.reopen, closures.remove])
def test_what_goes_for_good_is_copied_before_as_well(
    database: Database, tmp_path: Path, away: Callable[[Write, Sequence[int]], None]
) -> None:
    ids = closed(database, house.MUCH)

    with database.write("ann") as tx:
        away(tx, ids)

    assert len(copies(tmp_path)) == 1


def test_what_is_erased_is_in_no_copy_made_for_it(database: Database, tmp_path: Path) -> None:
    ids = entries(database, house.MUCH)
    with database.write("ann") as tx:
        visitors.depart(tx, ids)

    with database.write("ann") as tx:
        erasing.entries(tx, ids)

    assert copies(tmp_path) == []


def test_a_copy_of_this_minute_is_enough(database: Database, tmp_path: Path, clock: Clock) -> None:
    ids = entries(database, 2 * house.MUCH)
    clock.advance(timedelta(seconds=5))
    kept_copies.keep(database)
    [before] = kept_copies.listed(tmp_path / "desk.db")
    clock.advance(timedelta(seconds=5))

    with database.write("ann") as tx:
        visitors.remove(tx, ids[: house.MUCH])
    assert kept_copies.listed(tmp_path / "desk.db") == [before]

    clock.advance(timedelta(seconds=5))
    with database.write("ann") as tx:
        visitors.remove(tx, ids[house.MUCH :])
    assert kept_copies.listed(tmp_path / "desk.db") != [before]  # Much was changed since.


def test_nothing_is_taken_away_where_there_is_no_room_for_a_copy(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = entries(database, house.MUCH)
    monkeypatch.setattr(reserve, "room", lambda _file: 0)

    with pytest.raises(NoRoomForCopy), database.write("ann") as tx:
        visitors.remove(tx, ids)

    with database.read() as tx:
        assert len(visitor_log.by_ids(tx, ids)) == house.MUCH


def test_a_server_is_its_administrator_s_business(both: Database) -> None:
    ids = entries(both, house.MUCH)

    with both.write("ann") as tx:
        visitors.remove(tx, ids)


def test_two_files_brought_in_one_after_the_other_are_each_copied_before(
    database: Database, tmp_path: Path, clock: Clock
) -> None:
    file = tmp_path / "people.csv"
    for name in ("Ada Lind", "Bo Berg"):
        first, last = name.split()
        file.write_text(f"First name,Last name\n{first},{last}\n")
        clock.advance(timedelta(hours=1))
        people_csv.bring_in(database, file, None, Wishes(), "ann")

    found = kept_copies.listed(tmp_path / "desk.db")
    assert [kept_copies.contents(copy.path).people for copy in found] == [1, 0]
