"""Which texts are taken for e-mail addresses."""

from __future__ import annotations

import pytest

from desk.domain.address import is_address


@pytest.mark.parametrize(
    "text",
    [
        "ada@example.org",
        "Ada.Lind+desk@mail.example.co.uk",
        "!#$%&'*+-/=?^_`{|}~@example.org",
        '"ada lind"@example.org',
        "ada@localhost",
        "ada@münchen.de",
        "ada@example.xn--p1ai",
        f"ada@{'a' * 63}.org",
    ],
)
def test_what_looks_like_an_address_is_one(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@example",
        "ada@@example.org",
        ".ada@example.org",
        "a..b@example.org",
        "ada lind@example.org",
        "ada@example.org\n",
        "ada@-example.org",
        "ada@example-.org",
        "ada@exa_mple.org",
        "ada@127.0.0.1",
        "ada@example..org",
        "ada@ex\0ample.org",
        "ada@ex\ud800ample.org",
        f"ada@{'a' * 64}.org",
        f"{'a' * 243}@example.org",
    ],
)
def test_what_cannot_be_written_to_is_none(text: str) -> None:
    assert not is_address(text)
