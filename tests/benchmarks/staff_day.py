"""A process that opens the calendar again and again, by turns on a full day and on an empty one.

Arguments: the files of two houses with the same fifty providers. Tells the processor milliseconds
until the day is painted, of each time, as JSON.
"""

from __future__ import annotations

import json
import sys
from time import process_time

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from desk.gui import theme
from desk.gui.calendar.page import CalendarPage
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.garbage import Garbage
from desk.gui.main_window import MainWindow
from desk.gui.window_state import WindowState
from desk.services import agenda
from desk.store.database import Database
from tests.benchmarks import calendar_scenes, clocks

ROUNDS = 9
SIZE = (1920, 1080)


def main(full: str, empty: str) -> None:
    QApplication.setStyle("Fusion")
    app = QApplication(sys.argv[:1])
    theme.apply(app, theme.Choice.LIGHT)
    Garbage(app).look()  # as in the program, where nothing is cleared away while it is painted
    houses = {
        name: Database(f"sqlite:///{path}", clock=lambda: calendar_scenes.NOW)
        for name, path in (("full", full), ("empty", empty))
    }
    for database in houses.values():
        with database.read() as tx:
            agenda.between(tx, tx.whole_day(tx.today))
    taken: dict[str, list[float]] = {name: [] for name in houses}
    for turn in range(ROUNDS + 1):
        for name, database in houses.items():
            milliseconds = _opened(database)
            if turn:  # The first time everything is imported and made for both.
                taken[name].append(milliseconds)
    print(json.dumps(taken))


def _opened(database: Database) -> float:
    clocks.settle()
    began = process_time()
    window = MainWindow(WindowState(QSettings()))
    window.resize(*SIZE)
    window.show()
    controls = Controls(window)
    controls.open(Client(database, "bench", window), "Clinic")
    controls.turn_to_first()
    page = window.stack.current
    assert isinstance(page, CalendarPage), "the calendar is the first page"
    painted: list[float] = []
    # The view comes to the front when the day has been read, and is painted after that.
    page.views.currentChanged.connect(
        lambda _number: clocks.Painted(
            page.views.current.viewport(), lambda: painted.append(process_time())
        )
    )
    while not painted:
        QApplication.processEvents()
    controls.leave()
    window.close()
    window.deleteLater()
    clocks.settle()
    return (painted[0] - began) * 1000


if __name__ == "__main__":
    main(*sys.argv[1:])
