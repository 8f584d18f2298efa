"""What was searched for is found in the text as it is written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.folding import fold
from desk.gui.visitors.log_marks import marks


@pytest.mark.parametrize(
    ("text", "sought", "found"),
    [
        ("José Łukasz", ["jose"], ["José"]),
        ("José Łukasz", ["luk", "jo"], ["Jo", "Łuk"]),
        ("Straße", ["strasse"], ["Straße"]),
        ("Anna Ann", ["ann"], ["Ann", "Ann"]),
        ("Anna", ["ann", "nna"], ["Anna"]),
        ("Bo", ["ada"], []),
        ("Bo", [""], []),
    ],
)
def test_marks_cover_what_was_searched_for(text: str, sought: list[str], found: list[str]) -> None:
    assert [text[first:end] for first, end in marks(text, sought)] == found


def test_a_plate_is_found_without_its_dashes() -> None:
    assert marks("AB-123 CD", ["ab123"], keep=str.isalnum) == [(0, 6)]


@given(st.text(max_size=20), st.text(min_size=1, max_size=3).map(fold).filter(bool))
def test_marks_are_in_order_and_hold_the_word(text: str, word: str) -> None:
    found = marks(text, [word])

    assert all(word in fold(text[first:end]) for first, end in found if text.isascii())
    assert all(a[1] < b[0] for a, b in pairwise(found))
