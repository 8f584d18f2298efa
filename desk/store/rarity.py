"""Which pieces of a text are worth looking for, told from a sample of the visitor log.

A search through the index of grams takes as long as the lists it has to walk. Comparing the few
rows that the rarest pieces leave over is soon done, so a common piece is not asked for unless it
narrows the choice down by enough to pay for its list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, select

from desk.domain import folding
from desk.store.records import VisitorEntryRecord

SAMPLE = 500
# Comparing the text of a row takes about as long as walking past so many entries of a list.
COMPARING = 25
ENOUGH = 2

_ENTRY = VisitorEntryRecord.__table__.c


@dataclass(frozen=True, slots=True)
class Sample:
    """A few entries of the log: for each piece, the bits of those that have it.

    `newest` is the last id there was when the sample was taken.
    """

    newest: int
    everything: int
    having: dict[str, int]

    def choose(self, pieces: Iterable[str]) -> list[str]:
        """The pieces that are worth looking for, the rarest first."""
        waiting = {piece: self.having.get(piece, 0) for piece in pieces}
        chosen: list[str] = []
        left = self.everything
        while waiting:
            best = min(waiting, key=lambda piece: _after(left, waiting[piece]))
            bits = waiting.pop(best)
            # What is not in the sample may still be in many rows, so a rare piece gets a second.
            spared = max((left & ~bits).bit_count(), len(chosen) < ENOUGH)
            if chosen and spared * COMPARING <= bits.bit_count():
                break
            chosen.append(best)
            left &= bits
        return chosen


def _after(left: int, bits: int) -> tuple[int, int]:
    """How many of the entries that are left have the piece; then, how many at all."""
    return (left & bits).bit_count(), bits.bit_count()


_NEWEST = select(func.max(_ENTRY.id))
_SAMPLES: WeakKeyDictionary[Engine, Sample] = WeakKeyDictionary()


def sample(connection: Connection) -> Sample:
    """The sample for the database of `connection`, taken anew when the log has doubled."""
    newest = connection.scalar(_NEWEST) or 0
    known = _SAMPLES.get(connection.engine)
    if known is None or newest > 2 * known.newest:
        known = _SAMPLES[connection.engine] = _take(connection, newest)
    return known


def _take(connection: Connection, newest: int) -> Sample:
    ids = range(newest, 0, -max(newest // SAMPLE, 1))
    texts = connection.scalars(select(_ENTRY.folded).where(_ENTRY.id.in_(ids))).all()
    return Sample(newest, (1 << len(texts)) - 1, _having(texts))


def _having(texts: Sequence[str]) -> dict[str, int]:
    having: defaultdict[str, int] = defaultdict(int)
    for place, text in enumerate(texts):
        for gram in folding.grams([text]):
            having[gram] |= 1 << place
    return dict(having)
