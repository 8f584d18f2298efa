"""A process that scrolls a calendar and paints its first frame, by turns in each of three ways.

Argument: a kind of `calendar_scenes`. Tells processor milliseconds of a frame and of a first
frame as JSON. Every frame is painted whole.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from time import process_time

from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from desk.gui import theme
from tests.benchmarks import calendar_scenes, clocks

ROUNDS, FIRST, FRAMES, BY = 15, 15, 60, 24


def main(kind: str) -> None:
    QApplication.setStyle("Fusion")
    app = QApplication(sys.argv[:1])
    theme.apply(app, theme.Choice.LIGHT)
    make, upright = calendar_scenes.KINDS[kind], kind == "columns"
    view = make()
    view.show()
    clocks.settle()
    makers: dict[str, Callable[[], QAbstractScrollArea]] = {
        "desk": make,
        "plain": lambda: calendar_scenes.Plain(view),
    }
    first = {name: [_first(made(), upright) for _ in range(FIRST)] for name, made in makers.items()}
    shown: dict[str, QAbstractScrollArea] = {
        "desk": calendar_scenes.scrolled_whole(make()),
        "scene": calendar_scenes.scene(view),
    }
    for each in shown.values():
        each.show()
        clocks.settle()
        _frame(each, upright)
    scroll: dict[str, list[float]] = {name: [] for name in shown}
    for _ in range(ROUNDS):
        for name, each in shown.items():
            scroll[name].append(_frame(each, upright))
    told = {"scroll": scroll, "first": first}
    print(json.dumps({what: {n: min(t) for n, t in of.items()} for what, of in told.items()}))


def _first(made: QAbstractScrollArea, upright: bool) -> float:
    """Processor milliseconds until it is painted for the first time."""
    _at_work(made, upright)
    clocks.settle()
    began = process_time()
    taken = (clocks.until_painted(made.viewport(), made) - began) * 1000
    made.close()
    made.deleteLater()
    clocks.settle()
    return taken


def _at_work(view: QAbstractScrollArea, upright: bool) -> None:
    """Bring a working morning into sight."""
    bar = view.verticalScrollBar() if upright else view.horizontalScrollBar()
    shown = bar.pageStep() + bar.maximum()
    # Eight o'clock of the first date.
    bar.setValue(round(shown * 8 / 24 / (1 if upright or not _week(view) else 7)))


def _week(view: QAbstractScrollArea) -> bool:
    bar = view.horizontalScrollBar()
    return bar.maximum() > 4 * bar.pageStep()


def _frame(view: QAbstractScrollArea, upright: bool) -> float:
    """Processor milliseconds of a frame while scrolling there and back over the lanes."""
    bar = view.horizontalScrollBar() if upright else view.verticalScrollBar()
    _at_work(view, upright)
    bar.setValue(bar.maximum() // 3)
    clocks.settle()
    began = process_time()
    for number in range(FRAMES):
        bar.setValue(bar.value() + (BY if number < FRAMES // 2 else -BY))
        view.viewport().repaint()
    return (process_time() - began) * 1000 / FRAMES


if __name__ == "__main__":
    main(*sys.argv[1:])
