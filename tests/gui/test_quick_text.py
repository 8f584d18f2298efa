"""Texts measured without asking Qt each time are as wide as Qt says they are."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from desk.gui.quick_text import QuickText


@pytest.mark.parametrize("text", ["10:30 Maria Gomez", "Élise Nguyễn", "結衣 小川", ""])
def test_a_text_is_as_wide_as_its_font_says(qapp: QApplication, text: str) -> None:
    made = QuickText(QFont(qapp.font()))

    assert made.advance(text) == pytest.approx(made.metrics.horizontalAdvance(text), abs=1.5)
    assert made.advance(text) == made.advance(text)


def test_only_a_text_without_room_is_shortened(qapp: QApplication) -> None:
    made = QuickText(QFont(qapp.font()))
    text = "Hans-Joachim von und zu Hohenstein"

    assert made.short(text, 10_000) == text
    shown = made.short(text, 80)
    assert shown.endswith("…")
    assert made.advance(shown) <= 81
