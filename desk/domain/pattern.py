"""Regular expressions that other machines send: only such as every database reads alike, and soon.

What can take longer than the text is long is refused: repetition within repetition, looking ahead
and behind, and references to what was matched.
"""

from __future__ import annotations

import re
import warnings

from desk.domain.errors import Invalid
from desk.domain.text import keepable

LONGEST = 200
MOST_REPEATS = 4
_TOKEN = re.compile(
    r"""
    (?P<escape>\\[dwsDWSbBnrtfv]|\\[^\w\s])
    | (?P<set>\[\^?(?:\\[dwsnrtfv]|\\[^\w\s]|[^\[\]\\])+\])
    | (?P<open>\(\?:|\((?!\?))
    | (?P<close>\))
    | (?P<repeat>(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})\??)
    | (?P<or>\|)
    | (?P<plain>[^\\\[\](){}*+?|])
    """,
    re.VERBOSE | re.ASCII,
)


def require_plain(text: str) -> None:
    """Refuse what is no expression, or none that could be used."""
    if len(text) > LONGEST:
        raise Invalid(pattern=[f"must be at most {LONGEST} characters long"])
    if not keepable(text) or not _is_plain(text) or not _compiles(text):
        raise Invalid(pattern=["is no regular expression that can be searched with"])


def _compiles(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(text)
    except (re.error, FutureWarning, OverflowError):
        return False
    return True


def _is_plain(text: str) -> bool:
    reading, at = _Reading(), 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or not reading.take(token.lastgroup or "", token.group()):
            return False
        at = token.end()
    return len(reading.ambiguous) == 1 and reading.repeats <= MOST_REPEATS


class _Reading:
    """How far an expression has been read.

    `ambiguous` says of each group that is open whether what it holds may be matched in more ways
    than one, and `closed` the same of a group that has just ended.
    """

    def __init__(self) -> None:
        self.ambiguous = [False]
        self.closed = False
        self.repeats = 0
        self._nothing_to_repeat = True

    def take(self, kind: str, said: str) -> bool:
        """Read on; whether it can go on so."""
        if kind == "repeat" and not self._repeat(said):
            return False
        closed = False
        match kind:
            case "open":
                self.ambiguous.append(False)
            case "close" if len(self.ambiguous) == 1:
                return False
            case "close":
                closed = self.ambiguous.pop()
                self.ambiguous[-1] |= closed
            case "or":
                self.ambiguous[-1] = True
        self.closed = closed
        edge = said in ("^", "$", "\\b", "\\B")
        self._nothing_to_repeat = kind in ("repeat", "open", "or") or edge
        return True

    def _repeat(self, said: str) -> bool:
        if self._nothing_to_repeat or not _is_count(said):
            return False
        if said[0] != "?":
            self.repeats += 1
            self.ambiguous[-1] = True
            return not self.closed
        return True


def _is_count(said: str) -> bool:
    """Whether the numbers of a repetition are in order and not beyond what databases count to."""
    if said[0] != "{":
        return True
    low, comma, high = said.rstrip("?").strip("{}").partition(",")
    return int(low) <= 255 and (not comma or not high or int(low) <= int(high) <= 255)
