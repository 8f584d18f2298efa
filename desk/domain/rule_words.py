"""The words in which the documents speak of repeating, from and to rules.

Document 004 says `each` with `on` and `untilDate`, document 001 a pattern.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from desk.domain import recurrence
from desk.domain.availability import Pattern
from desk.domain.errors import Invalid
from desk.domain.recurrence import Rule
from desk.domain.rule_text import Frequency, Parts, Weekday

EACH = {
    "day": Frequency.DAILY,
    "week": Frequency.WEEKLY,
    "month": Frequency.MONTHLY,
}
PATTERNS = {
    Pattern.DAILY: "FREQ=DAILY",
    Pattern.WEEKLY: "FREQ=WEEKLY",
    Pattern.BIWEEKLY: "FREQ=WEEKLY;INTERVAL=2",
    Pattern.MONTHLY: "FREQ=MONTHLY",
}


def each_on(each: str, on: Collection[int] = ()) -> Rule:
    """The rule for document 004's `each` (day, week or month) and `on` (0 for Sunday).

    `on` is needed for weeks and means nothing for anything else (contract, 1.2).
    """
    if each not in EACH:
        raise Invalid(each=["must be day, week or month"])
    if not all(type(day) is int and 0 <= day <= 6 for day in on):
        raise Invalid(on=["must have numbers from 0 to 6, 0 for Sunday"])
    if each == "week" and not on:
        raise Invalid(on=["must not be empty when it repeats each week"])
    if each != "week" and on:
        raise Invalid(on=[f"must be empty when it repeats each {each}"])
    weekdays = tuple(Weekday(day) for day in sorted({(day - 1) % 7 for day in on}))
    return Rule(Parts(frequency=EACH[each], weekdays=weekdays))


def as_each_on(rule: Rule, first: dt.date) -> tuple[str, list[int]] | None:
    """`each` and `on` of a rule that begins on `first`; none if those words cannot say it."""
    parts = rule.endless().parts
    if parts.frequency is Frequency.WEEKLY and not parts.weekdays:
        parts = replace(parts, weekdays=(Weekday(first.weekday()),))
    for each, frequency in EACH.items():
        weekdays = parts.weekdays if each == "week" else ()
        if parts == Parts(frequency=frequency, weekdays=weekdays):
            return each, sorted((weekday.day + 1) % 7 for weekday in weekdays)
    return None


def pattern_rule(pattern: Pattern, custom: str | None = None) -> Rule:
    """The rule of document 001's pattern; only a custom one needs text (contract, rows 18-20)."""
    if pattern is not Pattern.CUSTOM:
        return recurrence.rule(PATTERNS[pattern])
    if not (custom or "").strip():
        raise Invalid(recurrence_rule=["must not be empty when the pattern is custom"])
    return recurrence.rule(custom or "")


def as_pattern(rule: Rule) -> Pattern:
    """The pattern by whose name a rule goes: custom if none of the others is the same."""
    text = str(rule.endless())
    named = (pattern for pattern, plain in PATTERNS.items() if plain == text)
    return next(named, Pattern.CUSTOM)


def monthly_at_latest(day: int) -> Rule:
    """Monthly on that day, in months that lack it on their last one (contract of 004, 6.0.6)."""
    return Rule(Parts(frequency=Frequency.MONTHLY, month_days=(-1, day), positions=(1,)))
