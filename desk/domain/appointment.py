"""Claims upon a resource's time.

There is one kind of claim. While it has a `held_until` it is a hold: what a desk or a client takes
before confirming, or an offer made to somebody who waits. Confirming takes the deadline away. A
hold whose deadline has passed claims nothing and needs no clearing away (document 004, locks).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from desk.domain.errors import Invalid
from desk.domain.span import Span
from desk.domain.text import unkeepable

LONGEST = {"appointment_type": 64, "title": 200, "note": 4000, "owner": 200}
LONGEST_SPAN = timedelta(days=366)


class Shelf(StrEnum):
    """Where a thing lies: only what is public counts (document 004, `__STATE__`).

    What is gone was removed for good, and stays only for what speaks of it.
    """

    PUBLIC = "PUBLIC"
    DRAFT = "DRAFT"
    TRASH = "TRASH"
    DELETED = "DELETED"
    GONE = "GONE"


# From which shelves a thing may be put on each (contract of document 004, section 5.3).
MAY_COME_FROM = {
    Shelf.PUBLIC: {Shelf.DRAFT},
    Shelf.DRAFT: {Shelf.PUBLIC, Shelf.TRASH},
    Shelf.TRASH: {Shelf.PUBLIC, Shelf.DRAFT, Shelf.DELETED},
    Shelf.DELETED: {Shelf.TRASH},
    Shelf.GONE: set[Shelf](),
}


class Standing(StrEnum):
    """How far an appointment has come."""

    HELD = "held"
    OFFERED = "offered"
    LAPSED = "lapsed"
    BOOKED = "booked"
    ARRIVED = "arrived"
    IN_ROOM = "in room"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is said about an appointment besides its time and its place.

    `person_id` is somebody of the directory; `title` is the name of somebody who is not in it.
    `owner` is whose it is in the words of another machine (document 004, `ownerId`).
    """

    person_id: int | None = None
    title: str = ""
    owner: str | None = None
    appointment_type: str | None = None
    note: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def require_sense(self) -> None:
        """Refuse what cannot be kept, naming every field at fault."""
        reasons = {
            name: [f"must be at most {limit} characters long"]
            for name, limit in LONGEST.items()
            if len(getattr(self, name) or "") > limit
        }
        reasons |= unkeepable(
            title=self.title,
            owner=self.owner,
            appointment_type=self.appointment_type,
            note=self.note,
        )
        if reasons:
            raise Invalid(**reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment(Details):
    """Somebody's claim to a stretch of a resource's time.

    With an `availability_id` it takes a place of a slot; without one it stands by itself. `name`
    is the person's, or else the title. `beyond` is the reason for which it was booked although
    there was no place; it then takes none. `flagged` says that its time has been closed or
    withdrawn since, so that somebody must call (document 004, `isFlagged`); `caller` is who at the
    desk took that upon them, at `called_at`. An offer is for who waits, `entry_id`; what is of a
    type with a number of places for a day or at all takes one of those, `type_id`.
    """

    id: int
    span: Span
    resource_id: int | None
    availability_id: int | None = None
    name: str = ""
    held_until: datetime | None = None
    entry_id: int | None = None
    type_id: int | None = None
    shelf: Shelf = Shelf.PUBLIC
    flagged: bool = False
    beyond: str = ""
    series_id: int | None = None
    arrived_at: datetime | None = None
    admitted_at: datetime | None = None
    completed_at: datetime | None = None
    missed_at: datetime | None = None
    caller: str = ""
    called_at: datetime | None = None
    created_at: datetime
    created_by: str = ""
    updated_at: datetime
    updated_by: str = ""
    version: int = 1

    def standing(self, now: datetime) -> Standing:
        if self.shelf is not Shelf.PUBLIC:
            return Standing.DRAFT if self.shelf is Shelf.DRAFT else Standing.CANCELLED
        if self.held_until is not None:
            if now >= self.held_until:
                return Standing.LAPSED
            return Standing.OFFERED if self.entry_id is not None else Standing.HELD
        return self._come_so_far()

    def _come_so_far(self) -> Standing:
        """What has become of a booking; asked for every block of a calendar."""
        if self.missed_at is not None:
            return Standing.MISSED
        if self.completed_at is not None:
            return Standing.DONE
        if self.admitted_at is not None:
            return Standing.IN_ROOM
        return Standing.BOOKED if self.arrived_at is None else Standing.ARRIVED

    def counts(self, now: datetime) -> bool:
        """Whether it takes up time: public, and not a hold whose deadline has passed."""
        return self.shelf is Shelf.PUBLIC and (self.held_until is None or now < self.held_until)

    def waited(self, now: datetime) -> timedelta:
        """How long the person has been waiting, or waited, between arriving and going in."""
        if self.arrived_at is None:
            return timedelta()
        ended = self.admitted_at or self.completed_at or self.missed_at or now
        return max(ended - self.arrived_at, timedelta())
