"""The window has done what a new day brings, without being asked and without halting."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.availability import Pattern
from desk.domain.change import Change
from desk.domain.message import Fate
from desk.gui.client import Client
from desk.gui.upkeep import Upkeep
from desk.services import availabilities, provider_slots, waiting
from desk.store import kept_copies
from desk.store.database import Database
from tests import build
from tests.conftest import Clock
from tests.delivery.house_of import choose, fates, one, sending_through, written
from tests.delivery.post_office import PostOffice, open_office
from tests.services.list_of import do, joining, offered, stock
from tests.services.opened import slot


@pytest.fixture
def upkeep(database: Database, client: Client) -> Iterator[Upkeep]:
    with database.write("ann") as tx:
        resource = build.resource(tx)
        provider_slots.add_slot(tx, slot(resource.id, pattern=Pattern.DAILY))
    made = Upkeep(client)
    yield made
    made.stop()


def test_the_rows_of_a_new_day_are_made_and_told_to_the_views(
    qtbot: QtBot, clock: Clock, client: Client, upkeep: Upkeep
) -> None:
    clock.advance(timedelta(days=1))

    with qtbot.waitSignal(client.changed) as heard:
        upkeep.minute.timeout.emit()

    assert heard.args is not None
    assert {change.kind for change in heard.args[0]} == {"availability", "series"}
    assert len(client.ask(availabilities.listed)) == 85


def test_a_minute_of_the_same_day_brings_nothing(
    qtbot: QtBot, clock: Clock, client: Client, upkeep: Upkeep
) -> None:
    clock.advance(timedelta(minutes=1))

    with qtbot.assertNotEmitted(client.changed):
        upkeep.minute.timeout.emit()
        upkeep.stop()


def test_nothing_is_looked_at_once_it_has_stopped(upkeep: Upkeep) -> None:
    assert upkeep.minute.isActive()

    upkeep.stop()

    assert not upkeep.minute.isActive()


def test_an_offer_that_runs_out_goes_to_the_next_on_time(
    qtbot: QtBot, database: Database, clock: Clock, client: Client, upkeep: Upkeep
) -> None:
    yoga = stock(database, places=0)
    for name in ("Ada", "Bo"):
        do(database, waiting.join, joining(yoga, name))
    do(database, waiting.set_capacity, yoga.key, 1)
    assert offered(database).keys() == {"Ada"}
    clock.advance(timedelta(minutes=59, seconds=59, milliseconds=900))

    upkeep.minute.timeout.emit()
    assert 0 < upkeep.moment.remainingTime() <= 110
    clock.advance(timedelta(milliseconds=100))
    with qtbot.waitSignal(client.changed):
        pass

    assert offered(database).keys() == {"Bo"}


def test_nobody_is_waited_for_where_nobody_waits(upkeep: Upkeep, client: Client) -> None:
    client.changed.emit((Change("appointment", 1),))

    assert not upkeep.moment.isActive()


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_office(PostOffice()) as opened:
        yield opened


def test_a_message_of_the_desk_goes_out_when_its_grace_is_over(
    qtbot: QtBot, database: Database, clock: Clock, office: PostOffice, upkeep: Upkeep
) -> None:
    sending_through(database, office)
    written(database, 1, due=clock.now + timedelta(seconds=30))
    moment = upkeep.deliveries.moment
    qtbot.waitUntil(moment.isActive)
    assert abs(moment.remainingTime() - 30_000) < 2_000, "as exact as Qt is"

    clock.advance(timedelta(seconds=30))
    moment.timeout.emit()
    office.wait_for(1)
    upkeep.stop()

    assert fates(database) == {Fate.SENT: 1}


def test_a_message_of_another_machine_goes_out_at_once(
    qtbot: QtBot, database: Database, client: Client, office: PostOffice, upkeep: Upkeep
) -> None:
    sending_through(database, office)

    written(database, 1)
    qtbot.waitUntil(lambda: fates(database) == {Fate.SENT: 1})

    assert len(office.taken) == 1


def test_what_waits_for_a_mail_server_is_looked_at_each_minute_and_when_it_is_set_up(
    qtbot: QtBot, database: Database, client: Client, office: PostOffice, upkeep: Upkeep
) -> None:
    choose(database, MESSAGING=True)
    [key] = written(database, 1)
    qtbot.waitUntil(lambda: one(database, key).error != "")

    sending_through(database, office)
    upkeep.minute.timeout.emit()
    qtbot.waitUntil(lambda: one(database, key).fate is Fate.SENT)

    assert len(office.taken) == 1


def test_a_window_that_closes_waits_for_the_message_being_sent_and_no_more(
    qtbot: QtBot, database: Database, office: PostOffice, upkeep: Upkeep
) -> None:
    sending_through(database, office)
    reached, goes_on = threading.Event(), threading.Event()

    async def gate() -> None:
        reached.set()
        await asyncio.to_thread(goes_on.wait)

    office.gate = gate
    written(database, 3)
    qtbot.waitUntil(reached.is_set)
    threading.Timer(0.1, goes_on.set).start()

    upkeep.stop()

    assert fates(database) == {Fate.SENT: 1, Fate.PENDING: 2}


def test_a_copy_of_the_database_is_kept_without_being_asked_for(
    qtbot: QtBot, database: Database, upkeep: Upkeep, tmp_path: Path
) -> None:
    upkeep.minute.timeout.emit()

    qtbot.waitUntil(lambda: len(kept_copies.listed(tmp_path / "desk.db")) == 1)
    upkeep.minute.timeout.emit()
    upkeep.stop()
    assert len(kept_copies.listed(tmp_path / "desk.db")) == 1
