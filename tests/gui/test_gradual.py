"""Work in pieces on the screen's own thread."""

from __future__ import annotations

import subprocess
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


def test_a_failure_in_the_last_work_is_told_once_and_ends_it(qtbot: QtBot) -> None:
    gradual = Gradual()

    with qtbot.captureExceptions() as failures:
        gradual.start(iter(map(int, ("no number",))))
        qtbot.waitUntil(lambda: bool(failures))
        with qtbot.waitSignal(gradual.destroyed, timeout=100, raising=False):
            pass

    assert [kind for kind, _, _ in failures] == [ValueError]


ORDER = """
from desk.gui.gradual import every_module
for module in every_module("desk.gui.calendar"):
    print(module.__name__)
"""


@pytest.mark.usefixtures("qapp")
def test_every_type_and_every_module_are_there_afterwards() -> None:
    assert len(list(every_type())) > 200
    list(every_module("desk.gui.today"))
    assert "desk.gui.today.page" in sys.modules


def test_what_a_module_imports_is_imported_before_it_one_at_a_time() -> None:
    told = subprocess.run([sys.executable, "-c", ORDER], check=True, capture_output=True, text=True)

    order = told.stdout.split()

    assert order.index("desk.gui.calendar.grid") < order.index("desk.gui.calendar.lanes")
    assert order.index("desk.gui.calendar.views") < order.index("desk.gui.calendar.page")
    assert len(order) == len(set(order))
