"""Pictures of every page and dialog of the real window, on the demonstration data.

Started by `dev.py shots FOLDER` in the environment, with a virtual screen; light and dark, in the
two sizes that front desks have. The clock stands still, so that two runs differ only where the
program does.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desk import demo, settings
from desk.gui import application, theme
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.main_window import MainWindow
from desk.gui.pages import PAGES
from desk.gui.theme import Choice
from desk.gui.window_commands import WindowCommands
from desk.gui.window_state import WindowState
from desk.settings import Settings
from desk.store import driver
from desk.store.database import Database

SIZES = ((1366, 768), (1920, 1080))
MOMENT = datetime(2030, 2, 4, 9, 40, tzinfo=UTC)  # a Monday morning
SETTLED = 300  # milliseconds for what a page asks for after it has been shown


def main(folder: Path) -> None:
    """Take all pictures into `folder`; each name says what, which colours and which size."""
    folder.mkdir(parents=True, exist_ok=True)
    app = application.make()
    with tempfile.TemporaryDirectory(prefix="desk-shots-") as place:
        # What somebody's own window remembers has no place in a picture.
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, place)
        address = settings.address(str(Path(place) / "desk.db"))
        with closing(Database(address, clock=lambda: MOMENT)) as database:
            demo.fill(database, people=2_000)
            for colours, size in product((Choice.LIGHT, Choice.DARK), SIZES):
                theme.apply(app, colours)
                with _window(app, database, Path(place), size) as (window, commands):
                    suffix = f"{colours.value}-{size[0]}x{size[1]}.png"
                    _take_all(window, commands, _names(folder, suffix))


def _names(folder: Path, suffix: str) -> Callable[[str], Path]:
    return lambda what: folder / f"{what}-{suffix}"


@contextmanager
def _window(
    app: QApplication, database: Database, place: Path, size: tuple[int, int]
) -> Iterator[tuple[MainWindow, WindowCommands]]:
    state = WindowState(QSettings(str(place / "window.ini"), QSettings.Format.IniFormat))
    window = MainWindow(state)
    # Without a frame the picture has exactly the size asked for.
    window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    controls = Controls(window)
    commands = WindowCommands(controls, app, Settings(), place)
    # It hears of every change as long as the database does, which is longer than the window.
    client = Client(database, "reception")
    window.setGeometry(0, 0, *size)
    window.show()
    QTest.qWaitForWindowExposed(window)
    controls.open(client, "Lindenhof")
    commands.open(client, f"SQLite {driver.version()}")
    try:
        yield window, commands
    finally:
        controls.leave()
        window.close()
        window.deleteLater()
        QApplication.processEvents()


def _take_all(window: MainWindow, commands: WindowCommands, file: Callable[[str], Path]) -> None:
    for entry in PAGES:
        window.stack.turn_to(entry.id)
        what = entry.id.removeprefix("page.")
        _take(window, file(what))
        page = window.stack.current
        assert page is not None, "a page was just turned to"
        for name, turn in page.faces().items():
            turn()
            _take(window, file(f"{what}-{name}"))
        for name, make in page.dialogs().items():
            _take_dialog(window, make, file(f"{what}-{name}"))
    for name, make in commands.dialogs().items():
        _take_dialog(window, make, file(f"window-{name}"))


def _take_dialog(window: MainWindow, make: Callable[[], QDialog], file: Path) -> None:
    dialog = make()
    dialog.open()
    QTest.qWaitForWindowExposed(dialog)
    _take(window, file)
    dialog.done(QDialog.DialogCode.Rejected)
    dialog.deleteLater()


def _take(window: QWidget, file: Path) -> None:
    """What the screen shows where the window is, whatever lies in front of it."""
    QTest.qWait(SETTLED)
    place = window.geometry()
    picture = window.screen().grabWindow(0, place.x(), place.y(), place.width(), place.height())
    if not picture.save(str(file)):
        sys.exit(f"{file} cannot be written; name a folder that can.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
