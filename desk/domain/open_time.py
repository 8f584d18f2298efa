"""Open time as somebody asks for it, before it is an availability.

Everything that can be wrong with it is said at once, by field, before anything is saved (contract
of document 004, 1.2). One that makes no slot is allowed: its window is shorter than its slots.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from desk.domain import recurrence
from desk.domain.appointment import LONGEST, LONGEST_SPAN, Shelf
from desk.domain.availability import Availability, Pattern
from desk.domain.day import MOST_PLACES
from desk.domain.errors import Invalid
from desk.domain.rule_words import pattern_rule
from desk.domain.span import Span
from desk.domain.text import unkeepable
from desk.domain.zone import is_zone

LONGEST_SLOT = timedelta(days=24)
LONGEST_REPEATED = timedelta(hours=24)
LATEST_YEAR = 9000  # Nothing overflows that looks a few years further.
_MILLISECOND = timedelta(milliseconds=1)

Reasons = dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAvailability:
    """What an availability is to be; see `Availability` for the fields.

    `zone` is where its rule keeps to the wall clock: none means where the house stands. `rule`
    may be any RFC 5545 text; an end that stands in it becomes `until`.
    """

    resource_id: int | None
    span: Span
    slot_length: timedelta
    capacity: int = 1
    rule: str | None = None
    until: datetime | None = None
    zone: str | None = None
    appointment_type: str | None = None
    shelf: Shelf = Shelf.PUBLIC
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def made(self, now: datetime, house: str) -> Availability:
        """The availability that this is, with no id yet; `Invalid` names every field at fault.

        `house` is the name of the zone that counts when none is given.
        """
        zone = house if self.zone is None else self.zone
        reasons = self._reasons()
        if not is_zone(zone):
            reasons["zone"] = ["is not the name of a time zone, such as Europe/Rome"]
            raise Invalid(**reasons, **_rule_reasons(self.rule))
        rule, until = self.rule or None, self.until
        if rule is not None:
            window = _Window.of(self.span, zone)
            reasons |= _rule_reasons(rule) or window.reasons(rule)
        if reasons:
            raise Invalid(**reasons)
        if rule is not None:
            rule, until = window.endless(rule, until)
        made = self._availability(now, zone, rule, until)
        if rule is not None and until is not None:
            _require_one(made, until)
        return made

    def _availability(
        self, now: datetime, zone: str, rule: str | None, until: datetime | None
    ) -> Availability:
        return Availability(
            id=0,
            resource_id=self.resource_id,
            span=self.span,
            slot_length=self.slot_length,
            capacity=self.capacity,
            rule=rule,
            until=until,
            zone=zone,
            appointment_type=(self.appointment_type or "").strip() or None,
            shelf=self.shelf,
            extra=dict(self.extra),
            created_at=now,
            updated_at=now,
        )

    def _reasons(self) -> Reasons:
        reasons: Reasons = {}
        if self.slot_length < _MILLISECOND:
            reasons["slot_length"] = ["must be longer than nothing"]
        elif self.slot_length > LONGEST_SLOT:
            reasons["slot_length"] = [f"must be at most {LONGEST_SLOT.days} days"]
        if not 1 <= self.capacity <= MOST_PLACES:
            reasons["capacity"] = [f"must be from 1 to {MOST_PLACES}"]
        if self.span.length > LONGEST_SPAN:
            reasons["end"] = [f"must be within {LONGEST_SPAN.days} days of the start"]
        elif self.span.end.year >= LATEST_YEAR:
            reasons["end"] = [f"must be before the year {LATEST_YEAR}"]
        if self.rule and self.until is not None and self.until <= self.span.start:
            reasons["until"] = ["must be after the start"]
        limit = LONGEST["appointment_type"]
        if len(self.appointment_type or "") > limit:
            reasons["appointment_type"] = [f"must be at most {limit} characters long"]
        return reasons | unkeepable(appointment_type=self.appointment_type)


@dataclass(frozen=True, slots=True)
class _Window:
    """The first occurrence on the wall clock of its zone."""

    start: datetime
    end: datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, span: Span, zone: str) -> _Window:
        place = ZoneInfo(zone)
        start, end = (moment.astimezone(place) for moment in (span.start, span.end))
        return cls(start.replace(tzinfo=None), end.replace(tzinfo=None), place)

    def reasons(self, rule: str) -> Reasons:
        reasons: Reasons = {}
        if self.end - self.start > LONGEST_REPEATED:
            reasons["end"] = ["must be within 24 hours of the start when it repeats"]
        made = recurrence.rule(rule)
        if not made.of_days:
            reasons["recurrence_rule"] = ["must choose days and leave the time to the start"]
        elif made.first_date(self.start.date()) is None:
            reasons["recurrence_rule"] = ["never comes about"]
        return reasons

    def endless(self, text: str, until: datetime | None) -> tuple[str, datetime | None]:
        """The rule without an end, and `until` when the last of it has ended.

        RFC 5545 bounds the start of an occurrence, and Desk its end.
        """
        rule = recurrence.rule(text)
        last = self._last_start(rule)
        if last is not None:
            ended = (last + (self.end - self.start)).replace(tzinfo=self.zone).astimezone(UTC)
            until = ended if until is None else min(until, ended)
        return str(rule.endless()), until

    def _last_start(self, rule: recurrence.Rule) -> datetime | None:
        """The wall time after which none begins."""
        until = rule.parts.until
        if isinstance(until, datetime):
            local = until.astimezone(self.zone) if until.tzinfo else until
            return local.replace(tzinfo=None)
        date = rule.last_date(self.start.date()) if rule.ends else None
        return None if date is None else datetime.combine(date, self.start.time())


def _rule_reasons(text: str | None) -> Reasons:
    try:
        if text:
            recurrence.rule(text)
    except Invalid as error:
        return error.reasons
    return {}


def _require_one(made: Availability, until: datetime) -> None:
    """Refuse an end before which nothing of it has ended."""
    ended = Span(made.span.start, until) if until > made.span.start else made.span
    if next(iter(made.occurrences(ended)), None) is None:
        raise Invalid(until=["comes before it has ended once"])


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSlot:
    """A slot of a provider as document 001 asks for it; with a `pattern` the first of a series.

    `rule` is RFC 5545 text, and counts only for the pattern that is called custom.
    """

    resource_id: int | None
    span: Span
    appointment_type: str | None = None
    pattern: Pattern | None = None
    rule: str | None = None
    until: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def opening(self) -> NewAvailability:
        """The slot with its rule; `Invalid` where a custom one lacks it (contract, row 19)."""
        rule = None if self.pattern is None else str(pattern_rule(self.pattern, self.rule))
        return NewAvailability(
            resource_id=self.resource_id,
            span=self.span,
            slot_length=self.span.length,
            rule=rule,
            until=self.until if rule else None,
            appointment_type=self.appointment_type,
            extra=self.extra,
        )
