"""Delivering from the window: on another thread, and in words what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.message import Channel, Fate
from desk.gui.controls import Controls
from desk.gui.outbox.head import SENT
from desk.gui.outbox.page import OutboxPage
from desk.services import message_settings, site
from desk.store.database import Database
from tests.conftest import Clock
from tests.gui.outbox_screen import fate, message, names, on_screen, person, tells

PATIENCE_MS = 30_000


@pytest.fixture
def text(database: Database, clock: Clock) -> int:
    """A text message to Ada that is due."""
    tells(database)
    ada = person(database)
    with database.write("test") as tx:
        made = message(tx, ada, channel=Channel.SMS.value)
    clock.advance(timedelta(hours=2))
    return made


@pytest.fixture
def page(controls: Controls, text: int) -> OutboxPage:
    return on_screen(controls)


def deliver(qtbot: QtBot, page: OutboxPage) -> None:
    page.head.deliver.click()
    assert not page.head.deliver.isEnabled()
    qtbot.waitUntil(lambda: not page.acts.delivering, timeout=PATIENCE_MS)


def test_what_is_due_goes_out_and_is_shown_as_sent(
    qtbot: QtBot,
    database: Database,
    controls: Controls,
    page: OutboxPage,
    text: int,
    gateway: tuple[str, list[str]],
) -> None:
    address, taken = gateway
    with database.write("test") as tx:
        site.choose(tx, message_settings.SMS_URL.key, address)

    deliver(qtbot, page)

    assert controls.bar.text.text() == "Delivered; sent: 1"
    assert len(taken) == 1
    assert fate(database, text) is Fate.SENT
    page.head.show_list(SENT)
    assert names(page) == ["Ada Lind"]


def test_what_lacks_a_gateway_waits_and_the_reason_is_said(
    qtbot: QtBot, database: Database, controls: Controls, page: OutboxPage, text: int
) -> None:
    deliver(qtbot, page)

    assert controls.bar.text.text().startswith("Delivered; put off: 1. No gateway is set")
    assert fate(database, text) is Fate.PENDING
    assert page.pane.labels["why"].text().startswith("No gateway is set")
    assert page.pane.chip.text() == "Booked: tried, waiting"


def test_a_window_that_closes_waits_for_the_message_that_is_going_out(
    database: Database,
    controls: Controls,
    page: OutboxPage,
    text: int,
    gateway: tuple[str, list[str]],
) -> None:
    address, taken = gateway
    with database.write("test") as tx:
        site.choose(tx, message_settings.SMS_URL.key, address)
    page.refresh()

    page.acts.deliver()
    controls.leave()

    assert fate(database, text) in (Fate.SENT, Fate.PENDING)
    assert len(taken) == (fate(database, text) is Fate.SENT)
