"""Reading what is sent: the fields of a body, and the filters in an address.

A field that is wrong is refused as 422 with all that is wrong with it, a filter as 400.
"""

from __future__ import annotations

import datetime as dt
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from desk.api import wire
from desk.api.call import Call
from desk.api.provider_availability.speech import BLANK, NOT_LISTED, NOT_THERE
from desk.api.wire import Refused
from desk.domain.text import UNKEEPABLE, keepable

Faults = dict[str, list[str]]

NO_ROOT = "param is missing or the value is empty: {root}"
LONGEST_TYPE = 64  # row 33
LONGEST_NOTES = 4000
LONGEST_RULE = 1000
_WHOLE = re.compile(r"-?\d+", re.ASCII)
_MOST_DIGITS = 4000  # as many as can be read; what is cut off here is beyond every limit anyway
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def root(call: Call, name: str) -> dict[str, Any]:
    """The object that the body has to hold under that name."""
    found = sent(call).get(name)
    if not isinstance(found, dict):
        raise Refused(400, NO_ROOT.format(root=name))
    return found


def sent(call: Call) -> dict[str, Any]:
    """What the body says; a body that is no object says nothing."""
    return call.body if isinstance(call.body, dict) else {}


def is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def number(value: object) -> int | None:
    """The id that is meant, if a row could have it."""
    value = wire.whole(value)
    if type(value) is not int or not 0 < value <= wire.LARGEST_ID:
        return None
    return value


def key(fields: dict[str, Any], name: str, faults: Faults) -> int:
    """The id in a field that has to be there; 0 with a fault if it is none."""
    value = fields.get(name)
    found = number(value)
    if found is None:
        faults[name] = [BLANK if is_blank(value) else NOT_THERE]
    return found or 0


def moment(value: object, zone: ZoneInfo) -> datetime | None:
    """The instant that is written, to the millisecond; by the clocks of the house where no
    offset is written with it."""
    found = wire.instant(value, zone) if isinstance(value, str) else None
    if found is None:
        return None
    return found.replace(microsecond=found.microsecond // 1000 * 1000)


def text(fields: dict[str, Any], name: str, longest: int, faults: Faults) -> str | None:
    """What is written in a field, nothing if it is blank."""
    value = fields.get(name)
    if is_blank(value):
        return None
    if not isinstance(value, str):
        faults[name] = ["must be a text"]
    elif len(value) > longest:
        faults[name] = [f"is too long (maximum is {longest} characters)"]
    elif not keepable(value):
        faults[name] = [UNKEEPABLE]
    else:
        return value
    return None


def flag(fields: dict[str, Any], name: str, faults: Faults) -> bool:
    value = fields.get(name)
    if value is not None and type(value) is not bool:
        faults[name] = [NOT_LISTED]
    return value is True


def whole_filter(call: Call, name: str) -> int | None:
    """The number in the address, nothing if there is none."""
    value = call.one(name)
    return None if value is None else whole(name, value)


def whole(name: str, value: str) -> int:
    """The number that is written; refused at that name if none is."""
    found = written(value)
    if found is None:
        raise Refused(400, f"{name} must be an integer")
    return found


def written(value: str) -> int | None:
    """The number that the digits make, if it is one."""
    return int(value[:_MOST_DIGITS]) if _WHOLE.fullmatch(value) else None


def resource_filter(call: Call, several: str = "") -> set[int] | None:
    """The providers that are meant, nothing for all of them; what is nobody's id is left out.

    Besides `provider_id` the parameter that is named by `several` may list them.
    """
    one = whole_filter(call, "provider_id")
    found = None if one is None else {one}
    if several and (listed := call.several(f"{several}[]", several)):
        ids = {whole(several, value) for value in listed}
        found = ids if found is None else ids & found
    return None if found is None else {each for each in found if 0 < each <= wire.LARGEST_ID}


def date_filter(call: Call, name: str) -> dt.date | None:
    value = call.one(name)
    if value is None:
        return None
    found = wire.date(value)
    if found is None:
        raise Refused(400, f"{name} must be a date (YYYY-MM-DD)")
    return found


def flag_filter(call: Call, name: str) -> bool | None:
    value = call.one(name)
    if value is not None and value not in _FLAGS:
        raise Refused(400, f"{name} must be true or false")
    return None if value is None else _FLAGS[value]
