"""Which of many copies are worth keeping: many recent ones, few old ones.

Of the last 24 hours in which there are any the latest copy is kept, and so for 14 days, 8 weeks
and 12 months.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

HOURS, DAYS, WEEKS, MONTHS = 24, 14, 8, 12
_PERIODS: tuple[tuple[Callable[[datetime], tuple[int, ...]], int], ...] = (
    (lambda moment: (*moment.timetuple()[:4],), HOURS),
    (lambda moment: (*moment.timetuple()[:3],), DAYS),
    (lambda moment: tuple(moment.isocalendar()[:2]), WEEKS),
    (lambda moment: (moment.year, moment.month), MONTHS),
)


def worth_keeping(moments: Collection[datetime]) -> set[datetime]:
    """Those of these moments at which the copies that are kept were made."""
    latest_first = sorted(moments, reverse=True)
    kept: set[datetime] = set()
    for period, number in _PERIODS:
        latest: dict[tuple[int, ...], datetime] = {}
        for moment in latest_first:
            latest.setdefault(period(moment), moment)
        kept.update(list(latest.values())[:number])
    return kept
