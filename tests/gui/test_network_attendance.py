"""The server and the window: begun with it, its troubles said, asked about when it is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desk import settings
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.main_window import MainWindow
from desk.gui.network import left_running, server
from desk.gui.network.attendance import Attendance
from desk.gui.network.closing_dialog import ClosingDialog
from desk.gui.network.standing import State
from desk.gui.window_state import WindowState
from desk.settings import Settings
from tests.gui.network_screen import free_port, until, until_state

Begin = Callable[..., Attendance]
LOOK_MS = 20


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))


@pytest.fixture
def window(qtbot: QtBot, kept: QSettings) -> MainWindow:
    """A window that asks nobody when its test is over."""

    def close_unasked(window: MainWindow) -> None:
        window.may_close = lambda: True

    made = MainWindow(WindowState(kept))
    qtbot.addWidget(made, before_close_func=close_unasked)
    made.show()
    return made


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def begin(controls: Controls, client: Client, port: int) -> Iterator[Begin]:
    """Opens the window on a desk whose server was chosen so."""
    begun: list[Attendance] = []

    def make(on_close: str = "ask", *, network: bool = True) -> Attendance:
        chosen = Settings(network=network, network_port=port, network_on_close=on_close)
        settings.save(chosen)
        begun.append(Attendance(controls, client))
        begun[-1].begin()
        return begun[-1]

    yield make
    for each in begun:
        each.end()
    note = left_running.read(port)
    if note is not None:
        left_running.clear(port, note.desk)


def answering(controls: Controls, answer: Callable[[ClosingDialog], object]) -> None:
    """Answer the question that is about to be asked."""

    looking = QTimer(controls, interval=LOOK_MS)

    def look() -> None:
        for dialog in controls.window.findChildren(ClosingDialog):
            if dialog.isVisible():
                looking.stop()
                answer(dialog)

    looking.timeout.connect(look)
    looking.start()


def test_the_server_comes_with_the_window_where_that_was_chosen(
    qtbot: QtBot, begin: Begin, client: Client, port: int
) -> None:
    begin()

    until_state(qtbot, server.of(client), State.ON)
    assert left_running.answers(port)


def test_where_it_was_not_chosen_nothing_is_started(begin: Begin, client: Client) -> None:
    begin(network=False)

    assert server.of(client).state is State.OFF


def test_a_window_without_a_server_closes_unasked(controls: Controls, begin: Begin) -> None:
    begin(network=False)

    assert controls.window.close()


def test_esc_leaves_the_window_open_and_the_server_on(
    qtbot: QtBot, controls: Controls, begin: Begin, client: Client
) -> None:
    begin()
    until_state(qtbot, server.of(client), State.ON)

    answering(controls, QDialog.reject)

    assert not controls.window.close()
    assert controls.window.isVisible()
    assert server.of(client).state is State.ON


def test_asked_to_end_it_ends_and_that_can_be_remembered(
    qtbot: QtBot, controls: Controls, begin: Begin, client: Client, port: int
) -> None:
    begin()
    until_state(qtbot, server.of(client), State.ON)

    def end_for_good(dialog: ClosingDialog) -> None:
        dialog.remember.setChecked(True)
        dialog.end.click()

    answering(controls, end_for_good)

    assert controls.window.close()
    assert not left_running.answers(port)
    assert settings.load().network_on_close == "ends"
    assert settings.load().network


def test_asked_to_stay_it_goes_on_without_the_window(
    qtbot: QtBot, controls: Controls, begin: Begin, client: Client, port: int
) -> None:
    begin()
    until_state(qtbot, server.of(client), State.ON)

    answering(controls, lambda dialog: dialog.stay.click())

    assert controls.window.close()
    until(qtbot, lambda: left_running.answers(port))
    assert settings.load().network_on_close == "ask"


@pytest.mark.parametrize(("on_close", "goes_on"), [("stays", True), ("ends", False)])
def test_what_was_chosen_once_is_not_asked_again(
    qtbot: QtBot,
    controls: Controls,
    begin: Begin,
    client: Client,
    port: int,
    on_close: str,
    goes_on: bool,
) -> None:
    begin(on_close)
    until_state(qtbot, server.of(client), State.ON)

    assert controls.window.close()

    if goes_on:
        until(qtbot, lambda: left_running.answers(port))
    assert left_running.answers(port) is goes_on


def test_the_desk_left_behind_is_served_no_more(
    qtbot: QtBot, controls: Controls, begin: Begin, client: Client, port: int
) -> None:
    attendance = begin()
    until_state(qtbot, server.of(client), State.ON)

    attendance.end()

    assert not left_running.answers(port)
    assert controls.window.may_close()


def test_its_troubles_are_said_on_every_page(
    controls: Controls, begin: Begin, client: Client
) -> None:
    begin(network=False)

    server.of(client).troubled.emit("The port is taken.")

    assert controls.bar.text.text() == "The port is taken."


def test_on_its_own_page_troubles_are_said_there_alone(
    controls: Controls, begin: Begin, client: Client
) -> None:
    begin(network=False)
    controls.perform("page.network")

    server.of(client).troubled.emit("The port is taken.")

    assert controls.bar.text.text() == ""
