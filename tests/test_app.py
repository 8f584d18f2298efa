"""The program started for real: what is painted first, what opens, and what a second start does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desk import app, settings
from desk.domain.errors import BadSettings
from desk.domain.staff import Role
from desk.gui import database_file
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.first_run import FirstRun
from desk.gui.lock.screen import LockScreen
from desk.gui.main_window import MainWindow
from desk.gui.network import left_running, server
from desk.gui.network.attendance import Attendance
from desk.gui.network.standing import State
from desk.gui.one_window import Lock
from desk.gui.opening import Failure
from desk.gui.window_state import WindowState
from desk.running import SAMPLE
from desk.services import house, staff
from desk.settings import Settings
from tests.gui.desks import Begin, beginning
from tests.gui.network_screen import free_port, until
from tests.gui.parts import part

pytestmark = pytest.mark.usefixtures("home")

FIRST_PAINT = """
import os, sys
from desk import app
from desk.gui.main_window import MainWindow

made = MainWindow.__init__

def painted():
    print(*sorted(sys.modules), flush=True)
    os._exit(0)

def make(self, *state):
    made(self, *state)
    self.painted.connect(painted)

MainWindow.__init__ = make
app.run(["--database", sys.argv[1]])
"""

WINDOW = """
import sys
from desk import app
from desk.gui.main_window import MainWindow

forward = MainWindow.come_forward

def come_forward(self):
    forward(self)
    print("came forward", flush=True)
    self.close()

def opened(self, page):
    print("opened", flush=True)

MainWindow.come_forward = come_forward
MainWindow._on_turned = opened
sys.exit(app.run(["--database", sys.argv[1]]))
"""


CLOSED_AT_ONCE = """
import sys
from desk import app
from desk.gui.main_window import MainWindow

made = MainWindow.__init__

def make(self, *state):
    made(self, *state)
    self.painted.connect(self.close)

