"""How open hours repeat: what the editor offers, as RFC 5545 text and in words.

What the editor offers is a few common ways; any other rule is kept as it is written, and told in
words as far as there are words for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desk.domain import recurrence
from desk.domain.rule_text import Frequency, Parts, Weekday
from desk.gui import format

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
translate = QCoreApplication.translate


class Every(StrEnum):
    """The ways to repeat that the editor offers."""

    ONCE = "once"
    DAY = "day"
    WEEK = "week"
    TWO_WEEKS = "two weeks"
    MONTH = "month"
    MONTH_OR_LAST = "month or last"
    WEEKDAY_OF_MONTH = "weekday of month"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Repetition:
    """A way to repeat; `weekdays` (Monday is 0) count for weeks, `rule` for a custom one."""

    every: Every
    weekdays: frozenset[int] = frozenset()
    rule: str = ""

    def text(self, first: dt.date) -> str | None:
        """The rule as RFC 5545 writes it, for hours that are first open on `first`."""
        days = ",".join(CODES[day] for day in sorted(self.weekdays)) or CODES[first.weekday()]
        return {
            Every.ONCE: None,
            Every.DAY: "FREQ=DAILY",
            Every.WEEK: f"FREQ=WEEKLY;BYDAY={days}",
            Every.TWO_WEEKS: f"FREQ=WEEKLY;INTERVAL=2;BYDAY={days}",
            Every.MONTH: f"FREQ=MONTHLY;BYMONTHDAY={first.day}",
            Every.MONTH_OR_LAST: f"FREQ=MONTHLY;BYMONTHDAY={first.day},-1;BYSETPOS=1",
            Every.WEEKDAY_OF_MONTH: (
                f"FREQ=MONTHLY;BYDAY={ordinal(first)}{CODES[first.weekday()]}"
            ),
            Every.CUSTOM: self.rule.strip().upper().removeprefix("RRULE:"),
        }[self.every]


def ordinal(date: dt.date) -> int:
    """Which of its weekday in the month a date is; a fifth is the last."""
    number = (date.day - 1) // 7 + 1
    return LAST if number == 5 else number


def read(rule: str | None, first: dt.date) -> Repetition:
    """The way in which a rule repeats, custom where the editor has no other."""
    own = frozenset({first.weekday()})
    if rule is None:
        return Repetition(Every.ONCE, own)
    said = _in_full(recurrence.rule(rule).parts, first)
    weekdays = frozenset(day.day for day in said.weekdays if day.nth is None) or own
    for every in Every:
        found = Repetition(every, weekdays, rule)
        written = None if every is Every.CUSTOM else found.text(first)
        if written and recurrence.rule(written).parts == said:
            return found
    return Repetition(Every.CUSTOM, own, rule)


def in_words(rule: str | None, first: dt.date) -> str:
    """How hours that are first open on `first` repeat: "every week on Tue and Thu"."""
    if rule is None:
        return translate("Repetition", "once")
    said = recurrence.rule(rule).parts
    known = replace(
        Parts(frequency=said.frequency),
        interval=said.interval,
        weekdays=said.weekdays,
        month_days=said.month_days,
        positions=said.positions,
    )
    days = _on_days(said, first)
    if days is None or said.frequency not in _frequencies() or known != said:
        return translate("Repetition", "by the rule {rule}").format(rule=rule)
    return f"{_often(said)} {days}".rstrip()


def weekday_names(weekdays: Collection[int]) -> str:
    """Weekdays in few letters: "Tue and Thu", "Mon" to "Fri" with a dash."""
    ordered = sorted(weekdays, key=lambda day: (day - first_weekday()) % 7)
    if len(ordered) > 2 and all(b - a == 1 for a, b in pairwise(ordered)):
        return f"{day_name(ordered[0])}\u2013{day_name(ordered[-1])}"
    return listed([day_name(day) for day in ordered])


def day_name(weekday: int, *, long: bool = False) -> str:
    """The name of a weekday, Monday being 0."""
    width = QLocale.FormatType.LongFormat if long else QLocale.FormatType.ShortFormat
    return format.locale().standaloneDayName(weekday + 1, width)


def first_weekday() -> int:
    """The day on which this user's week begins, Monday being 0."""
    return format.locale().firstDayOfWeek().value - 1


