"""Whether a provider is open already at some time, asked of many times at once.

Only what document 001 adds must not overlap; the rules of document 004 may lie over each other as
they like. Both count as open here (contract of document 001, rows 11, 21 and 24).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import accumulate

from sqlalchemy import or_, select

from desk.domain.appointment import Shelf
from desk.domain.span import Span
from desk.store.database import Read, Write
from desk.store.records import AvailabilityRecord


class OpenAlready:
    """The open times of a provider in a period, those about to be added among them."""

    def __init__(
        self, tx: Read, resource_id: int | None, period: Span, *, besides: Collection[int] = ()
    ) -> None:
        self._spans = sorted(_open_times(tx, resource_id, period, besides))
        self._last_ends = list(_running_ends(self._spans))

    def meets(self, span: Span) -> bool:
        """Whether the time overlaps one that is open; touching is not overlapping."""
        begun = bisect_left(self._spans, span.end, key=lambda known: known.start)
        return begun > 0 and self._last_ends[begun - 1] > span.start

    def add(self, span: Span) -> None:
        insort(self._spans, span)
        self._last_ends = list(_running_ends(self._spans))


def lock(tx: Write, resources: Iterable[int | None]) -> None:
    """Be the only one who opens times of these providers; to be called before looking."""
    for key in sorted({resource_id or 0 for resource_id in resources}):
        tx.lock("opening", key)


def _open_times(
    tx: Read, resource_id: int | None, period: Span, besides: Collection[int]
) -> Iterator[Span]:
    record = AvailabilityRecord
    query = select(record).where(
        record.resource_id.is_(None) if resource_id is None else record.resource_id == resource_id,
        record.shelf == Shelf.PUBLIC.value,
        record.starts < period.end,
        or_(record.rule.is_not(None), record.ends > period.start),
        or_(record.until.is_(None), record.rule.is_(None), record.until > period.start),
    )
    for known in tx.session.scalars(query):
        if known.id not in besides:
            yield from known.value().occurrences(period)


def _running_ends(spans: Iterable[Span]) -> Iterator[datetime]:
    return accumulate((span.end for span in spans), max)