MainWindow.__init__ = make
sys.exit(app.run(["--database", sys.argv[1]]))
"""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made = MainWindow(WindowState(kept))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def begin(qapp: QApplication, window: MainWindow) -> Iterator[Begin]:
    with beginning(qapp, window) as begin:
        yield begin


def python(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def furnished(path: Path, furnished_file: Path) -> str:
    path.write_bytes(furnished_file.read_bytes())
    return settings.address(str(path))


def shows(window: MainWindow, kind: type) -> Callable[[], bool]:
    return lambda: isinstance(window.stack.currentWidget(), kind)


def test_the_first_paint_waits_for_nothing_slow(tmp_path: Path) -> None:
    started = python(FIRST_PAINT, str(tmp_path / "desk.db"))

    loaded = set(started.communicate()[0].split())

    assert "desk.gui.main_window" in loaded
    slow = ("sqlalchemy", "desk.store", "desk.services", "desk.gui.today.page", "platformdirs")
    assert not loaded & set(slow)
    assert not loaded & {"PySide6.QtNetwork", "PySide6.QtSvg", "tomllib", "zoneinfo"}


def test_other_machines_are_served_as_long_as_the_desk_is_open_where_that_was_chosen(
    qtbot: QtBot, begin: Begin, tmp_path: Path, furnished_file: Path
) -> None:
    port = free_port()
    settings.save(Settings(network=True, network_port=port, network_on_close="ends"))

    running = begin(furnished(tmp_path / "desk.db", furnished_file))
    until(qtbot, lambda: left_running.answers(port))
    running.end()

    assert not left_running.answers(port)


def test_sample_data_is_served_to_nobody(
    qtbot: QtBot, window: MainWindow, begin: Begin, tmp_path: Path
) -> None:
    settings.save(Settings(network=True, network_port=free_port(), network_on_close="ends"))

    running = begin(SAMPLE)
    until(qtbot, lambda: window.findChild(Attendance))

    client = window.findChild(Client)
    assert client is not None
    assert running.opened is not None
    assert server.of(client).state is State.OFF


def test_a_desk_opens_behind_the_window(
    qtbot: QtBot, window: MainWindow, begin: Begin, tmp_path: Path, furnished_file: Path
) -> None:
    begin(furnished(tmp_path / "desk.db", furnished_file))

    qtbot.waitUntil(lambda: window.stack.shown == "page.calendar")
    assert window.windowTitle().endswith(" - Main entrance - Desk")
    assert not window.top.sample.isVisible()


def test_a_desk_with_accounts_shows_nothing_before_somebody_signs_in(
    qtbot: QtBot, window: MainWindow, begin: Begin, tmp_path: Path, furnished_file: Path
) -> None:
    address = furnished(tmp_path / "desk.db", furnished_file)
    database = house.opened(address)
    with database.write("test") as tx:
        staff.add(tx, "Ann", Role.ADMIN, None, "a hash")
    database.close()

    begin(address)

    qtbot.waitUntil(lambda: window.stack.shown == "page.calendar")
    screen = window.findChild(LockScreen)
    assert screen is not None
    assert screen.isVisible()
    assert not window.stack.isVisible()
    assert window.windowTitle() == "Desk"


def test_a_new_file_asks_for_the_house_first(
    qtbot: QtBot, window: MainWindow, begin: Begin, tmp_path: Path
) -> None:
    begin(settings.address(str(tmp_path / "new.db")))
    qtbot.waitUntil(shows(window, FirstRun))
    first = window.stack.currentWidget()
    assert isinstance(first, FirstRun)
    assert not window.rail.isEnabled()

    first.name.setText("Riverside House")
    first.start.click()

    qtbot.waitUntil(lambda: window.stack.shown == "page.calendar")
    assert window.windowTitle().endswith(" - Riverside House - Desk")
    assert window.rail.isEnabled()


def test_looking_around_shows_sample_data_and_says_so(
    qtbot: QtBot, window: MainWindow, begin: Begin
) -> None:
    running = begin(SAMPLE)

    qtbot.waitUntil(lambda: window.stack.shown == "page.calendar", timeout=30_000)
    assert window.top.sample.isVisible()
    folder = running.opened.folder if running.opened else None
    assert folder is not None
    assert folder.is_dir()
    running.end()
    assert not folder.exists()


def test_leaving_sample_data_comes_back_to_one_s_own_house(
    qtbot: QtBot, window: MainWindow, begin: Begin
) -> None:
    begin(SAMPLE)
    qtbot.waitUntil(lambda: window.stack.shown == "page.calendar", timeout=30_000)

    window.top.leave_sample.click()

    qtbot.waitUntil(shows(window, FirstRun))
    assert not window.top.sample.isVisible()
    assert settings.usual_database().exists()


def test_another_file_that_opens_is_remembered(
    qtbot: QtBot,
    window: MainWindow,
    begin: Begin,
    tmp_path: Path,
    furnished_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "bad.db").write_text("no database")
    furnished(tmp_path / "good.db", furnished_file)
    begin(settings.address(str(tmp_path / "bad.db")))
    qtbot.waitUntil(shows(window, Failure))
    monkeypatch.setattr(database_file, "choose_file", lambda _: str(tmp_path / "good.db"))

    part(window, QPushButton, "failure.another").click()

    qtbot.waitUntil(lambda: window.stack.shown == "page.calendar")
    assert settings.load().database == str(tmp_path / "good.db")


def test_a_file_that_cannot_be_used_is_told_on_a_page(
    qtbot: QtBot, window: MainWindow, begin: Begin, tmp_path: Path, furnished_file: Path
) -> None:
    file = tmp_path / "visitors.txt"
    file.write_text("Ada Lind, 9:30\n")
    begin(settings.address(str(file)))
    qtbot.waitUntil(shows(window, Failure))
    told = part(window, QLabel, "failure.text").text()
    assert told.startswith(f"{file} is not a database")
    assert file.read_text() == "Ada Lind, 9:30\n"

    furnished(file, furnished_file)
    part(window, QPushButton, "failure.again").click()

    qtbot.waitUntil(lambda: window.stack.shown == "page.calendar")


def test_a_file_somebody_else_has_open_is_told_on_a_page(
    qtbot: QtBot, window: MainWindow, begin: Begin, tmp_path: Path
) -> None:
    lock = Lock(tmp_path / "desk.db")
    lock.take()

    begin(settings.address(str(tmp_path / "desk.db")))

    assert shows(window, Failure)()
    assert "in use by another" in part(window, QLabel, "failure.text").text()
    lock.release()


def test_bad_settings_are_told_once_and_the_desk_opens_all_the_same(
    qtbot: QtBot, window: MainWindow, begin: Begin, tmp_path: Path, furnished_file: Path
) -> None:
    running = begin(
        furnished(tmp_path / "desk.db", furnished_file), BadSettings("settings.toml", "line 1")
    )

    qtbot.waitUntil(lambda: window.stack.shown == "page.calendar")
    assert "settings.toml cannot be understood" in running.controls.bar.text.text()


def test_taking_everything_apart_gives_the_file_back(
    qtbot: QtBot, window: MainWindow, begin: Begin, tmp_path: Path, furnished_file: Path
) -> None:
    running = begin(furnished(tmp_path / "desk.db", furnished_file))
    qtbot.waitUntil(lambda: window.stack.shown == "page.calendar")
    assert not Lock(tmp_path / "desk.db").take()

    running.end()

    lock = Lock(tmp_path / "desk.db")
    assert lock.take()
    lock.release()
    assert window.stack.count() == 0
    assert window.findChild(Controls) is running.controls


def test_a_second_start_brings_the_first_window_forward_and_ends(
    tmp_path: Path, furnished_file: Path
) -> None:
    furnished(tmp_path / "desk.db", furnished_file)
    first = python(WINDOW, str(tmp_path / "desk.db"))
    assert first.stdout is not None
    assert first.stdout.readline() == "opened\n"

    second = python(WINDOW, str(tmp_path / "desk.db"))
    second.wait()
    said = first.stdout.readline()
    first.wait()
    first.stdout.close()

    assert second.communicate()[0] == ""
    assert second.returncode == 0
    assert said == "came forward\n"
    assert first.returncode == 0


def test_the_command_line_of_the_window_is_understood() -> None:
    assert app.read([]) == app.Options()
    assert app.read(["--demo"]) == app.Options(demo=True)
    assert app.read(["--database", "a.db"]) == app.Options(database="a.db")


def test_broken_settings_become_the_defaults_and_a_reason() -> None:
    settings.file().parent.mkdir(parents=True)
    settings.file().write_text("= =")

    machine, trouble = app.choices()

    assert machine == Settings()
    assert trouble is not None
    assert trouble.where == str(settings.file())


def test_a_window_closed_while_its_desk_is_opening_ends_cleanly(tmp_path: Path) -> None:
    started = python(CLOSED_AT_ONCE, str(tmp_path / "desk.db"))

    assert started.communicate()[0] == ""
    assert started.returncode == 0
