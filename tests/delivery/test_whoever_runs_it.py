"""Messages go out by themselves while a server runs, however slow the mail server is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from desk import upkeep
from desk.domain.change import Change
from desk.domain.message import Fate
from desk.services import outbox
from desk.store.database import Database
from tests.api.live import served
from tests.conftest import Clock
from tests.delivery.house_of import (
    choose,
    fates,
    one,
    sending_through,
    written,
)
from tests.delivery.post_office import PostOffice
from tests.delivery.silent_server import Silent, open_server

MESSAGE, SITE = (Change("message", 1),), (Change("site", 1),)


@pytest.fixture
def clock() -> Clock:
    """The time it is: threads and servers look at a clock that goes on."""
    return Clock(datetime.now(UTC))


@pytest.fixture
def deliveries(database: Database, office: PostOffice) -> Iterator[upkeep.Deliveries]:
    sending_through(database, office)
    made = upkeep.Deliveries(database)
    made.start()
    yield made
    made.stop()


def test_what_is_written_down_goes_out_without_being_asked_for(
    database: Database, office: PostOffice, deliveries: upkeep.Deliveries
) -> None:
    written(database, 3)

    office.wait_for(3)
    deliveries.stop()

    assert fates(database) == {Fate.SENT: 3}


def test_a_message_goes_out_when_its_moment_comes(
    database: Database, office: PostOffice, deliveries: upkeep.Deliveries, clock: Clock
) -> None:
    written(database, 1, due=clock.now + timedelta(milliseconds=80))
    clock.advance(timedelta(milliseconds=80))

    office.wait_for(1)

    assert len(office.taken) == 1


def test_a_server_delivers_what_others_write_down(
    database: Database, office: PostOffice, home: Path
) -> None:
    sending_through(database, office)
    with served(database.where, home) as live:
        written(database, 2)
        office.wait_for(2)
        assert live.end() == 0

    assert fates(database) == {Fate.SENT: 2}


def test_a_slow_mail_server_keeps_no_caller_waiting(database: Database, home: Path) -> None:
    written(database, 1)
    with open_server(Silent(heard=b"")) as silent:
        sending_through(database, silent)
        with served(database.where, home) as live:
            silent.wait()
            assert live.ask("GET", "/health")[0] == 200
            live.process.kill()
            live.process.communicate()

    with database.read() as tx:
        assert outbox.due_ids(tx, 5) == []


def test_whoever_waits_is_looked_at_again_in_a_minute_or_when_something_is_set_up(
    database: Database,
) -> None:
    choose(database, MESSAGING=True)
    [key] = written(database, 1)

    none_waits = upkeep.deliver_due(database)

    assert not none_waits
    assert one(database, key).error.startswith("no mail server is set")
    assert not upkeep.wakes(MESSAGE, none_waits=False)
    assert upkeep.wakes(SITE, none_waits=False)
    assert upkeep.wakes(MESSAGE, none_waits=True)
    assert not upkeep.wakes((Change("person", 1),), none_waits=True)


def test_the_next_moment_is_that_of_the_next_message(database: Database, clock: Clock) -> None:
    with database.read() as tx:
        assert upkeep.next_delivery(tx) is None
    written(database, 1, due=clock.now + timedelta(seconds=20))
    with database.read() as tx:
        assert upkeep.next_delivery(tx) is not None
    clock.advance(timedelta(seconds=30))

    with database.read() as tx:
        assert upkeep.next_delivery(tx) is None


def test_a_thread_that_has_stopped_sends_nothing_more(
    database: Database, office: PostOffice, deliveries: upkeep.Deliveries
) -> None:
    deliveries.stop()
    heard = Event()
    database.listen(lambda _changes: heard.set())

    written(database, 1)

    assert heard.is_set()
    assert office.taken == []
