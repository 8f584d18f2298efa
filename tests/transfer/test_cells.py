from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.transfer.cells import guarded, unguarded


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_a_spreadsheet_takes_for_a_formula_is_guarded(beginning: str) -> None:
    assert guarded(f"{beginning}1+1") == f"'{beginning}1+1"


@pytest.mark.parametrize("text", ["", "Ada", "O'Hara", "12", "a=b", "'quoted'"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert guarded(text) == text


@given(st.text(st.sampled_from("'=+-@\t\r\na1")))
def test_guarding_is_undone_by_reading(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}
