"""The days that the parts of a recurrence rule choose, by arithmetic on their numbers.

A day is its number in the calendar (`date.toordinal`). A rule is asked for a stretch of days and
looks only at the periods that touch it, however long ago it began. Semantics are those of RFC 5545
section 3.3.10; what a rule does not say comes from its first day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from desk.domain.rule_text import Frequency, Parts, Weekday

LAST = dt.date.max.toordinal()
T = TypeVar("T")

# After so many periods the calendar repeats itself: a rule that has chosen nothing in as many one
# after the other never will. 400 years are 146,097 days, which are 20,871 weeks.
ROUND = {Frequency.YEARLY: 400, Frequency.MONTHLY: 4800, Frequency.WEEKLY: 20_871}
DAYS_OF_ROUND = 146_097


def weekday(day: int) -> int:
    """0 for Monday."""
    return (day - 1) % 7


def sets(parts: Parts, first: int, since: int, until: int) -> Iterator[Sequence[int]]:
    """The days of each period that touches `since` to `until`, both included, in order.

    A set is whole: it may hold days before `first` or outside the stretch, since a place in the
    set (BYSETPOS) counts from its beginning.
    """
    since, until = max(since, first), min(until, LAST)
    if since > until:
        return iter(())
    match parts.frequency:
        case Frequency.YEARLY:
            return _years(parts, first, since, until)
        case Frequency.MONTHLY:
            return _months(parts, first, since, until)
        case Frequency.WEEKLY:
            return _weeks(parts, first, since, until)
        case Frequency.DAILY:
            return _days(parts, first, since, until, parts.interval)
        case _:
            return _days(parts, first, since, until, 1)


def while_coming(chosen: Iterable[Sequence[T]], limit: int) -> Iterator[T]:
    """What is in the sets, one after the other, until `limit` of them in a row are empty."""
    empty = 0
    for some in chosen:
        if some:
            empty = 0
            yield from some
        elif (empty := empty + 1) > limit:
            return


def placed(chosen: Sequence[T], positions: Sequence[int]) -> Sequence[T]:
    """Those at `positions`, counted from 1, or backwards from -1; all of them without any."""
    if not positions:
        return chosen
    size = len(chosen)
    wanted = {place - 1 if place > 0 else size + place for place in positions}
    return [chosen[place] for place in sorted(wanted) if 0 <= place < size]


def _days(parts: Parts, first: int, since: int, until: int, step: int) -> Iterator[Sequence[int]]:
    keeps = _filter(parts)
    for day in range(since + (first - since) % step, until + 1, step):
        yield (day,) if keeps(day) else ()


def _weeks(parts: Parts, first: int, since: int, until: int) -> Iterator[Sequence[int]]:
    step = 7 * parts.interval
    anchor = _week_of(first, parts.week_start)
    if parts.weekdays:
        offsets = sorted({(each.day - parts.week_start) % 7 for each in parts.weekdays})
    elif parts.month_days or parts.year_days or parts.weeks:
        offsets = list(range(7))
    else:
        offsets = [first - anchor]
    keeps = _filter(parts, weekdays=False)
    begin = _week_of(since, parts.week_start)
    for week in range(begin + (anchor - begin) % step, until + 1, step):
        yield [week + offset for offset in offsets if keeps(week + offset)]


def _months(parts: Parts, first: int, since: int, until: int) -> Iterator[Sequence[int]]:
    anchor, begin, end = (_month_number(day) for day in (first, since, until))
    day = dt.date.fromordinal(first).day
    for number in range(begin + (anchor - begin) % parts.interval, end + 1, parts.interval):
        year, month = divmod(number, 12)
        in_season = not parts.months or month + 1 in parts.months
        yield _of_month(parts, year, month + 1, day) if in_season else ()


def _years(parts: Parts, first: int, since: int, until: int) -> Iterator[Sequence[int]]:
    if parts.weeks:
        anchor, begin, end = (_week_year(day, parts.week_start) for day in (first, since, until))
        of_year = _of_weeks
    else:
        anchor, begin, end = (dt.date.fromordinal(day).year for day in (first, since, until))
        of_year = _of_year
    for year in range(begin + (anchor - begin) % parts.interval, end + 1, parts.interval):
        yield of_year(parts, year, first)


@lru_cache(maxsize=4096)
def _of_month(parts: Parts, year: int, month: int, day: int) -> Sequence[int]:
    """What the rule chooses in a month; `day` is what it falls back on."""
    begin, end = _month(year, month)
    if parts.month_days:
        candidates: Iterable[int] = _numbered(parts.month_days, begin, end)
    elif parts.weekdays or parts.year_days or parts.weeks:
        candidates = range(begin, end + 1)
    else:
        candidates = _numbered((day,), begin, end)
    keeps = _filter(parts, months=False, weekdays=False)
    falls = _on_weekdays(parts, begin, end)
    return [each for each in candidates if falls(each) and keeps(each)]


@lru_cache(maxsize=4096)
def _of_year(parts: Parts, year: int, first: int) -> Sequence[int]:
    """What the rule chooses in a year; `first` is what it falls back on."""
    start = dt.date.fromordinal(first)
    stretches = [_month(year, month) for month in parts.months]
    stretches = stretches or [(_month(year, 1)[0], _month(year, 12)[1])]
    if parts.month_days:
        candidates = _in_months(parts.month_days, year, parts.months or range(1, 13))
    elif parts.weekdays or parts.year_days:
        candidates = [day for begin, end in stretches for day in range(begin, end + 1)]
    else:
        candidates = _in_months((start.day,), year, parts.months or (start.month,))
    keeps = _filter(parts, months=False, weekdays=False)
    falls = [(*stretch, _on_weekdays(parts, *stretch)) for stretch in stretches]
    return [
        day
        for begin, end, fall in falls
        for day in candidates
        if begin <= day <= end and fall(day) and keeps(day)
    ]


@lru_cache(maxsize=4096)
def _of_weeks(parts: Parts, year: int, first: int) -> Sequence[int]:
    """What a rule that numbers the weeks chooses in a year of whole weeks.

    Where nothing says which day of the week, it is that of `first`.
    """
    begin, end = _year_of_weeks(year, parts.week_start)
    if not (parts.weekdays or parts.year_days or parts.month_days):
        parts = replace(parts, weekdays=(Weekday(weekday(first)),))
    keeps = _filter(parts)
    return [day for day in range(max(begin, 1), min(end, LAST) + 1) if keeps(day)]


def _filter(parts: Parts, *, months: bool = True, weekdays: bool = True) -> Callable[[int], bool]:
    """Whether a day is one of those that the rule names, whatever else it says."""
    named = {each.day for each in parts.weekdays} if weekdays else set()
    plain = not (
        (months and parts.months) or parts.weeks or parts.year_days or parts.month_days or named
    )
    if plain:
        return lambda _day: True

    def keeps(day: int) -> bool:
        if named and weekday(day) not in named:
            return False
        date = dt.date.fromordinal(day)
        if months and parts.months and date.month not in parts.months:
            return False
        if parts.month_days and not _is_numbered(day, parts.month_days, _month_of(date)):
            return False
        if parts.year_days and not _is_numbered(day, parts.year_days, _year_of(date)):
            return False
        return not parts.weeks or _in_weeks(day, parts)

    return keeps


def _on_weekdays(parts: Parts, begin: int, end: int) -> Callable[[int], bool]:
    """Whether a day is one of the weekdays named, the nth of them counted from `begin` to `end`."""
    if not parts.weekdays:
        return lambda _day: True
    named = {(each.day, each.nth) for each in parts.weekdays}

    def falls(day: int) -> bool:
        which = weekday(day)
        return (
            (which, None) in named
            or (which, (day - begin) // 7 + 1) in named
            or (which, -((end - day) // 7 + 1)) in named
        )

    return falls


def _numbered(numbers: Iterable[int], begin: int, end: int) -> list[int]:
    """The days with these numbers from `begin` on, or backwards from `end`, that there are."""
    days = {begin + number - 1 if number > 0 else end + number + 1 for number in numbers}
    return sorted(day for day in days if begin <= day <= end)


def _in_months(numbers: Iterable[int], year: int, months: Iterable[int]) -> list[int]:
    return [day for month in months for day in _numbered(numbers, *_month(year, month))]


def _is_numbered(day: int, numbers: Sequence[int], stretch: tuple[int, int]) -> bool:
    begin, end = stretch
    return day - begin + 1 in numbers or day - end - 1 in numbers


def _in_weeks(day: int, parts: Parts) -> bool:
    begin, end = _year_of_weeks(_week_year(day, parts.week_start), parts.week_start)
    return (day - begin) // 7 + 1 in parts.weeks or -((end - day) // 7 + 1) in parts.weeks


def _week_of(day: int, week_start: int) -> int:
    """The first day of the week of `day`."""
    return day - (weekday(day) - week_start) % 7


def _week_year(day: int, week_start: int) -> int:
    """The year to which the week of `day` belongs: that in which most of its days are."""
    middle = _week_of(day, week_start) + 3
    return dt.date.fromordinal(min(max(middle, 1), LAST)).year


@lru_cache(maxsize=4096)
def _year_of_weeks(year: int, week_start: int) -> tuple[int, int]:
    """From the first day of its first week to the last day of its last."""
    begin = _week_of(dt.date(year, 1, 4).toordinal(), week_start)
    end = _week_of(dt.date(year, 12, 28).toordinal(), week_start) + 6
    return begin, end


def _month_number(day: int) -> int:
    date = dt.date.fromordinal(day)
    return date.year * 12 + date.month - 1


@lru_cache(maxsize=4096)
def _month(year: int, month: int) -> tuple[int, int]:
    begin = dt.date(year, month, 1).toordinal()
    if month == 12:
        return begin, begin + 30
    return begin, dt.date(year, month + 1, 1).toordinal() - 1


def _month_of(date: dt.date) -> tuple[int, int]:
    return _month(date.year, date.month)


def _year_of(date: dt.date) -> tuple[int, int]:
    return dt.date(date.year, 1, 1).toordinal(), dt.date(date.year, 12, 31).toordinal()
