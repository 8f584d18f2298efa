"""What the window remembers, and what becomes of it when the screens have changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from desk.gui.theme import Choice
from desk.gui.window_state import WindowState, on_a_screen, usual


@pytest.fixture
def made(qapp: QGuiApplication) -> Iterator[QMainWindow]:
    window = QMainWindow()
    yield window
    window.deleteLater()


def screen() -> QRect:
    return QGuiApplication.primaryScreen().availableGeometry()


def test_the_first_time_it_has_the_usual_place(kept: QSettings, made: QMainWindow) -> None:
    WindowState(kept).restore(made)

    assert made.geometry() == usual()
    assert screen().contains(usual())


def test_size_and_place_come_back(
    kept: QSettings, made: QMainWindow, qapp: QGuiApplication
) -> None:
    place = QRect(40, 60, 500, 400)
    made.setGeometry(place)
    WindowState(kept).save(made, "page.days")

    other = QMainWindow()
    WindowState(kept).restore(other)

    assert other.geometry() == place
    assert WindowState(kept).page == "page.days"


def test_a_window_left_on_a_screen_that_is_gone_comes_back_to_this_one(
    kept: QSettings, made: QMainWindow
) -> None:
    made.setGeometry(screen().translated(4000, 0))
    WindowState(kept).save(made, "")

    other = QMainWindow()
    WindowState(kept).restore(other)

    assert on_a_screen(other.geometry())


def test_a_corner_that_cannot_be_taken_hold_of_is_not_on_a_screen(qapp: QGuiApplication) -> None:
    corner = screen().bottomRight()

    assert not on_a_screen(QRect(corner.x() - 10, corner.y() - 10, 800, 600))
    assert on_a_screen(QRect(corner.x() - 100, corner.y() - 100, 800, 600))


def test_nonsense_in_the_memory_does_no_harm(kept: QSettings, made: QMainWindow) -> None:
    kept.setValue("window/geometry", b"nonsense")
    kept.setValue("window/colours", "purple")
    state = WindowState(kept)

    state.restore(made)

    assert made.geometry() == usual()
    assert state.colours is Choice.SYSTEM


def test_colours_are_remembered(kept: QSettings) -> None:
    WindowState(kept).colours = Choice.DARK

    assert WindowState(kept).colours is Choice.DARK
