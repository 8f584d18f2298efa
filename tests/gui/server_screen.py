"""A window whose desk is on a PostgreSQL server, at the end of a cable that can be pulled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from desk.domain.errors import DeskError
from desk.gui.client import Client
from desk.gui.connection import Connection
from desk.gui.controls import Controls
from desk.gui.crash import Crashes
from desk.gui.main_window import MainWindow
from desk.services import house
from desk.store.database import Database
from desk.store.watch import Watch
from tests.conftest import Clock
from tests.faults.cables import Cable

BACK_MS = 2000
PATIENCE_MS = 10_000


@dataclass(frozen=True)
class ServerDesk:
    """The window, and the same database reached without the cable, as a colleague does."""

    qtbot: QtBot
    cable: Cable
    controls: Controls
    client: Client
    database: Database
    beside: Database
    crashes: Crashes

    @property
    def window(self) -> MainWindow:
        return self.controls.window

    @property
    def connection(self) -> Connection:
        assert self.controls.connection is not None
        return self.controls.connection

    @property
    def banner(self) -> str:
        return self.connection.banner.said

    def pull(self) -> None:
        """Pull the cable and wait until the window says so."""
        self.cable.pull()
        self.qtbot.waitUntil(lambda: bool(self.banner), timeout=PATIENCE_MS)

    def plug(self) -> None:
        """Plug it in again and wait until the window has noticed."""
        self.cable.plug()
        self.qtbot.waitUntil(lambda: not self.banner, timeout=BACK_MS)

    def refusals(self, act: Callable[[], object]) -> list[DeskError]:
        """What the act refuses, be it said or left to whoever takes what nobody caught."""
        heard: list[DeskError] = []
        for signal in (self.client.refused, self.crashes.refused):
            signal.connect(heard.append)
        try:
            act()
        except DeskError as error:
            heard.append(error)
        for signal in (self.client.refused, self.crashes.refused):
            signal.disconnect(heard.append)
        return heard


@contextmanager
def at_the_server(
    qtbot: QtBot, window: MainWindow, address: str, clock: Clock, folder: Path
) -> Iterator[ServerDesk]:
    """The window on its first page, with a watch as the program has it."""
    cable = Cable(address)
    database = house.opened(cable.address, clock=clock)
    beside = house.opened(address, clock=clock)
    watch = Watch(database)
    watch.start()
    client = Client(database, "ann")
    controls = Controls(window)
    crashes = Crashes(folder, window)
    crashes.refused.connect(controls.refuse)
    reported: list[str] = []
    crashes.reported.connect(reported.append)
    crashes.watch()
    controls.open(client, "Main entrance")
    controls.turn_to_first()
    yield ServerDesk(qtbot, cable, controls, client, database, beside, crashes)
    crashes.unwatch()
    assert not reported
    watch.stop()
    controls.leave()
    # What was still to be done for a page goes with it.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for each in (database, beside):
        each.close()
    cable.pull()
