"""The slots of providers: listing, searching, opening, changing and taking back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from desk.api.call import Call
from desk.api.described import TEXT, WHOLE, Described, Said, Schema, listed
from desk.api.provider_availability import fields, pages, schemas
from desk.api.provider_availability.fields import Faults
from desk.api.provider_availability.speech import (
    AFTER_START,
    BLANK,
    DIALECT,
    IN_THE_FUTURE,
    NO_SLOT,
    NOT_LISTED,
    NOT_THERE,
    PREFIX,
)
from desk.api.wire import Answer, Refused
from desk.domain.access import Role
from desk.domain.availability import Pattern
from desk.domain.errors import DeskError, HasBookings
from desk.domain.open_time import LONGEST_SLOT, NewSlot
from desk.domain.scope import Scope
from desk.domain.span import Span
from desk.domain.text import keepable
from desk.domain.wall_clock import instant_text
from desk.services import availabilities, directory, provider_series, provider_slots, slot_rows
from desk.services.slot_rows import ProviderSlot, Wanted
from desk.store.database import Read, Write

ROOT = "available_slot"
SCOPES = {None: Scope.THIS, "future": Scope.FOLLOWING, "all": Scope.ALL}
_LONGER_THAN_ANY = LONGEST_SLOT // timedelta(minutes=1) + 1
FILTERS: dict[str, Schema] = {
    **pages.QUERY,
    "provider_id": WHOLE,
    "start_date": schemas.DAY,
    "end_date": schemas.DAY,
    "available": {"type": "string", "enum": ["true", "false", "1", "0"]},
}
SLOTS = Said("The slots of the page", listed(schemas.SLOT), [schemas.SLOT_EXAMPLE])
SLOT = Said("The slot", schemas.SLOT, schemas.SLOT_EXAMPLE)
LISTED = {200: SLOTS, 400: schemas.BAD_FILTER, **schemas.DOOR}


@DIALECT.reads(
    f"{PREFIX}available_slots",
    Described(summary="The slots, the earliest first", query=FILTERS, answers=LISTED),
    needs=Role.ADMIN,
)
def every(call: Call, tx: Read) -> Answer:
    wanted = _filtered(call, fields.resource_filter(call))
    return _page(call, tx, wanted, by_provider=False)


@DIALECT.reads(
    f"{PREFIX}providers/available_slots",
    Described(
        summary="The slots by provider, the earliest of each first",
        query={**FILTERS, "provider_ids[]": listed(WHOLE)},
        answers=LISTED,
    ),
    needs=Role.ADMIN,
)
def of_providers(call: Call, tx: Read) -> Answer:
    wanted = _filtered(call, fields.resource_filter(call, "provider_ids"))
    return _page(call, tx, wanted, by_provider=True)


@DIALECT.reads(
    f"{PREFIX}available_slots/search",
    Described(
        summary="The slots that are free and have not begun, the earliest first",
        query={
            **pages.QUERY,
            "provider_id": WHOLE,
            "date": schemas.DAY,
            "duration": {
                "type": "integer",
                "minimum": 0,
                "description": "At least so many minutes",
            },
            "appointment_type": TEXT,
        },
        answers=LISTED,
    ),
    needs=Role.ADMIN,
)
def search(call: Call, tx: Read) -> Answer:
    date, minutes = fields.date_filter(call, "date"), fields.whole_filter(call, "duration")
    if minutes is not None and minutes < 0:
        raise Refused(400, "duration must not be less than 0")
    kind = (call.one("appointment_type") or "").strip()
    wanted = Wanted(
        resources=fields.resource_filter(call),
        first=date,
        last=date,
        free=True,
        shortest=None if minutes is None else timedelta(minutes=min(minutes, _LONGER_THAN_ANY)),
        # No slot has a type that cannot be kept, but those of no type are meant all the same.
        appointment_type=(kind if keepable(kind) else "") or None,
    )
    return _page(call, tx, wanted, by_provider=False)


@DIALECT.writes(
    "POST",
    f"{PREFIX}available_slots",
    Described(
        summary="Open a slot, or the first of a series",
        body=schemas.SLOT_SENT,
        example=schemas.SLOT_SENT_EXAMPLE,
        answers={
            201: SLOT,
            400: schemas.NO_ROOT_SAID,
            **schemas.DOOR,
            409: schemas.OVERLAPS,
            415: schemas.MEDIA,
            422: schemas.WRONG,
        },
    ),
    needs=Role.ADMIN,
)
def create(call: Call, tx: Write) -> Answer:
    wanted = asked(tx, fields.root(call, ROOT))
    made = provider_slots.add_slot(tx, wanted).first
    return Answer(said(slot_rows.one(tx, made.id)), 201)


@DIALECT.reads(
    f"{PREFIX}available_slots/{{id}}",
    Described(
        summary="One slot",
        path=schemas.ID_IN_PATH,
        answers={200: SLOT, **schemas.DOOR, 404: schemas.NO_SLOT},
    ),
    needs=Role.ADMIN,
)
def one(call: Call, tx: Read) -> Answer:
    return Answer(said(slot_rows.one(tx, call.row_id(NO_SLOT))))


@DIALECT.writes(
    "PUT",
    f"{PREFIX}available_slots/{{id}}",
    Described(
        summary="Change a slot; what is not sent stays as it is",
        path=schemas.ID_IN_PATH,
        query={"scope": schemas.SCOPE},
        body=schemas.SLOT_CHANGED,
        example={ROOT: {"appointment_type": "consultation"}},
        answers={
            200: SLOT,
            400: schemas.NO_ROOT_SAID,
            **schemas.DOOR,
            404: schemas.NO_SLOT,
            409: schemas.OVERLAPS,
            415: schemas.MEDIA,
            422: schemas.WRONG,
        },
    ),
    needs=Role.ADMIN,
)
def update(call: Call, tx: Write) -> Answer:
    known = slot_rows.one(tx, call.row_id(NO_SLOT))
    scope, stays = _scope(call), known.as_asked()
    wanted = asked(tx, {**said(known), **fields.root(call, ROOT)}, known)
    if wanted != stays:
        anew = (wanted.pattern, wanted.rule) != (stays.pattern, stays.rule)
        slot = known.availability
        provider_series.amend(tx, slot.id, wanted, seen=slot.version, anew=anew, scope=scope)
    return Answer(said(slot_rows.one(tx, known.availability.id)))


@DIALECT.writes(
    "DELETE",
    f"{PREFIX}available_slots/{{id}}",
    Described(
        summary="Take a slot back that nobody is booked on",
        path=schemas.ID_IN_PATH,
        query={"scope": schemas.SCOPE},
        answers={
            204: Said("Taken back"),
            400: schemas.BAD_FILTER,
            **schemas.DOOR,
            404: schemas.NO_SLOT,
            409: schemas.refusal("Somebody is booked on it", "Available slot has bookings"),
        },
    ),
    needs=Role.ADMIN,
)
def delete(call: Call, tx: Write) -> Answer:
    known = slot_rows.one(tx, call.row_id(NO_SLOT)).availability
    scope = _scope(call)
    if scope is Scope.THIS:
        [outcome] = availabilities.withdraw_all(tx, known.resource_id or 0, [known.id])
        if isinstance(outcome, DeskError):
            raise outcome
        return Answer(status=204)
    gone, stayed = provider_slots.withdraw_series(tx, known.id, whole=scope is Scope.ALL)
    if not gone:
        raise HasBookings(len(stayed))
    return Answer(status=204)


def said(slot: ProviderSlot) -> dict[str, Any]:
    """A slot as this document writes it, and what the contract adds to one of a series."""
    open_time, provider, series = slot.availability, slot.resource, slot.series
    told: dict[str, Any] = {
        "id": open_time.id,
        "provider_id": provider.id,
        "start_time": instant_text(open_time.span.start),
        "end_time": instant_text(open_time.span.end),
        "appointment_type": open_time.appointment_type,
        "available": slot.available,
        "recurring": series is not None,
        "recurrence_pattern": series.pattern.value if series else None,
        "created_at": instant_text(open_time.created_at),
        "updated_at": instant_text(open_time.updated_at),
        "provider": {
            "id": provider.id,
            "first_name": provider.first_name,
            "last_name": provider.last_name,
        },
    }
    if series is not None:
        told["series_id"] = series.id
        if series.pattern is Pattern.CUSTOM:
            told["recurrence_rule"] = series.whole_rule
    return told


def asked(tx: Read, given: dict[str, Any], before: ProviderSlot | None = None) -> NewSlot:
    """The slot that is described, new or instead of another; refused with all that is wrong."""
    faults: Faults = {}
    resource_id = provider(tx, given, faults)
    span = times(tx, given, faults, stays=before.availability.span.start if before else None)
    kind = fields.text(given, "appointment_type", fields.LONGEST_TYPE, faults)
    pattern = _pattern(given, faults)
    rule = _rule(given, faults) if pattern is Pattern.CUSTOM else None
    if faults or span is None:
        raise Refused(422, fields=faults)
    return NewSlot(
        resource_id=resource_id, span=span, appointment_type=kind, pattern=pattern, rule=rule
    )


def provider(tx: Read, given: dict[str, Any], faults: Faults) -> int:
    """The provider that is named; a fault if it is nobody."""
    found = fields.key(given, "provider_id", faults)
    if found and not directory.has_resource(tx, found):
        faults["provider_id"] = [NOT_THERE]
    return found


def times(
    tx: Read, given: dict[str, Any], faults: Faults, *, stays: datetime | None = None
) -> Span | None:
    """From when until when (row 7); only a start that does not stay has to be in the future."""
    start = fields.moment(given.get("start_time"), tx.zone)
    end = fields.moment(given.get("end_time"), tx.zone)
    if start is None:
        faults["start_time"] = [BLANK, IN_THE_FUTURE]
    elif start != stays and start <= tx.now:
        faults["start_time"] = [IN_THE_FUTURE]
    if end is None:
        faults["end_time"] = [BLANK, AFTER_START]
    elif start is None or end <= start:
        faults["end_time"] = [AFTER_START]
    if start is None or end is None or end <= start:
        return None
    return Span(start, end)


def _pattern(given: dict[str, Any], faults: Faults) -> Pattern | None:
    """How it repeats (row 20); what does not repeat has no pattern."""
    if not fields.flag(given, "recurring", faults):
        return None
    named = given.get("recurrence_pattern")
    if fields.is_blank(named):
        faults["recurrence_pattern"] = [BLANK]
        return None
    found = next((each for each in Pattern if each.value == named), None)
    if found is None:
        faults["recurrence_pattern"] = [NOT_LISTED]
    return found


def _rule(given: dict[str, Any], faults: Faults) -> str | None:
    """The rule of a custom pattern, without which it is none (row 19)."""
    rule = fields.text(given, "recurrence_rule", fields.LONGEST_RULE, faults)
    if rule is None:
        faults.setdefault("recurrence_rule", [BLANK])
    return rule


def _filtered(call: Call, resources: set[int] | None) -> Wanted:
    return Wanted(
        resources=resources,
        first=fields.date_filter(call, "start_date"),
        last=fields.date_filter(call, "end_date"),
        available=fields.flag_filter(call, "available"),
    )


def _page(call: Call, tx: Read, wanted: Wanted, *, by_provider: bool) -> Answer:
    page = pages.Page.of(call)
    found = slot_rows.page(tx, wanted, limit=page.size, skip=page.skip, by_provider=by_provider)
    total = slot_rows.count(tx, wanted)
    return Answer([said(slot) for slot in found], headers=page.headers(call, total))


def _scope(call: Call) -> Scope:
    found = SCOPES.get(call.one("scope"))
    if found is None:
        raise Refused(400, "scope must be future or all")
    return found
