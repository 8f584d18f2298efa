from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from time import monotonic

from desk.domain.directory import PersonKind
from desk.services import people
from desk.services.people import Details
from desk.store.database import Database, Write
from desk.transfer.pace import SECONDS, in_turns

THINGS = list(range(137))


class Rests(threading.Event):
    """Does not rest, but remembers for how long it should have."""

    def __init__(self) -> None:
        super().__init__()
        self.rests: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.rests.append(timeout or 0)
        return self.is_set()


def quick(_tx: Write, things: Sequence[int]) -> Iterator[None]:
    for _ in things:
        yield


def slow(_tx: Write, things: Sequence[int]) -> Iterator[None]:
    for _ in things:
        until = monotonic() + SECONDS / 4
        while monotonic() < until:
            pass
        yield


def test_every_thing_is_done_once_and_in_order(database: Database) -> None:
    done = [batch for batch in in_turns(database, "test", THINGS, quick, Rests())]

    assert [thing for batch in done for thing in batch] == THINGS


def test_a_transaction_ends_when_its_time_is_over(database: Database) -> None:
    done = list(in_turns(database, "test", THINGS[:20], slow, Rests()))

    assert [thing for batch in done for thing in batch] == THINGS[:20]
    assert max(len(batch) for batch in done) <= 5


def test_the_writer_rests_as_long_as_it_wrote(database: Database) -> None:
    rests = Rests()

    done = list(in_turns(database, "test", THINGS[:12], slow, rests))

    assert len(rests.rests) == len(done)
    assert all(
        rest >= SECONDS / 4 * len(batch) for rest, batch in zip(rests.rests, done, strict=True)
    )


def test_it_stops_between_two_transactions(database: Database) -> None:
    stop = Rests()
    done = []

    for batch in in_turns(database, "test", THINGS, slow, stop):
        done += batch
        stop.set()

    assert done == THINGS[: len(done)]
    assert 0 < len(done) < len(THINGS)


def test_others_come_to_write_meanwhile(database: Database) -> None:
    def others() -> None:
        for _ in range(20):
            with database.write("Ann") as tx:
                people.add(tx, Details(kind=PersonKind.PATIENT, last_name="Novak"))

    at_the_counter = threading.Thread(target=others)
    at_the_counter.start()
    done = [
        thing
        for batch in in_turns(database, "test", THINGS, slow, threading.Event())
        for thing in batch
    ]
    at_the_counter.join()

    assert done == THINGS
    with database.read() as tx:
        assert people.count(tx) == 20
