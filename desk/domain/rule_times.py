"""The times of day that the parts of a recurrence rule choose, as seconds since midnight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import gcd

from desk.domain.rule_days import DAYS_OF_ROUND, ROUND, placed, sets, while_coming
from desk.domain.rule_text import OF_DAYS, Frequency, Parts

DAY = 86_400

# How many seconds a period lasts, for those shorter than a day.
_PERIODS = {Frequency.HOURLY: 3600, Frequency.MINUTELY: 60, Frequency.SECONDLY: 1}

Moment = tuple[int, int]  # a day and a second of it


def moments(parts: Parts, start: Moment, since: int, until: int) -> Iterator[Moment]:
    """Every moment of the rule from the day `since` to `until`, in order, COUNT and UNTIL aside.

    The rule begins to count at `start`; there is nothing before it.

    Ends by itself when nothing has come for as long as the calendar takes to repeat itself.
    """
    if parts.frequency in OF_DAYS:
        found = _of_days(parts, start, since, until)
    else:
        found = _within_days(parts, start, since, until)
    limit = ROUND.get(parts.frequency, DAYS_OF_ROUND)
    return (
        moment for moment in while_coming(found, limit) if moment >= start and moment[0] >= since
    )


def _of_days(parts: Parts, start: Moment, since: int, until: int) -> Iterator[Sequence[Moment]]:
    first, second = start
    times = _times(parts, second)
    for days in sets(parts, first, since, until):
        yield placed([(day, time) for day in days for time in times], parts.positions)


def _times(parts: Parts, second: int) -> list[int]:
    """The times of each chosen day; what the rule does not say is as at the start."""
    hours = parts.hours or (second // 3600,)
    minutes = parts.minutes or (second // 60 % 60,)
    seconds = parts.seconds or (second % 60,)
    return [h * 3600 + m * 60 + s for h, m, s in product(hours, minutes, seconds) if s < 60]


def _within_days(parts: Parts, start: Moment, since: int, until: int) -> Iterator[Sequence[Moment]]:
    """For rules that count in hours, minutes or seconds: those of each day, a day at a time."""
    first, second = start
    length, step = _PERIODS[parts.frequency], parts.interval
    anchor = (first * DAY + second) // length
    within = _within_period(parts, second)
    # Only these can ever be met, whatever day it is.
    shared = gcd(step, DAY // length)
    periods = [period for period in _periods(parts, length) if (period - anchor) % shared == 0]
    if not within or not periods:
        return
    for days in sets(parts, first, since, until):
        yield [
            (day, period * length + time)
            for day in days
            for period in periods
            if (day * (DAY // length) - anchor + period) % step == 0
            for time in within
        ]


def _periods(parts: Parts, length: int) -> list[int]:
    """The periods of a day that the rule does not leave out, by number."""
    hours = parts.hours or range(24)
    minutes = (parts.minutes or range(60)) if length < 3600 else (0,)
    seconds = (parts.seconds or range(60)) if length < 60 else (0,)
    times = (h * 3600 + m * 60 + s for h, m, s in product(hours, minutes, seconds) if s < 60)
    return [time // length for time in times]


def _within_period(parts: Parts, second: int) -> Sequence[int]:
    """The seconds of each period."""
    if parts.frequency is Frequency.SECONDLY:
        return placed([0], parts.positions)
    minutes: Sequence[int] = (0,)
    if parts.frequency is Frequency.HOURLY:
        minutes = parts.minutes or (second // 60 % 60,)
    seconds = parts.seconds or (second % 60,)
    times = [m * 60 + s for m, s in product(minutes, seconds) if s < 60]
    return placed(times, parts.positions)
