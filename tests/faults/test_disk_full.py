"""A full disk costs nothing that was kept, and its reserve lets the work go on."""

from __future__ import annotations

import gc
import json
import resource
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desk import upkeep
from desk.domain.directory import PersonKind
from desk.domain.errors import DiskFull, NoRoomForCopy
from desk.sentences import sentence
from desk.services import house, people
from desk.store import backup, kept_copies, reserve
from desk.store.database import Database
from tests import build
from tests.api.live import served
from tests.conftest import Clock
from tests.faults.disks import SmallDisk
from tests.store.files import contents
from tests.transfer.made import ADA, bring_in, csv_file, log

MEGABYTE = 1 << 20
DAY = {"day": "2030-02-04"}


@pytest.fixture
def house_on(disk: SmallDisk, furnished_file: Path, clock: Clock) -> Iterator[Database]:
    """A house with one resident on the small disk."""
    shutil.copy(furnished_file, disk.file)
    made = house.opened(f"sqlite:///{disk.file}", clock=clock)
    with made.write("ann") as tx:
        build.resident(tx)
    yield made
    made.close()


def add(database: Database, first: str = "Bo", size: int = 0) -> None:
    with database.write("ann") as tx:
        host = build.resident(tx, first)
        if size:
            build.entry(tx, host.id, note="x" * size)


def names(database: Database) -> list[str]:
    with database.read() as tx:
        return sorted(each.first_name for each in people.find(tx, kind=PersonKind.RESIDENT))


