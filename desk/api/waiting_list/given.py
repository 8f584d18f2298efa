"""What a body says of an entry: its fields, and whether they go together (contract, 1.5 and 1.6).

All that is wrong with the fields is told at once; what is wrong with the whole one by one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desk.api import wire
from desk.api.call import Call
from desk.api.waiting_list.dialect import NO_LIST, whole
from desk.api.wire import Refused
from desk.domain import address
from desk.domain.directory import AppointmentType, Per, Site
from desk.domain.errors import NotFound
from desk.domain.text import keepable
from desk.domain.waiting import LONGEST
from desk.services import days, directory, offers
from desk.services.waiting_pages import Shown
from desk.store.database import Read

REQUIRED = "This field is required."
NULL = "This field may not be null."
BLANK = "This field may not be blank."
NO_TEXT = "Not a valid string."
NO_ADDRESS = "Enter a valid email address."
NO_ID = "Incorrect type. Expected the id, a whole number."
NOBODYS_ID = "Invalid id: there is no such object."
DEFAULTS: Mapping[str, Any] = {"variation": None, "locale": "en", "subevent": None}
_DIGITS = re.compile(r"\d{1,10}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Given:
    """An entry as somebody wants to have it."""

    email: str
    item: int
    variation: int | None
    locale: str
    subevent: int | None


class _Unfit(Exception):
    """The value of a field cannot be taken; says why."""


def body(call: Call) -> dict[str, Any]:
    """The fields that were sent; where nothing was, there are none."""
    if not call.raw:
        return {}
    if not isinstance(call.body, dict):
        raise whole("Invalid data. Expected a JSON object.")
    return call.body


def read(tx: Read, sent: Mapping[str, Any], kept: Mapping[str, Any]) -> Given:
    """What was sent; `kept` has what the fields are that may be left out."""
    values: dict[str, Any] = {}
    faults: dict[str, list[str]] = {}
    for name, reader in _READERS.items():
        if name not in sent:
            values[name] = kept.get(name)
            faults |= {} if name in kept else {name: [REQUIRED]}
            continue
        try:
            values[name] = reader(tx, sent[name])
        except _Unfit as error:
            faults[name] = [str(error)]
    if faults:
        raise Refused(400, fields=faults)
    return Given(**values)


def kept(shown: Shown) -> Mapping[str, Any]:
    """What an entry says in the words of the document."""
    return {
        "email": shown.email,
        "item": shown.type_id,
        "variation": shown.variation_id,
        "locale": shown.locale,
        "subevent": shown.day_id,
    }


def dates(tx: Read, place: Site, given: Given, before: Shown | None) -> tuple[dt.date, ...]:
    """For which dates somebody is to wait; refused where what is given does not go together.

    `before` is the entry as it stands. What it says already, and still is to say, is not looked at:
    at the desk more can be wished for than the document has words for.
    """
    item = directory.appointment_type(tx, given.item)
    if item.site_id != place.id:
        raise whole("This item does not belong to this event.")
    same_item = before is not None and before.type_id == item.id
    if not same_item and not item.waiting_list:
        raise Refused(403, NO_LIST)
    if not same_item or before is None or before.variation_id != given.variation:
        _require_variation(item, given.variation)
    if same_item and before is not None and before.day_id == given.subevent:
        found = before.dates
    else:
        _require_subevent(item, given.subevent)
        found = _dates(tx, given.subevent, before)
    if item.per is Per.DAY and found and offers.is_over(tx, max(found)):
        raise Refused(403, NO_LIST)
    return found


def _dates(tx: Read, subevent: int | None, before: Shown | None) -> tuple[dt.date, ...]:
    if subevent is not None:
        return (days.one(tx, subevent).date,)
    return () if before is None or before.day_id is not None else before.dates


def _require_variation(item: AppointmentType, variation: int | None) -> None:
    known = {each.id for each in item.variations}
    if known and variation is None:
        raise whole("One of the variations of this item has to be chosen.")
    if variation is not None and variation not in known:
        raise whole("This variation does not belong to this item.")


def _require_subevent(item: AppointmentType, subevent: int | None) -> None:
    if item.per is Per.DAY and subevent is None:
        raise whole("The subevent, a day visit, cannot be null for this item.")
    if item.per is not Per.DAY and subevent is not None:
        raise whole("The subevent has to be null for this item.")


def _email(_tx: Read, value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise _Unfit(NO_ADDRESS)
    text = _text(value, LONGEST["email"])
    if not address.is_address(text):
        raise _Unfit(NO_ADDRESS)
    return text


def _locale(_tx: Read, value: Any) -> str:
    return _text(value, LONGEST["locale"])


def _text(value: Any, longest: int) -> str:
    if value is None:
        raise _Unfit(NULL)
    if not isinstance(value, str) or not keepable(value):
        raise _Unfit(NO_TEXT)
    text = value.strip()
    if not text:
        raise _Unfit(BLANK)
    if len(text) > longest:
        raise _Unfit(f"Ensure this field has no more than {longest} characters.")
    return text


def _item(tx: Read, value: Any) -> int:
    if value is None:
        raise _Unfit(NULL)
    return _key(tx, value, directory.appointment_type)


def _variation(tx: Read, value: Any) -> int | None:
    if value is None:
        return None
    return _key(tx, value, directory.variation)


def _subevent(tx: Read, value: Any) -> int | None:
    return None if value is None else _key(tx, value, days.one)


def _key(tx: Read, value: Any, find: Callable[[Read, int], object]) -> int:
    """The id that is meant, of something that is there."""
    value = wire.whole(value)
    if isinstance(value, str) and _DIGITS.fullmatch(value.strip()):
        value = int(value)
    if type(value) is not int:
        raise _Unfit(NO_ID)
    if not 0 < value <= wire.LARGEST_ID:
        raise _Unfit(NOBODYS_ID)
    try:
        find(tx, value)
    except NotFound as error:
        raise _Unfit(NOBODYS_ID) from error
    return value


_READERS: Mapping[str, Callable[[Read, Any], Any]] = {
    "email": _email,
    "item": _item,
    "variation": _variation,
    "locale": _locale,
    "subevent": _subevent,
}
