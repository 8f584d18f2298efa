"""Texts that any database gives back as they were, and those that are refused."""

from __future__ import annotations

import pytest
from hypothesis import given

from desk.domain.errors import Invalid
from desk.domain.text import keepable, require_keepable
from tests.strategies import texts

HALF_A_PAIR = "\ud83d"


@given(texts)
def test_whatever_a_keyboard_writes_can_be_kept(text: str) -> None:
    assert keepable(text)


@pytest.mark.parametrize("text", ["Ada\0Lind", HALF_A_PAIR], ids=["zero character", "half a pair"])
def test_what_a_database_would_spoil_cannot_be_kept(text: str) -> None:
    assert not keepable(text)

    with pytest.raises(Invalid) as refused:
        require_keepable(visitor="Ada", note=text, badge=None)

    assert list(refused.value.reasons) == ["note"]
