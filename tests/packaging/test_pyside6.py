"""The PySide6 that is installed does not lose references to None.

PySide6 6.12.0 on Python 3.11 takes one away in nearly every call that returns nothing, and ends
the process when none are left, which takes a few thousand calls. From Python 3.12 on None cannot
be used up.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

CALLS = 200

# Kept for good: an image that ends together with its painter gives None references, which is
# harmless in itself and would hide here that others are lost.
CANVAS = QImage(8, 8, QImage.Format.Format_RGB32)


def paint() -> None:
    painter = QPainter(CANVAS)
    painter.fillRect(CANVAS.rect(), QColor("white"))
    painter.end()


def name() -> None:
    QObject().setObjectName("somebody")


def resize() -> None:
    QWidget().resize(10, 10)


def write() -> None:
    QLabel().setText("somebody")


def count() -> None:
    QProgressBar().setValue(1)


@pytest.mark.parametrize("act", [paint, name, resize, write, count])
def test_a_call_that_returns_nothing_takes_no_reference_from_none(
    qtbot: QtBot, act: Callable[[], None]
) -> None:
    act()
    before = sys.getrefcount(None)

    for _ in range(CALLS):
        act()

    assert before - sys.getrefcount(None) < CALLS / 2
