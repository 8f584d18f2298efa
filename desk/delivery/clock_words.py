"""Dates and times of day as people of a language write them."""

from __future__ import annotations

import datetime as dt
import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desk.delivery.faults import NotSetUp
from desk.domain.wall_clock import instant
from desk.domain.zone import is_zone

if TYPE_CHECKING:
    from babel import Locale

HELPERS = ("date", "time", "datetime")
LONGEST_PATTERN = 100
_DATE_ALONE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SAMPLE = datetime(2030, 2, 4, 9, 5, tzinfo=UTC)
# Some languages ask for blanks of their own in a time, which not every telephone can show.
_BLANKS = str.maketrans("\u00a0\u202f\u2009", "   ")


def moment(value: object, zone: ZoneInfo) -> datetime | None:
    """When it is, on the clock of `zone`: milliseconds since 1970 or an ISO text; none if neither.

    A date alone is that date wherever it is read; a time without a zone is one of UTC.
    """
    try:
        match value:
            case bool():
                return None
            case int() | float():
                return instant(int(value)).astimezone(zone)
            case str() if _DATE_ALONE.fullmatch(value):
                return datetime.combine(dt.date.fromisoformat(value), dt.time(), zone)
            case str():
                found = datetime.fromisoformat(value)
                return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(zone)
            case _:
                return None
    except (ValueError, OverflowError):
        return None


def written(helper: str, at: datetime, language: str, pattern: str = "") -> str:
    """A moment in the words of a language: as is its custom, or by an ICU pattern."""
    locale = _locale(language)
    from babel.dates import format_date, format_datetime, format_time

    if pattern:
        return format_datetime(at, pattern, locale=locale).translate(_BLANKS)
    date = format_date(at, "full", locale=locale)
    time = format_time(at, "short", locale=locale)
    match helper:
        case "date":
            said = date
        case "time":
            said = time
        case _:
            both = str(locale.datetime_formats["full"]).replace("'", "")
            said = both.replace("{0}", time).replace("{1}", date)
    return said.translate(_BLANKS)


def is_pattern(text: str) -> bool:
    """Whether a moment can be written so."""
    # Babel reads a per cent sign as one of its own.
    if not text.strip() or len(text) > LONGEST_PATTERN or "%" in text:
        return False
    try:
        written("datetime", _SAMPLE, "en", text)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return True


def zone_of(name: object, other: ZoneInfo) -> ZoneInfo:
    """The zone of that name, or the other one where it is none."""
    return ZoneInfo(name) if isinstance(name, str) and is_zone(name) else other


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    """The language with its country, or as much of it as is known; English where nothing is."""
    try:
        from babel import Locale, UnknownLocaleError
    except ModuleNotFoundError as error:
        raise NotSetUp(
            "Desk was installed without Babel, which writes the dates of messages:"
            " install Desk with its extra messages."
        ) from error
    for code in (language, language.partition("-")[0]):
        try:
            return Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")
