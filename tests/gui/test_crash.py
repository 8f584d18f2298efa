"""A fault of the program: written down, said once, without anybody's name in it."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desk.domain.errors import Busy, DeskError
from desk.gui.banner import Banner
from desk.gui.crash import Crashes, report
from desk.gui.main_window import MainWindow
from tests.gui.parts import part

NAME = "Ada Lovelace"


@pytest.fixture
def crashes(qtbot: QtBot, tmp_path: Path) -> Iterator[Crashes]:
    made = Crashes(tmp_path)
    hooks = sys.excepthook, threading.excepthook
    yield made
    made.unwatch()
    sys.excepthook, threading.excepthook = hooks
    if made.dialog is not None:
        made.dialog.close()


def admit(visitor: str) -> None:
    raise ValueError(f"{visitor} cannot be admitted")


def fault() -> Exception:
    """A bug of which the message names a visitor."""
    try:
        admit(NAME)
    except ValueError as error:
        return error
    raise AssertionError


def chained() -> Exception:
    """A bug that came of another one."""
    try:
        raise KeyError(NAME) from fault()
    except KeyError as error:
        return error


def take(crashes: Crashes, error: BaseException) -> None:
    crashes.take(type(error), error, error.__traceback__)


def test_a_report_names_the_place_and_the_kind() -> None:
    text = report(fault())

    assert "builtins.ValueError" in text
    assert "test_crash.py" in text
    assert "in admit" in text
    assert "Qt 6." in text


@pytest.mark.parametrize("error", [fault(), chained()], ids=["plain", "chained"])
def test_a_report_names_no_person_and_no_folder(error: Exception) -> None:
    text = report(error)

    assert NAME not in text
    assert str(Path(__file__).parent) not in text
    assert str(Path.home()) not in text


def test_a_report_tells_what_led_to_it() -> None:
    text = report(chained())

    assert text.index("KeyError") < text.index("ValueError")


def test_a_fault_is_logged_and_shown(crashes: Crashes, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "desk"):
        take(crashes, fault())

    assert crashes.dialog is not None
    assert crashes.dialog.report.toPlainText() == report(fault())
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert NAME not in caplog.text


def test_a_second_fault_is_logged_but_not_shown_again(
    crashes: Crashes, caplog: pytest.LogCaptureFixture
) -> None:
    take(crashes, fault())
    first = crashes.dialog

    take(crashes, chained())

    assert crashes.dialog is first
    assert len(caplog.records) == 2


def test_of_a_fault_that_comes_with_every_paint_the_log_counts(
    crashes: Crashes, caplog: pytest.LogCaptureFixture
) -> None:
    again = fault()
    for _ in range(120):
        take(crashes, again)

    assert len(caplog.records) == 11
    assert "again, 100 times by now" in caplog.records[-1].getMessage()


def test_a_fault_keeps_nothing_alive_of_what_was_being_done(crashes: Crashes) -> None:
    error = fault()

    take(crashes, error)

    assert error.__traceback__ is not None
    inner = error.__traceback__.tb_next
    assert inner is not None
    assert inner.tb_frame.f_locals == {}


def test_that_the_interpreter_died_is_told_at_the_next_start(
    window: MainWindow, tmp_path: Path
) -> None:
    crashes = Crashes(tmp_path, window)

    crashes.tell_of_last("Fatal Python error: Segmentation fault")

    assert part(window, Banner, "last_fault").said.startswith("Desk ended by a fault")
    part(window, QPushButton, "last_fault.report").click()
    assert crashes.dialog is not None
    assert "Segmentation fault" in crashes.dialog.report.toPlainText()
    crashes.dialog.close()


def test_the_report_can_be_copied(crashes: Crashes) -> None:
    take(crashes, fault())
    assert crashes.dialog is not None

    crashes.dialog.copied.click()

    assert "builtins.ValueError" in QApplication.clipboard().text()


def test_a_fault_on_another_thread_is_shown_as_well(qtbot: QtBot, crashes: Crashes) -> None:
    crashes.watch()
    elsewhere = threading.Thread(target=admit, args=[NAME])

    with qtbot.waitSignal(crashes.reported):
        elsewhere.start()
    elsewhere.join()

    qtbot.waitUntil(lambda: crashes.dialog is not None)


def test_a_refusal_that_nobody_caught_is_no_fault(crashes: Crashes) -> None:
    heard: list[DeskError] = []
    crashes.refused.connect(heard.append)

    take(crashes, Busy("desk.db"))

    assert [type(error) for error in heard] == [Busy]
    assert crashes.dialog is None


@pytest.mark.qt_no_exception_capture
def test_what_qt_complains_of_is_in_the_log(
    crashes: Crashes, caplog: pytest.LogCaptureFixture
) -> None:
    crashes.watch()

    qWarning("a plugin is missing")

    assert [(r.name, r.message) for r in caplog.records] == [("desk.qt", "a plugin is missing")]
