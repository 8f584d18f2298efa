"""Work in pieces on the screen's own thread."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDeadlineTimer, QTimer
from pytestqt.qtbot import QtBot

from desk.gui.gradual import BUDGET_MS, Gradual, every_module, every_type

TASKS = 3


def slow(into: list[int], count: int) -> Iterator[object]:
    """Steps of a whole turn each."""
    for number in range(count):
        end = QDeadlineTimer(BUDGET_MS)
        while not end.hasExpired():
            pass
        into.append(number)
        yield None


def test_other_things_happen_between_the_steps(qtbot: QtBot) -> None:
    gradual, taken, seen = Gradual(), list[int](), set[int]()
    other = QTimer(gradual, interval=0)
    other.timeout.connect(lambda: seen.add(len(taken)))
    other.start()

    gradual.start(slow(taken, TASKS))

    qtbot.waitUntil(lambda: len(taken) == TASKS)
    assert seen >= {1, 2}


def test_one_work_is_done_after_the_other_and_on_this_thread(qtbot: QtBot) -> None:
    gradual, order = Gradual(), list[object]()

    gradual.start(iter(map(order.append, (1, 2))), lambda: order.append(threading.current_thread()))
    gradual.start(iter(map(order.append, (3,))), lambda: order.append("end"))

    qtbot.waitUntil(lambda: order[-1:] == ["end"])
    assert order == [1, 2, threading.main_thread(), 3, "end"]


def test_what_is_stopped_is_forgotten_even_out_of_a_step(qtbot: QtBot) -> None:
    gradual, order = Gradual(), list[int]()

    gradual.start(iter(()), gradual.stop)
    gradual.start(iter(map(order.append, (1,))))
    with qtbot.waitSignal(gradual.destroyed, timeout=100, raising=False):
        pass

    assert order == []


def test_a_work_that_fails_does_not_hold_up_the_next(qtbot: QtBot) -> None:
    gradual, order = Gradual(), list[int]()

    with qtbot.captureExceptions() as failures:
        gradual.start(iter(map(int, ("no number",))))
        gradual.start(iter(map(order.append, (1,))))
        qtbot.waitUntil(lambda: order == [1])

    assert [kind for kind, _, _ in failures] == [ValueError]


@pytest.mark.usefixtures("qapp")
def test_every_type_and_every_module_are_there_afterwards() -> None:
    assert len(list(every_type())) > 200
    assert len(list(every_module("desk.gui.today"))) > 1
    assert "desk.gui.today.page" in sys.modules
