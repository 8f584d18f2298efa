"""Where in a text the words stand that somebody searched for, however they are written there."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from desk.domain.folding import fold

Mark = tuple[int, int]  # the first letter, and the one after the last


def marks(text: str, sought: Iterable[str], *, keep: Callable[[str], bool] = bool) -> list[Mark]:
    """The parts of `text` that fold to one of the folded words `sought`, in order, not touching.

    Letters that are not to `keep` are passed over: for plates, which people type without dashes.
    """
    letters = [(fold(letter), at) for at, letter in enumerate(text) if keep(letter)]
    folded = "".join(letter for letter, _ in letters)
    places = [at for letter, at in letters for _ in letter]
    found: list[Mark] = []
    for word in sought:
        begin = folded.find(word)
        while word and begin >= 0:
            end = begin + len(word)
            found.append((places[begin], places[end - 1] + 1))
            begin = folded.find(word, end)
    return _joined(sorted(found))


def _joined(found: list[Mark]) -> list[Mark]:
    joined: list[Mark] = []
    for first, end in found:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((first, end))
    return joined
