"""Who is told of a change to an appointment, and who is reminded of it.

The rules are the table of section 4 of the contract of document 004. Nothing here looks anything
up: what stood before and what stands after is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.domain.appointment import Shelf
from desk.domain.message import OWN_CATEGORY, Event, Participant
from desk.domain.span import Span

Tell = tuple[Event, Participant]
Remind = tuple[Participant, datetime]
# From where something is taken off with a word (contract, 1.1, state).
_TOLD_OF = {Shelf.PUBLIC, Shelf.DRAFT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What of an appointment matters to those who are told of it.

    `before_start` is how long before its start they want to be reminded.
    """

    shelf: Shelf
    booked: bool
    span: Span
    participants: frozenset[Participant]
    before_start: timedelta | None = None
    channels: tuple[str, ...] | None = None
    entry_id: int | None = None

    @property
    def stands(self) -> bool:
        """Whether somebody is expected: public, and not only held."""
        return self.booked and self.shelf is Shelf.PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the house has decided: templates by category and event, and what goes out at all."""

    templates: Mapping[str, Mapping[str, str]]
    messaging: bool
    timer: bool
    threshold: timedelta
    usual_reminder: timedelta | None = None

    def template(self, event: Event, category: str) -> str | None:
        return self.templates.get(category, {}).get(event)


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is told what, and the reminders that there are to be: none named leaves them alone."""

    tell: tuple[Tell, ...] = ()
    reminders: tuple[Remind, ...] | None = None


NOTHING = Plan()


def plan(
    before: Facts | None, after: Facts | None, now: datetime, policy: Policy, *, by_hand: bool
) -> Plan:
    """What follows from a change; `by_hand` is for what was done, or undone, at the desk.

    There somebody may have been told of what is taken back, which no machine does.
    """
    if after is None or (before is not None and before.shelf is not after.shelf):
        return _shelved(before, after, now, policy, by_hand=by_hand)
    if not after.stands:
        return Plan(reminders=()) if before is not None and before.stands else NOTHING
    reminders = tuple(_reminders(after, now, policy))
    if before is None or not before.stands:
        return Plan(_allowed(_each(Event.CREATE, after), after, now, policy), reminders)
    return Plan(_allowed(_changed(before, after), after, now, policy), reminders)


def _shelved(
    before: Facts | None, after: Facts | None, now: datetime, policy: Policy, *, by_hand: bool
) -> Plan:
    """What follows from a move between shelves, or from being removed for good."""
    if before is None:
        return NOTHING
    if after is None:
        told = _each(Event.DELETE, before) if by_hand and before.stands else ()
        return Plan(_allowed(told, before, now, policy), ())
    if after.shelf is Shelf.TRASH and before.shelf in _TOLD_OF and before.booked:
        return Plan(_allowed(_each(Event.DELETE, before), after, now, policy), ())
    if by_hand and before.shelf is Shelf.TRASH and after.stands:
        told = _each(Event.CREATE, after)
        reminders = tuple(_reminders(after, now, policy))
        return Plan(_allowed(told, after, now, policy), reminders)
    return NOTHING


def _changed(before: Facts, after: Facts) -> tuple[Tell, ...]:
    moved = before.span != after.span
    added = after.participants - before.participants
    removed = before.participants - after.participants
    kept = after.participants & before.participants if moved else frozenset()
    return (
        *((Event.CREATE, each) for each in sorted(added)),
        *((Event.DELETE, each) for each in sorted(removed)),
        *((Event.UPDATE, each) for each in sorted(kept)),
    )


def _each(event: Event, facts: Facts) -> tuple[Tell, ...]:
    return tuple((event, each) for each in sorted(facts.participants))


def _allowed(
    told: tuple[Tell, ...], facts: Facts, now: datetime, policy: Policy
) -> tuple[Tell, ...]:
    """Those of it that may be said: of what is to come, and where there are words for it."""
    if not policy.messaging or facts.span.start <= now:
        return ()
    return tuple(each for each in told if policy.template(each[0], each[1].category))


def _reminders(facts: Facts, now: datetime, policy: Policy) -> Iterator[Remind]:
    """One for each participant whose category has words for it; at once where it is late."""
    start = facts.span.start
    if not (policy.messaging and policy.timer) or start <= now or start - now < policy.threshold:
        return
    for each in sorted(facts.participants):
        before_start = facts.before_start
        if before_start is None and each.category == OWN_CATEGORY:
            before_start = policy.usual_reminder
        if before_start is not None and policy.template(Event.REMINDER, each.category):
            yield each, max(start - before_start, now)
