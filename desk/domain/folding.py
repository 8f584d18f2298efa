"""Text as people search for it: without accents, without case, in pieces of two and three letters.

The pieces, called grams, let a database find any part of a word through an index instead of
reading every row. They are cut within words only, so what a person types may name the words of a
row in any order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Letters that Unicode does not take apart, though everybody types them as plain ones.
_PLAIN = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "ħ": "h",
    }
)
_WORD = re.compile(r"[^\W_]+")
_SHORTEST, _LONGEST = 2, 3


def fold(text: str) -> str:
    """`text` as it is compared: "José Łuk" and "JOSE LUK" are the same."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFKC", bare.translate(_PLAIN)).casefold()


def words(text: str) -> list[str]:
    """The words of a folded text: runs of letters and digits."""
    return _WORD.findall(text)


def grams(texts: Iterable[str]) -> set[str]:
    """Every piece of two and of three letters in the words of the folded `texts`."""
    found: set[str] = set()
    for text in texts:
        for word in _WORD.findall(text):
            for length in (_SHORTEST, _LONGEST):
                found.update(word[at : at + length] for at in range(len(word) - length + 1))
    return found


def grams_to_find(word: str) -> list[str]:
    """The pieces that a text holding the folded `word` must have; none for a single letter."""
    if len(word) < _SHORTEST:
        return []
    length = min(len(word), _LONGEST)
    return [word[at : at + length] for at in range(len(word) - length + 1)]
