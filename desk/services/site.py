"""The house, and the settings that belong to its data.

A setting travels with the data and is the same on every workstation. Only what somebody chose is
stored; everything else has the default given here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from zoneinfo import available_timezones

from sqlalchemy import select

from desk.domain.day import UNLIMITED
from desk.domain.directory import Organisation, Site
from desk.domain.errors import Invalid, NotFound
from desk.domain.text import require_keepable
from desk.services import rows
from desk.store.database import Read, Write
from desk.store.records import OrganisationRecord, SiteRecord

V = TypeVar("V", int, bool, str)


@dataclass(frozen=True, slots=True)
class Setting(Generic[V]):
    """A choice that a house can make: its dotted name, its default, and what it means."""

    key: str
    default: V
    meaning: str
    accepts: Callable[[V], bool] = lambda _value: True


DEFAULT_PLACES = Setting(
    "day_visits.default_total_slots",
    UNLIMITED,
    "Places of a date for which nobody has set any.",
    lambda places: 0 <= places <= 1_000_000,
)
COUNT_ARRIVALS = Setting(
    "visitors.count_arrivals",
    False,
    "Whether checking a party in also takes its places of the day, unless the clerk says no.",
)
TOO_LONG_HOURS = Setting(
    "visitors.too_long_hours",
    8,
    "After how many hours inside a party is pointed out.",
    lambda hours: 1 <= hours <= 1000,
)
SETTINGS: dict[str, Setting[Any]] = {
    setting.key: setting for setting in (DEFAULT_PLACES, COUNT_ARRIVALS, TOO_LONG_HOURS)
}


def found(tx: Read) -> Site | None:
    """The site whose desk this is: the first one, none on a new database."""
    record = _first(tx)
    return record.value() if record else None


def organisation(tx: Read) -> Organisation | None:
    record = tx.session.scalar(select(OrganisationRecord).limit(1))
    return record.value() if record else None


def name(tx: Write, called: str, zone: str) -> Site:
    """Name the house and say in which IANA zone it stands; founds it where there is none."""
    reasons = {}
    if not called.strip():
        reasons["name"] = ["must not be empty"]
    if zone not in available_timezones():
        reasons["zone"] = ["is not the name of a time zone, such as Europe/Rome"]
    if reasons:
        raise Invalid(**reasons)
    require_keepable(name=called)
    rows.take_house(tx)
    record = _first(tx)
    if record is None:
        if organisation(tx) is None:
            tx.add(OrganisationRecord(slug="house", name=called.strip()))
        record = tx.add(SiteRecord(slug="main", name=called.strip(), zone=zone, settings={}))
    record.name, record.zone = called.strip(), zone
    tx.session.flush()
    return record.value()


def setting(tx: Read, wanted: Setting[V]) -> V:
    """What the house chose, or the default."""
    settings = tx.session.scalar(_SETTINGS) or {}
    chosen: V = settings.get(wanted.key, wanted.default)
    return chosen


def choose(tx: Write, key: str, value: object) -> None:
    """Set a setting by its dotted name; the value must be of the default's type."""
    wanted = SETTINGS.get(key)
    if wanted is None:
        raise NotFound("setting", key)
    if isinstance(value, str):
        require_keepable(value=value)
    if type(value) is not type(wanted.default) or not wanted.accepts(value):
        raise Invalid(**{key: [f"cannot be {value!r}: {wanted.meaning}"]})
    rows.take_house(tx)
    record = _first(tx)
    if record is None:
        raise NotFound("site", "main")
    record.settings = {**record.settings, key: value}


_SETTINGS = select(SiteRecord.settings).order_by(SiteRecord.id).limit(1)


def _first(tx: Read) -> SiteRecord | None:
    return tx.session.scalar(select(SiteRecord).order_by(SiteRecord.id).limit(1))
