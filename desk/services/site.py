"""The house, and the settings that belong to its data.

A setting travels with the data and is the same on every workstation. Only what somebody chose is
stored; everything else has the default given here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import select

from desk.domain import document_fields
from desk.domain.day import UNLIMITED
from desk.domain.directory import Organisation, Site
from desk.domain.errors import Invalid, NotFound
from desk.domain.offer_hours import WEEKDAYS, are_hours, are_weekdays
from desk.domain.setting import Setting
from desk.domain.text import UNKEEPABLE, keepable_all, require_keepable
from desk.domain.zone import is_zone
from desk.services import message_settings, retention_settings, rows
from desk.store.database import Read, Write
from desk.store.records import OrganisationRecord, SiteRecord

V = TypeVar("V")


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
HORIZON_WEEKS = Setting(
    "availability.horizon_weeks",
    12,
    "How many weeks ahead provider slots that repeat are made.",
    lambda weeks: 1 <= weeks <= 520,
)
HOLD_MINUTES = Setting(
    "appointments.hold_minutes",
    5,
    "How many minutes the desk holds a slot while somebody books it.",
    lambda minutes: 1 <= minutes <= 120,
)
LOCK_MS: Setting[int | None] = Setting(
    "appointments.default_lock_duration_ms",
    60_000,
    "How many milliseconds another machine holds a slot if it does not say how long.",
    lambda length: length is None or 0 <= length <= 86_400_000,
    kind=int,
)
RESOURCE_ID_FIELD = Setting(
    "appointments.resource_id_field_name",
    "resourceId",
    "What the appointment manager calls the field that says whose time something is.",
    document_fields.is_field,
)
MANAGER_ZONE: Setting[str | None] = Setting(
    "appointments.default_time_zone",
    None,
    "In which zone open time repeats if another machine names none; null for the site's.",
    lambda zone: zone is None or is_zone(zone),
    kind=str,
)
MATCH_SLOTS = Setting(
    "appointments.slots_match_by_resource",
    False,
    "Whether GET /slots/ takes an exception for its own resource only, as bookings always do.",
)
REQUIRE_AVAILABILITY = Setting(
    "appointments.require_availability",
    False,
    "Whether another machine can book only the slots of an availability.",
)
USERS: Setting[dict[str, Any]] = Setting(
    "appointments.users",
    {},
    "The fields of an appointment that name participants, each with its templates by event.",
    document_fields.are_users,
)
CHANNELS: Setting[list[Any]] = Setting(
    "appointments.channels",
    ["email"],
    "By which of email, sms and push messages go out.",
    document_fields.are_channels,
)
REMINDER_MS = Setting(
    "appointments.reminder_threshold_ms",
    0,
    "How many milliseconds before its start an appointment is too close for a reminder.",
    lambda length: 0 <= length <= 366 * 86_400_000,
)
MESSAGING = Setting(
    "appointments.is_messaging_available",
    False,
    "Whether messages about appointments go out.",
)
TIMER = Setting(
    "appointments.is_timer_available",
    False,
    "Whether reminders go out; only where messages do.",
)
TELECONSULTATION = Setting(
    "appointments.is_teleconsultation_available",
    False,
    "Whether appointments that are remote get a link to a room.",
)
TELECONSULTATION_ENDPOINT: Setting[str | None] = Setting(
    "appointments.teleconsultation_endpoint",
    None,
    "Where rooms are made by another service; null for links made here.",
    lambda address: address is None or document_fields.is_address(address),
    kind=str,
)
CLOSURE_FOR_ALL = Setting(
    "appointments.closure_without_resource",
    "all",
    "What a closure without a resource shuts: all of the site, or none of the resources.",
    lambda which: which in ("all", "none"),
)
LATE_MINUTES = Setting(
    "appointments.late_minutes",
    10,
    "After how many minutes somebody who has not come for an appointment is pointed out.",
    lambda minutes: 1 <= minutes <= 600,
)
WAITING_MINUTES = Setting(
    "appointments.waiting_minutes",
    20,
    "After how many minutes somebody who waits for an appointment is pointed out.",
    lambda minutes: 1 <= minutes <= 600,
)
AUTOMATIC = Setting(
    "waiting_list.automatic",
    True,
    "Whether what comes free is offered to those who wait without being told to.",
)
OFFER_MINUTES = Setting(
    "waiting_list.offer_minutes",
    60,
    "How many minutes of opening time an offer stands.",
    lambda minutes: 1 <= minutes <= 20_160,
)
OPENING_HOURS = Setting(
    "waiting_list.opening_hours",
    "00:00-24:00",
    "From when to when people can be reached; the time of an offer runs only then.",
    are_hours,
)
OPENING_DAYS = Setting(
    "waiting_list.weekdays",
    ",".join(WEEKDAYS),
    "On which weekdays people can be reached, such as MO,TU,WE,TH,FR.",
    are_weekdays,
)
CLOSING_MINUTES = Setting(
    "waiting_list.closing_minutes",
    0,
    "How many minutes before its start a place is no longer offered by itself.",
    lambda minutes: 0 <= minutes <= 20_160,
)
HORIZON_DAYS = Setting(
    "waiting_list.horizon_days",
    14,
    "How many days ahead a place is looked for when somebody waits for any day.",
    lambda days: 1 <= days <= 366,
)
FAILURE_LIMIT = Setting(
    "api.failure_limit",
    100,
    "After how many failures in a minute nobody unknown from that address is heard any more.",
    lambda failures: 1 <= failures <= 1_000_000,
)
NEW_DAYS_LIMIT = Setting(
    "api.new_days_limit",
    200,
    "How many new days one address may make in a minute without a token.",
    lambda days: 0 <= days <= 1_000_000,
)
PUBLIC_APPOINTMENTS = Setting(
    "api.public_appointments",
    False,
    "Whether the appointment manager answers machines without a token.",
)
HOST_NAMES = Setting(
    "api.host_names",
    "",
    "Further names, with commas, by which other machines call this one.",
)
SETTINGS: dict[str, Setting[Any]] = {
    setting.key: setting
    for setting in (
        DEFAULT_PLACES,
        COUNT_ARRIVALS,
        TOO_LONG_HOURS,
        HORIZON_WEEKS,
        HOLD_MINUTES,
        LOCK_MS,
        RESOURCE_ID_FIELD,
        MANAGER_ZONE,
        MATCH_SLOTS,
        REQUIRE_AVAILABILITY,
        USERS,
        CHANNELS,
        REMINDER_MS,
        MESSAGING,
        TIMER,
        TELECONSULTATION,
        TELECONSULTATION_ENDPOINT,
        CLOSURE_FOR_ALL,
        LATE_MINUTES,
        WAITING_MINUTES,
        AUTOMATIC,
        OFFER_MINUTES,
        OPENING_HOURS,
        OPENING_DAYS,
        CLOSING_MINUTES,
        HORIZON_DAYS,
        FAILURE_LIMIT,
        NEW_DAYS_LIMIT,
        PUBLIC_APPOINTMENTS,
        HOST_NAMES,
    )
} | {setting.key: setting for setting in (*message_settings.ALL, *retention_settings.ALL)}


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
    if not is_zone(zone):
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
    return among(chosen(tx), wanted)


def chosen(tx: Read) -> Mapping[str, Any]:
    """All that the house chose, for whoever wants several settings of it; see `among`."""
    return tx.session.scalar(CHOSEN) or {}


def among(chosen: Mapping[str, Any] | None, wanted: Setting[V]) -> V:
    """The same of what `CHOSEN` gave along with something else."""
    value: V = (chosen or {}).get(wanted.key, wanted.default)
    return value


def choose(tx: Write, key: str, value: object) -> None:
    """Set a setting by its dotted name; the value must be of the default's type."""
    wanted = SETTINGS.get(key)
    if wanted is None:
        raise NotFound("setting", key)
    if not keepable_all(value):
        raise Invalid(**{key: [UNKEEPABLE]})
    if not wanted.takes(value):
        raise Invalid(**{key: [f"cannot be {value!r}: {wanted.meaning}"]})
    rows.take_house(tx)
    record = _first(tx)
    if record is None:
        raise NotFound("site", "main")
    chosen = {**record.settings, key: value}
    if among(chosen, TIMER) and not among(chosen, MESSAGING):
        raise Invalid(**{key: ["cannot be so: reminders go out only where messages do"]})
    record.settings = chosen


CHOSEN = select(SiteRecord.settings).order_by(SiteRecord.id).limit(1)


def _first(tx: Read) -> SiteRecord | None:
    return tx.session.scalar(select(SiteRecord).order_by(SiteRecord.id).limit(1))
