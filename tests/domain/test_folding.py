"""What is typed without accents, in any case, finds what was written with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.folding import fold, grams, grams_to_find, words
from tests.strategies import names, texts


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("José Łuk", "JOSE LUK"),
        ("Straße", "strasse"),
        ("İpek", "ipek"),
        ("Kad\u0131n", "kadin"),
        ("Nguyễn Thị", "nguyen thi"),
        ("Bjørn Ærø", "bjorn aero"),
        ("Þórður", "thordur"),
        ("\uff21\uff22\uff11", "ab1"),
        ("Ῥόδος", "ροδος"),
        ("Й", "й"),
    ],
)
def test_accents_case_and_width_make_no_difference(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)


@given(names)
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(names)
def test_case_never_matters(name: str) -> None:
    assert fold(name.upper().lower()) == fold(name.upper())


@given(texts, st.data())
def test_every_part_of_a_word_is_found_through_its_pieces(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    for word in words(folded):
        start = data.draw(st.integers(0, len(word) - 1))
        part = word[start : data.draw(st.integers(start + 1, len(word)))]

        assert grams([folded]) >= set(grams_to_find(part))


def test_pieces_are_cut_within_words_only() -> None:
    assert grams(["ada li"]) == {"ad", "da", "ada", "li"}
    assert grams_to_find("lind") == ["lin", "ind"]
    assert grams_to_find("li") == ["li"]


def test_a_single_letter_has_no_pieces() -> None:
    assert grams_to_find("a") == []


@given(texts)
def test_words_hold_letters_and_digits_only(text: str) -> None:
    assert all(word.replace("_", "x").isalnum() for word in words(fold(text)))
