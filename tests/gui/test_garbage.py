"""What Python clears away, it clears away on the screen's thread."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from desk.gui.garbage import Garbage


class Circle(QObject):
    """Something that only the clearing away of circles gets rid of."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture
def garbage(qapp: QObject) -> Iterator[Garbage]:
    was_on = gc.isenabled()
    made = Garbage()
    yield made
    made.end()
    if not was_on:
        gc.disable()


def lost(on: list[threading.Thread]) -> None:
    weakref.finalize(Circle(), lambda: on.append(threading.current_thread()))


def allocate() -> None:
    """Make more than Python would ever leave lying about."""
    kept = [[number] for number in range(20 * gc.get_threshold()[0])]
    assert kept


def test_another_thread_clears_nothing_away(garbage: Garbage) -> None:
    cleared_on: list[threading.Thread] = []
    lost(cleared_on)

    other = threading.Thread(target=allocate)
    other.start()
    other.join()

    assert cleared_on == []


def test_it_is_cleared_away_here_as_soon_as_it_is_worth_it(garbage: Garbage) -> None:
    garbage.look()  # the program has started
    cleared_on: list[threading.Thread] = []
    lost(cleared_on)
    kept = [[number] for number in range(2 * gc.get_threshold()[0])]

    garbage.look()

    assert kept
    assert cleared_on == [threading.main_thread()]


def test_what_is_there_at_the_start_is_never_looked_through(garbage: Garbage) -> None:
    before = gc.get_freeze_count()

    garbage.look()

    assert gc.get_freeze_count() > before + 10_000
    garbage.end()
    assert gc.get_freeze_count() == 0


def test_in_the_end_it_is_python_s_again(garbage: Garbage) -> None:
    garbage.end()

    assert gc.isenabled()