def listed(words: Sequence[str]) -> str:
    """Words one after the other: "Mon, Wed and Fri"."""
    if len(words) < 2:
        return "".join(words)
    joined = translate("Repetition", "{several} and {last}")
    return joined.format(several=", ".join(words[:-1]), last=words[-1])


def which(number: int) -> str:
    """The first, second, third, fourth or last of its kind in a month."""
    return {
        1: translate("Repetition", "first"),
        2: translate("Repetition", "second"),
        3: translate("Repetition", "third"),
        4: translate("Repetition", "fourth"),
        5: translate("Repetition", "fifth"),
        LAST: translate("Repetition", "last"),
    }.get(number, f"{number}.")


def _in_full(said: Parts, first: dt.date) -> Parts:
    """With the weekday or the day of the month that a rule leaves to its first date."""
    if said.frequency is Frequency.WEEKLY and not said.weekdays:
        return replace(said, weekdays=(Weekday(first.weekday()),))
    if said.frequency is Frequency.MONTHLY and not (said.weekdays or said.month_days):
        return replace(said, month_days=(first.day,))
    return said


def _frequencies() -> Mapping[Frequency, tuple[str, str]]:
    return {
        Frequency.DAILY: (
            translate("Repetition", "every day"),
            translate("Repetition", "every {n} days"),
        ),
        Frequency.WEEKLY: (
            translate("Repetition", "every week"),
            translate("Repetition", "every {n} weeks"),
        ),
        Frequency.MONTHLY: (
            translate("Repetition", "every month"),
            translate("Repetition", "every {n} months"),
        ),
        Frequency.YEARLY: (
            translate("Repetition", "every year"),
            translate("Repetition", "every {n} years"),
        ),
    }


def _often(said: Parts) -> str:
    once, several = _frequencies()[said.frequency]
    return once if said.interval == 1 else several.format(n=format.count(said.interval))


def _on_days(said: Parts, first: dt.date) -> str | None:
    """On which days; None where there are no words for it."""
    if said.frequency is Frequency.MONTHLY:
        return _on_days_of_month(said, first)
    if said.positions or said.month_days or any(day.nth is not None for day in said.weekdays):
        return None
    on_days = translate("Repetition", "on {days}")
    if said.frequency is Frequency.WEEKLY:
        names = weekday_names({day.day for day in said.weekdays} or {first.weekday()})
        return on_days.format(days=names)
    if said.weekdays:
        return (
            None
            if said.frequency is Frequency.YEARLY
            else on_days.format(days=weekday_names({day.day for day in said.weekdays}))
        )
    if said.frequency is Frequency.YEARLY:
        date = QDate(first.year, first.month, first.day)
        return on_days.format(days=format.locale().toString(date, "d MMMM"))
    return ""


def _on_days_of_month(said: Parts, first: dt.date) -> str | None:
    days = said.month_days or (first.day,)
    if said.weekdays:
        if said.month_days or said.positions or not all(_is_told(day) for day in said.weekdays):
            return None
        ordered = sorted(said.weekdays, key=lambda day: (day.nth == LAST, day.nth, day.day))
        names = [f"{which(day.nth or 1)} {day_name(day.day, long=True)}" for day in ordered]
        return translate("Repetition", "on the {days}").format(days=listed(names))
    if said.positions == (1,) and len(days) == 2 and LAST in days:
        words = translate("Repetition", "on day {day}, or the last day of a shorter month")
        return words.format(day=format.count(max(days)))
    if said.positions:
        return None
    if days == (LAST,):
        return translate("Repetition", "on the last day")
    if min(days) < 1:
        return None
    numbers = listed([format.count(day) for day in days])
    return translate("Repetition", "on day {day}").format(day=numbers)


def _is_told(day: Weekday) -> bool:
    return day.nth in (LAST, 1, 2, 3, 4, 5)
