"""People who wait for a place: what they want, how they stand, and what they have been offered.

An offer is nothing but claims held for an entry, one for each place. How somebody stands is told
from those claims and the clock, and kept nowhere: so an offer that runs out needs nobody to say so
(contract of document 002, sections 2 and 3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from desk.domain.appointment import Appointment, Shelf
from desk.domain.directory import Per
from desk.domain.errors import Invalid
from desk.domain.span import Span
from desk.domain.text import unkeepable

LONGEST = {"name": 200, "phone": 100, "email": 254, "locale": 190, "note": 4000}
LONGEST_REASON = 1000
MOST_DATES = 366
MOST_PEOPLE = 999
HIGHEST = 1_000_000  # priority, up or down
LONGEST_NOTICE = timedelta(days=366)


class State(StrEnum):
    """How somebody on the waiting list stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    LEFT = "left"


class Why(StrEnum):
    """A reason for which somebody who waits has no place yet."""

    SERVED = "served"
    LEFT = "left"
    LIST_OFF = "list off"
    AUTOMATIC_OFF = "automatic off"
    WISH_PAST = "wish past"
    NOTHING_OPEN = "nothing open"
    FULL = "full"
    HELD_BY_OFFERS = "held by offers"
    CLOSED = "closed"
    PAST_CLOSING = "past closing"
    NOTICE_TOO_SHORT = "notice too short"
    PARTY_TOO_LARGE = "party too large"
    BEHIND_OTHERS = "behind others"
    KEPT_FOR_A_PARTY = "kept for a party"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, with what there is to tell of it: a number, and the claims that are meant."""

    why: Why
    number: int = 0
    appointments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody waits for; whatever is none or empty does not matter.

    A variation is a type with one provider. Any of the `dates` will do; `since` and `until` are the
    part of the day in which it must begin and end, on the wall clock of the house. It must begin no
    sooner than `notice` from now. All of the `party` get a place at once, or none of them.
    """

    type_id: int
    variation_id: int | None = None
    dates: tuple[dt.date, ...] = ()
    since: time | None = None
    until: time | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    notice: timedelta = timedelta()
    party: int = 1

    def require_possible(self) -> None:
        """Refuse what nothing could fulfil, naming every field at fault."""
        reasons: dict[str, list[str]] = {}
        if len(self.dates) > MOST_DATES:
            reasons["dates"] = [f"must not be more than {MOST_DATES}"]
        if self.since is not None and self.until is not None and self.since >= self.until:
            reasons["until"] = ["must be later than the time it begins"]
        if self.earliest is not None and self.latest is not None and self.latest < self.earliest:
            reasons["latest"] = ["must not be before the earliest date"]
        if not timedelta() <= self.notice <= LONGEST_NOTICE:
            reasons["notice"] = ["must be from no time to a year"]
        if not 1 <= self.party <= MOST_PEOPLE:
            reasons["party"] = [f"must be from 1 to {MOST_PEOPLE}"]
        if self.dates and not any(self.likes_date(date) for date in self.dates):
            reasons["dates"] = ["must not all be before the earliest date or after the latest"]
        if reasons:
            raise Invalid(**reasons)

    def likes_date(self, date: dt.date) -> bool:
        """Whether a place on that date would do."""
        return (
            (not self.dates or date in self.dates)
            and (self.earliest is None or self.earliest <= date)
            and (self.latest is None or date <= self.latest)
        )

    @property
    def last_date(self) -> dt.date | None:
        """After which nothing would do any more, if there is such a date."""
        ends = [*([max(self.dates)] if self.dates else []), *filter(None, [self.latest])]
        return min(ends, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining(Wanted):
    """Somebody who is to wait: a person of the directory, or a name; a telephone number will do.

    The higher the `priority`, the sooner; any but none needs its reason.
    """

    person_id: int | None = None
    name: str = ""
    phone: str | None = None
    email: str | None = None
    locale: str = "en"
    note: str = ""
    priority: int = 0
    priority_reason: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def require_sense(self) -> None:
        """Refuse what cannot be kept or makes no sense, naming every field at fault."""
        reasons = {
            name: [f"must be at most {limit} characters long"]
            for name, limit in LONGEST.items()
            if len(getattr(self, name) or "") > limit
        }
        if self.person_id is None and not any(
            (text or "").strip() for text in (self.name, self.phone, self.email)
        ):
            reasons["name"] = ["must not be empty, or else the telephone number or the e-mail"]
        if not self.locale.strip():
            reasons["locale"] = ["must not be empty"]
        if not -HIGHEST <= self.priority <= HIGHEST:
            reasons["priority"] = [f"must be from {-HIGHEST} to {HIGHEST}"]
        elif self.priority and not self.priority_reason.strip():
            reasons["priority_reason"] = ["must be given for a priority"]
        if len(self.priority_reason) > LONGEST_REASON:
            reasons["priority_reason"] = [f"must be at most {LONGEST_REASON} characters long"]
        texts = {name: getattr(self, name) for name in (*LONGEST, "priority_reason")}
        reasons |= unkeepable(**texts)
        if reasons:
            raise Invalid(**reasons)
        self.require_possible()


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEntry(Joining):
    """Somebody on the waiting list.

    Name, telephone and e-mail are the person's where the entry has none of its own. `passed` names
    places that were offered by mistake and are not to be offered again. Changing an entry keeps its
    place in the queue; whoever joins again stands at the end of it.
    """

    id: int
    passed: tuple[str, ...] = ()
    left_at: datetime | None = None
    created_at: datetime
    created_by: str = ""
    updated_at: datetime
    updated_by: str = ""
    version: int = 1

    def waited(self, now: datetime) -> timedelta:
        """How long it is since they joined."""
        return max(now - self.created_at, timedelta())


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere that people could be put: a slot, a day, or a stock; so many places of it free.

    `code` is what the slot is for, none where it is for anything.
    """

    per: Per
    span: Span
    free: int
    capacity: int
    resource_id: int | None = None
    availability_id: int | None = None
    type_id: int | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Places held for an entry until a deadline; `ids` are the claims, one for each place."""

    entry_id: int
    ids: tuple[int, ...]
    span: Span
    resource_id: int | None
    availability_id: int | None
    held_until: datetime | None
    made_at: datetime

    @property
    def voucher(self) -> int:
        """What document 002 calls the offer by."""
        return self.ids[0]

    def left(self, now: datetime) -> timedelta:
        """How long it still stands."""
        return timedelta() if self.held_until is None else max(self.held_until - now, timedelta())


def state(entry: WaitingEntry, claims: Collection[Appointment], now: datetime) -> State:
    """How an entry stands, by the claims that were ever held for it."""
    if entry.left_at is not None:
        return State.LEFT
    return outcome(claims, now) if claims else State.WAITING


def outcome(claims: Collection[Appointment], now: datetime) -> State:
    """What has become of an offer, by its claims.

    A place that was taken and then cancelled is spent as well: whoever has been offered one is
    served for good (contract of document 002, section 3, rules 4 and 8 of what to keep and change).
    """
    if any(claim.held_until is None for claim in claims):
        return State.ACCEPTED
    there = [claim for claim in claims if claim.shelf is Shelf.PUBLIC]
    if any(claim.counts(now) for claim in there):
        return State.OFFERED
    return State.LAPSED if there else State.DECLINED


def offer(claims: Collection[Appointment]) -> Offer | None:
    """What the claims of one entry offer, or offered; nothing where there are none."""
    ordered = sorted(claims, key=lambda claim: claim.id)
    if not ordered:
        return None
    there = [claim for claim in ordered if claim.shelf is Shelf.PUBLIC] or ordered
    first = there[0]
    return Offer(
        entry_id=first.entry_id or 0,
        ids=tuple(claim.id for claim in ordered),
        span=first.span,
        resource_id=first.resource_id,
        availability_id=first.availability_id,
        held_until=first.held_until,
        made_at=ordered[0].created_at,
    )


def turn(entry: WaitingEntry) -> tuple[int, datetime, int]:
    """To sort by: who comes first."""
    return -entry.priority, entry.created_at, entry.id