def acknowledged(database: Database) -> list[str]:
    """Whoever could be added until there was no room."""
    kept: list[str] = []
    try:
        while True:
            name = f"Person {len(kept)}"
            add(database, name, size=MEGABYTE // 8)
            kept.append(name)
    except DiskFull:
        return kept


def fill_and_meet(disk: SmallDisk, database: Database) -> None:
    """Fill the disk, and let a write find out, which uses the room that its log still had."""
    disk.fill()
    with pytest.raises(DiskFull):
        add(database, "Nobody", size=MEGABYTE)


def test_an_opened_file_has_a_reserve_of_real_blocks(disk: SmallDisk, house_on: Database) -> None:
    found = disk.reserve.stat()

    assert found.st_size == found.st_blocks * 512 == reserve.SIZE == 4 * MEGABYTE


def test_where_there_is_little_room_no_reserve_takes_it(
    disk: SmallDisk, furnished_file: Path
) -> None:
    shutil.copy(furnished_file, disk.file)
    disk.fill(leaving=6 * MEGABYTE)

    Database(f"sqlite:///{disk.file}").close()

    assert not disk.reserve.exists()


def test_a_write_on_a_full_disk_is_refused_and_changes_nothing(
    disk: SmallDisk, house_on: Database
) -> None:
    before, last = names(house_on), build.last_change(house_on)

    fill_and_meet(disk, house_on)

    assert (names(house_on), build.last_change(house_on)) == (before, last)


def test_reading_goes_on_and_finds_all_that_was_acknowledged(
    disk: SmallDisk, house_on: Database
) -> None:
    disk.fill(leaving=MEGABYTE)
    before = names(house_on)
    kept = [*before, *acknowledged(house_on)]
    assert len(kept) > len(before)

    assert names(house_on) == sorted(kept)
    beside = Database(f"sqlite:///{disk.file}")
    assert names(beside) == sorted(kept)
    beside.close()


def test_the_write_after_the_refused_one_finds_the_room_of_the_reserve(
    disk: SmallDisk, house_on: Database
) -> None:
    fill_and_meet(disk, house_on)
    assert not disk.reserve.exists()
    assert disk.room >= reserve.SIZE

    add(house_on, size=MEGABYTE)

    assert "Bo" in names(house_on)


def test_many_refused_writes_leave_a_sound_file_and_no_thread_waiting(
    disk: SmallDisk, house_on: Database
) -> None:
    fill_and_meet(disk, house_on)
    disk.fill()
    refuse(house_on, 30)

    disk.clear()
    add(house_on)
    assert backup.check(house_on.engine) == []


def test_on_a_completely_full_disk_a_house_is_opened_in_the_room_of_its_reserve(
    disk: SmallDisk, house_on: Database
) -> None:
    before = names(house_on)
    house_on.close()
    disk.fill()

    again = house.opened(f"sqlite:///{disk.file}")
    add(again)

    assert names(again) == sorted([*before, "Bo"])
    assert not disk.reserve.exists()
    again.close()


def test_without_a_reserve_a_full_disk_is_one_sentence_and_nothing_is_touched(
    disk: SmallDisk, house_on: Database
) -> None:
    house_on.close()
    disk.reserve.unlink()
    disk.fill()
    before = contents(disk.folder)

    with pytest.raises(DiskFull) as refused:
        Database(f"sqlite:///{disk.file}")

    assert "free some space" in sentence(refused.value)
    assert contents(disk.folder) == before


def test_a_server_refuses_on_a_full_disk_and_goes_on_without_a_restart(
    disk: SmallDisk, house_on: Database, tmp_path: Path
) -> None:
    house_on.close()
    with served(disk.file, tmp_path) as live:
        assert live.ask("POST", "/api/visits/create/", DAY)[0] == 201
        statuses, number = [201], 0
        while statuses[-1] == 201:
            disk.fill()
            day = {"day": f"{2031 + number // 28}-02-{number % 28 + 1:02}"}
            status, headers, body = live.ask("POST", "/api/visits/create/", day)
            statuses.append(status)
            number += 1
        assert (status, headers["retry-after"]) == (503, "5")
        assert json.loads(body)
        assert live.ask("GET", "/health")[0] == 200

        disk.clear()
        assert live.ask("POST", "/api/visits/create/", day)[0] == 201
        assert live.end() == 0


def test_an_import_for_which_there_is_no_room_is_refused_as_a_whole(
    disk: SmallDisk, house_on: Database, tmp_path: Path
) -> None:
    file = csv_file(tmp_path / "log.csv", ADA)
    disk.fill(leaving=MEGABYTE)
    before, last = log(house_on), build.last_change(house_on)

    with pytest.raises(NoRoomForCopy) as refused:
        bring_in(house_on, file)

    assert "nothing was changed" in sentence(refused.value)
    assert (log(house_on), build.last_change(house_on)) == (before, last)
    disk.clear()
    assert bring_in(house_on, file).added


def test_a_copy_that_would_fill_the_disk_is_not_begun(disk: SmallDisk, house_on: Database) -> None:
    disk.fill(leaving=reserve.SIZE)
    before = set(contents(disk.folder))

    with pytest.raises(NoRoomForCopy):
        upkeep.keep_copy(house_on)

    assert set(contents(disk.folder)) == before
    assert disk.reserve.exists()
    add(house_on)


def test_a_copy_that_meets_a_full_disk_leaves_nothing_half_made(
    disk: SmallDisk, house_on: Database
) -> None:
    disk.fill()
    before = set(contents(disk.folder))

    with pytest.raises(DiskFull):
        backup.copy(house_on.engine, disk.folder / "monday.db")

    assert set(contents(disk.folder)) == before


@pytest.mark.parametrize("by", ["opening", "upkeep"])
def test_the_reserve_is_made_anew_when_there_is_room_again(
    disk: SmallDisk, house_on: Database, by: str
) -> None:
    fill_and_meet(disk, house_on)
    disk.clear()
    assert not disk.reserve.exists()

    if by == "upkeep":
        upkeep.keep_copy(house_on)
        assert len(kept_copies.listed(disk.file)) == 1
    else:
        Database(f"sqlite:///{disk.file}").close()

    assert disk.reserve.stat().st_size == reserve.SIZE


def test_a_reserve_that_was_left_half_made_is_completed(
    disk: SmallDisk, house_on: Database
) -> None:
    disk.reserve.write_bytes(bytes(10))

    Database(f"sqlite:///{disk.file}").close()

    assert disk.reserve.stat().st_blocks * 512 == reserve.SIZE


def test_upkeep_on_a_full_disk_is_refused_and_done_when_there_is_room(
    disk: SmallDisk, house_on: Database, clock: Clock
) -> None:
    upkeep.keep_copy(house_on)
    add(house_on)
    clock.advance(timedelta(hours=2))
    add(house_on, "Cy")
    fill_and_meet(disk, house_on)
    upkeep.keep_up(house_on)
    assert upkeep.deliver_due(house_on)

    disk.fill()
    assert upkeep.copy_due(house_on)
    with pytest.raises(NoRoomForCopy):
        upkeep.keep_copy(house_on)
    disk.clear()
    upkeep.keep_copy(house_on)

    assert not upkeep.copy_due(house_on)


def refuse(database: Database, times: int) -> None:
    for _ in range(times):
        with pytest.raises(DiskFull):
            add(database, size=MEGABYTE)
        gc.collect(0)  # No test clears away by itself.


def test_refused_writes_take_up_no_memory(disk: SmallDisk, house_on: Database) -> None:
    def peak() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    fill_and_meet(disk, house_on)
    disk.fill()
    refuse(house_on, 10)
    before = peak()
    refuse(house_on, 50)

    assert peak() - before < 20 * 1024  # kilobytes: far less than was tried to be written
