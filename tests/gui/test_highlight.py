"""Which letters of a text a search has found."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyleOptionViewItem

from desk.domain.folding import fold, words
from desk.gui import theme
from desk.gui.highlight import Highlighting, found


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Ana Hernandez", "her an", ["An", "Her", "an"]),
        ("José Łukasz", "jose luk", ["José", "Łuk"]),
        ("Straße", "strasse", ["Straße"]),
        ("Ana", "", []),
        ("Ana", "x", []),
        ("aaaa", "aa", ["aaaa"]),
        ("e\u0301a", "ea", ["e", "a"]),
        ("+39 06 1234 567", "061234", ["06", "1234"]),
        ("12B 34", "1234", []),
    ],
)
def test_letters_are_found_without_accents_and_case(
    text: str, typed: str, marked: list[str]
) -> None:
    assert [text[begin:end] for begin, end in found(text, typed)] == marked


@given(st.text(max_size=20), st.text(max_size=6))
def test_what_is_marked_lies_in_the_text_in_order_and_apart(text: str, typed: str) -> None:
    stretches = found(text, typed)

    assert all(0 <= begin < end <= len(text) for begin, end in stretches)
    assert all(a[1] < b[0] for a, b in pairwise(stretches))


@given(st.text("abcåéß", min_size=1, max_size=12), st.data())
def test_every_part_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(begin + 1, len(text)))
    part = text[begin:end]

    covered = {at for first, last in found(text, part) for at in range(first, last)}

    assert words(fold(part))
    assert set(range(begin, end)) <= covered


@pytest.mark.usefixtures("qapp")
def test_found_letters_lie_upon_another_colour() -> None:
    model = QStandardItemModel()
    model.appendRow(QStandardItem("Ana Hernandez"))
    soft = theme.tokens().shade("warning").soft

    def painted(typed: str) -> bool:
        option, image = QStyleOptionViewItem(), QImage(200, 30, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        option.rect = QRect(0, 0, 200, 30)
        delegate = Highlighting()
        delegate.typed = typed
        painter = QPainter(image)
        delegate.paint(painter, option, model.index(0, 0))
        painter.end()
        return any(image.pixelColor(x, 15).name() == soft for x in range(200))

    assert not painted("")
    assert not painted("zoe")
    assert painted("hern")
