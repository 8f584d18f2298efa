"""A clock that is put forward or back changes nothing that is kept, and keeps nobody from work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from desk import upkeep
from desk.store import backup
from desk.store.clock import SETTLED
from desk.store.database import Database
from tests import build
from tests.api import log_words
from tests.api.slot_words import hours, iso, locked, slot_id, statuses
from tests.api.wire_of import Wire
from tests.conftest import Clock, Computer

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)
JUMPS = (HOUR, -HOUR, DAY, -DAY, 3650 * DAY, -3650 * DAY)
ZONES = (
    *("UTC", "Europe/Rome", "America/New_York", "America/St_Johns", "Asia/Kathmandu"),
    *("Australia/Lord_Howe", "Pacific/Apia", "Pacific/Marquesas"),
)
LISTS = ("/api/visits/", "/appointments/", "/availabilities/", "/api/residentvisits")


@pytest.fixture
def slot(database: Database, clerk: Wire) -> str:
    """A slot of a house in which somebody is visited, and one slot is locked for a minute."""
    log_words.made(clerk, log_words.resident(database))
    clerk.post("/api/visits/create/", {"day": "2030-02-04"})
    with database.write("test") as tx:
        open_ = hours(tx, build.resource(tx).id)
    assert locked(clerk, slot_id(open_, iso(10), iso(11)), lockDurationMs=60_000).status == 200
    return slot_id(open_, iso(11), iso(12))


@pytest.fixture
def computer(slot: str, database: Database, clock: Clock) -> Computer:
    """The desk goes by the clock that the program has, of a computer in our hands."""
    made = Computer(clock)
    database.clock = made.clock
    return made


@pytest.fixture
def home_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Lets this computer be somewhere else, and brings it back."""
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


def kept(clerk: Wire) -> list[bytes]:
    replies = [clerk.get(path) for path in LISTS]
    assert {reply.status for reply in replies} == {200}
    return [reply.raw for reply in replies]


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_what_is_kept_stays_and_work_goes_on_after_a_jump(
    slot: str, clerk: Wire, database: Database, clock: Clock, jump: timedelta
) -> None:
    before = kept(clerk)

    clock.advance(jump)
    after = kept(clerk)
    upkeep.keep_up(database)
    written = locked(clerk, slot, lockDurationMs=60_000)

    assert after == before
    assert written.status == 200
    assert backup.check(database.engine) == []


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_lock_ends_in_time_when_the_clock_has_been_put_right_again(
    slot: str, clerk: Wire, clock: Clock, jump: timedelta
) -> None:
    clock.advance(jump)
    statuses(clerk)
    clock.advance(-jump)
    clock.advance(59 * SECOND)
    assert statuses(clerk) == ["BOOKED", "AVAILABLE", "AVAILABLE"]

    clock.advance(SECOND)

    assert statuses(clerk) == ["AVAILABLE"] * 3


def test_moments_are_the_same_wherever_this_computer_is(
    slot: str, clerk: Wire, home_zone: pytest.MonkeyPatch
) -> None:
    before = kept(clerk)
    for zone in ZONES:
        home_zone.setenv("TZ", zone)
        time.tzset()

        assert kept(clerk) == before
        assert statuses(clerk)[1:] == ["AVAILABLE"] * 2


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_lock_ends_in_time_while_the_clock_stays_where_it_has_jumped(
    computer: Computer, clerk: Wire, jump: timedelta
) -> None:
    computer.wait(30 * SECOND)
    computer.wall.advance(jump)
    assert statuses(clerk) == ["BOOKED", "AVAILABLE", "AVAILABLE"]
    computer.wait(29 * SECOND)
    assert statuses(clerk) == ["BOOKED", "AVAILABLE", "AVAILABLE"]

    computer.wait(SECOND)

    assert statuses(clerk) == ["AVAILABLE"] * 3


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_what_is_written_follows_a_clock_that_was_put_right(
    computer: Computer, clerk: Wire, database: Database, jump: timedelta
) -> None:
    computer.wall.advance(jump)
    statuses(clerk)
    computer.wait(SETTLED)

    with database.write("test") as tx:
        assert tx.now == computer.wall.now
    assert backup.check(database.engine) == []


@pytest.mark.parametrize("jump", [-jump for jump in JUMPS if jump < timedelta()], ids=str)
def test_a_lock_made_in_the_future_keeps_its_place_from_nobody(
    slot: str, clerk: Wire, database: Database, clock: Clock, jump: timedelta
) -> None:
    clock.advance(jump)
    assert locked(clerk, slot, lockDurationMs=60_000).status == 200
    clock.advance(-jump)
    upkeep.keep_up(database)

    assert statuses(clerk) == ["BOOKED", "AVAILABLE", "AVAILABLE"]
    assert locked(clerk, slot, ownerId="bea", lockDurationMs=60_000).status == 200
    upkeep.keep_up(database)
    assert statuses(clerk) == ["BOOKED", "BOOKED", "AVAILABLE"]
