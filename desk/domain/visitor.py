"""The visitor log: parties that are expected, inside or gone (document 003).

A party stands where its facts put it. It is expected until somebody checks it in, inside until
somebody checks it out. Being late changes nothing by itself: only people act.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from desk.domain.errors import Invalid
from desk.domain.text import unkeepable

MOST_PEOPLE = 9999
# Wide enough for every date a person means, and far enough from where a calendar ends.
EARLIEST, LATEST = datetime(2, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
LONGEST = {"visitor": 200, "subject": 2000, "vehicle_color": 50, "license_plate": 20}


class Standing(StrEnum):
    """Where a party is."""

    EXPECTED = "expected"
    INSIDE = "inside"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """What is written down about a party before the log adds its own facts.

    The limits are those of the contract of document 003, rows 13 and 14.
    """

    visitor: str
    resident_id: int
    subject: str
    people: int = 1
    companions: tuple[str, ...] = ()
    vehicle_color: str | None = None
    license_plate: str | None = None
    badge: str | None = None
    note: str = ""

    def require_sense(self) -> None:
        """Refuse what the log cannot hold, naming every field at fault."""
        reasons: dict[str, list[str]] = {}
        for name in ("visitor", "subject"):
            if not getattr(self, name).strip():
                reasons[name] = ["must not be empty"]
        for name, limit in LONGEST.items():
            if len(getattr(self, name) or "") > limit:
                reasons[name] = [f"must be at most {limit} characters long"]
        if not 1 <= self.people <= MOST_PEOPLE:
            reasons["people"] = [f"must be from 1 to {MOST_PEOPLE}"]
        reasons |= unkeepable(
            visitor=self.visitor,
            subject=self.subject,
            companions="".join(self.companions),
            vehicle_color=self.vehicle_color,
            license_plate=self.license_plate,
            badge=self.badge,
            note=self.note,
        )
        if reasons:
            raise Invalid(**reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When a party was announced for, came and went, as instants and as texts sent by others.

    A text stands beside the instant that it means, and is given out again exactly as it came
    (contract of document 003, row 11).
    """

    expected_at: datetime | None = None
    arrived_at: datetime | None = None
    departed_at: datetime | None = None
    arrival_text: str | None = None
    departure_text: str | None = None
    seen_leaving: bool = True

    def require_sense(self) -> None:
        """Refuse a party without any time, and one that left before it came."""
        _require_moments(arrival=self.expected_at)
        _require_moments(arrival=self.arrived_at, departure=self.departed_at)
        if reasons := unkeepable(arrival=self.arrival_text, departure=self.departure_text):
            raise Invalid(**reasons)
        if self.expected_at is None and self.arrived_at is None:
            raise Invalid(arrival=["must not be empty"])
        if self.departed_at and self.arrived_at is None:
            raise Invalid(departure=["needs an arrival before it"])
        if self.departed_at and self.arrived_at and self.departed_at < self.arrived_at:
            raise Invalid(departure=["must not be before the arrival"])


def _require_moments(**moments: datetime | None) -> None:
    for field, moment in moments.items():
        if moment is None:
            continue
        if moment.tzinfo is None:
            raise Invalid(**{field: ["needs a time zone"]})
        if not EARLIEST <= moment < LATEST:
            raise Invalid(**{field: [f"must be in the years {EARLIEST.year} to {LATEST.year - 1}"]})


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorEntry(Party):
    """A party in the visitor log.

    `expected_at` is when it was announced for, `arrived_at` when it came, `departed_at` when it
    was checked out; at least one of the first two is there. `arrival_text` and `departure_text`
    are times exactly as another machine sent them, and empty for times that the desk stamped.
    `seen_leaving` is false for a party that the desk closed without having seen it go.
    """

    id: int
    uid: str
    resident_name: str
    created_at: datetime
    resident_unit: str | None = None
    resident_uid: str = ""
    expected_at: datetime | None = None
    arrived_at: datetime | None = None
    departed_at: datetime | None = None
    arrival_text: str | None = None
    departure_text: str | None = None
    seen_leaving: bool = True
    removed_at: datetime | None = None
    import_key: str | None = None
    version: int = 1

    @property
    def arrival(self) -> datetime:
        """When the party came, or is to come."""
        moment = self.arrived_at or self.expected_at
        assert moment, "the table refuses an entry without either"
        return moment

    @property
    def whole_day(self) -> bool:
        """Whether only the date of the arrival is known."""
        return self.arrival_text is not None and len(self.arrival_text) == len("2022-03-29")

    @property
    def standing(self) -> Standing:
        if self.departed_at:
            return Standing.LEFT
        return Standing.INSIDE if self.arrived_at else Standing.EXPECTED

    def inside_for(self, now: datetime) -> timedelta:
        """How long the party has been, or was, in the house."""
        if self.arrived_at is None:
            return timedelta()
        return max((self.departed_at or now) - self.arrived_at, timedelta())


class AlertKind(StrEnum):
    """Why the desk wants to be told when a name or a plate turns up."""

    REFUSE = "refuse"
    WELCOME = "welcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A note that speaks up when somebody's name is typed: do not admit, or receive with care."""

    id: int
    kind: AlertKind
    name: str
    license_plate: str | None
    reason: str
    until: dt.date | None = None
    version: int = 1
