"""A house in which every page has something to open, and a program that is started on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desk.gui.client import Client
from desk.services import visitors
from desk.store.database import Database
from tests import build
from tests.conftest import at
from tests.gui import waiting_screen
from tests.gui.drafts.session import Session


@pytest.fixture
def start(
    qtbot: QtBot, client: Client, tmp_path: Path, kept: QSettings
) -> Iterator[Callable[[], Session]]:
    """Starts the program; a second start finds what the first one left."""
    made: list[Session] = []

    def begin() -> Session:
        made.append(Session(qtbot, client, tmp_path, kept))
        return made[-1]

    yield begin
    for each in made:
        each.put_away()


@pytest.fixture(autouse=True)
def lived_in(database: Database) -> None:
    """A house in which every page has something to open."""
    with database.write("test") as tx:
        grace = build.resident(tx, "Grace", "Okafor")
        build.patient(tx)
        build.entry(tx, grace.id, "Ada Lind", arrived_at=at(8))
        visitors.expect(tx, build.party(grace.id, "Max Power"), at(11))
        build.day(tx, tx.today, places=10, occupied=4)
    waiting_screen.house(database)
    waiting_screen.three(database)
    with database.write("test") as tx:
        build.availability(tx, build.resource(tx).id)
