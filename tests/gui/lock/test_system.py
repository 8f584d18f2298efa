"""The desktop and logind, heard over a bus of the test's own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.gui.lock.system import System


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--print-address", "--nofork"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    yield daemon.stdout.readline().strip()
    daemon.terminate()
    daemon.wait()
    daemon.stdout.close()


@pytest.fixture
def system(address: str, qapp: QApplication) -> Iterator[System]:
    parent = QObject()
    made = System(parent)
    made.listen_to(QDBusConnection.connectToBus(address, "desk"))
    yield made
    QDBusConnection.disconnectFromBus("desk")
    parent.deleteLater()


def tell(address: str, interface: str, name: str, *values: bool) -> None:
    """Say it as the desktop would."""
    bus = QDBusConnection.connectToBus(address, "desktop")
    message = QDBusMessage.createSignal("/somewhere", interface, name)
    message.setArguments(list(values))
    assert bus.send(message)


@pytest.mark.parametrize(
    ("interface", "name", "values"),
    [
        ("org.freedesktop.ScreenSaver", "ActiveChanged", (True,)),
        ("org.gnome.ScreenSaver", "ActiveChanged", (True,)),
        ("org.freedesktop.login1.Manager", "PrepareForSleep", (True,)),
        ("org.freedesktop.login1.Session", "Lock", ()),
    ],
)
def test_a_locked_screen_and_sleep_are_heard(
    qtbot: QtBot, system: System, address: str, interface: str, name: str, values: tuple[bool, ...]
) -> None:
    with qtbot.waitSignal(system.locked, timeout=5000):
        tell(address, interface, name, *values)


def test_waking_up_is_not_taken_for_it(qtbot: QtBot, system: System, address: str) -> None:
    heard = []
    system.locked.connect(lambda: heard.append("locked"))
    tell(address, "org.freedesktop.login1.Manager", "PrepareForSleep", False)

    with qtbot.waitSignal(system.locked, timeout=5000):
        tell(address, "org.freedesktop.login1.Session", "Lock")

    assert heard == ["locked"]


def test_where_there_is_no_bus_nothing_is_said(qapp: QApplication) -> None:
    parent = QObject()

    System(parent).listen_to(QDBusConnection.connectToBus("unix:path=/nowhere", "none"))

    parent.deleteLater()
