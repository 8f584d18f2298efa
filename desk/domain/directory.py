"""Who and what the desk knows by name: the house, its sites, its resources and its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """The house itself."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place with a front desk; `zone` is the IANA name that decides what a date means there."""

    id: int
    slug: str
    name: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Whose time can be taken: a provider, a room, a hall; `team` is whom it is shown with."""

    id: int
    key: str
    first_name: str
    last_name: str
    email: str | None = None
    color: str | None = None
    team: str | None = None

    @property
    def name(self) -> str:
        return full_name(self.first_name, self.last_name)


class Per(StrEnum):
    """What a place of an appointment type is a place of."""

    SLOT = "slot"
    DAY = "day"
    STOCK = "stock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """An appointment type with one resource, or with any when it names none."""

    id: int
    key: str
    name: str
    resource_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentType:
    """What somebody comes for; `places` counts only for a stock.

    `automatic` says whether what comes free is offered to those who wait without being told to, and
    `offer_length` for how long; none is as the house does usually.
    """

    id: int
    key: str
    site_id: int
    name: str
    per: Per
    code: str
    length: timedelta | None = None
    waiting_list: bool = False
    places: int | None = None
    automatic: bool | None = None
    offer_length: timedelta | None = None
    variations: tuple[Variation, ...] = ()


class PersonKind(StrEnum):
    """How somebody belongs to the house."""

    PATIENT = "patient"
    RESIDENT = "resident"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who comes here or lives here; only a name is needed.

    `uid` is the GUID by which document 003 knows a resident. A resident is whoever is visited:
    in an office the host. `language` is the one in which they read, such as `de`.
    """

    id: int
    uid: str
    kind: PersonKind
    key: str | None
    first_name: str
    last_name: str
    phone: str | None = None
    email: str | None = None
    unit: str | None = None
    note: str = ""
    language: str | None = None
    version: int = 1

    @property
    def name(self) -> str:
        return full_name(self.first_name, self.last_name)


def full_name(first: str, last: str) -> str:
    """First name, blank, last name, whichever of them there is."""
    return f"{first} {last}".strip()
