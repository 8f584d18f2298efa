"""Expressions from elsewhere are taken only where every database reads them alike, and soon."""

from __future__ import annotations

import re

import pytest

from desk.domain import pattern
from desk.domain.errors import Invalid


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "^Ann",
        "a.*b",
        "a+b?c{2}d{1,3}e{2,}",
        "(?:ab)?c",
        "(ab|cd)e",
        "[a-z0-9_]+",
        r"[^\]\-x]",
        r"\bword\b",
        r"\d{3}-\d+",
        r"a\.b\+c",
        "a+?",
        "(abc)+",
    ],
)
def test_plain_expressions_are_taken(text: str) -> None:
    pattern.require_plain(text)
    re.compile(text)


@pytest.mark.parametrize(
    "text",
    [
        "(",
        ")",
        "a)b",
        "[",
        "[z-a]",
        "*a",
        "a**",
        "a{3,1}",
        "a{300}",
        "a{x}",
        "(a+)+",
        "(a|a)*",
        "((a+)b)*",
        "a*b*c*d*e*",
        "(?=a)",
        "(?P<n>a)",
        "(?i)a",
        r"(a)\1",
        r"\Z",
        "^*",
        "\0",
        "a" * 201,
        "\\",
        "***=a",
    ],
)
def test_what_is_none_or_could_take_too_long_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        pattern.require_plain(text)
