"""Dates and times as people type them in a hurry: `tomorrow`, `fri`, `+3d`, `12.5.`, `fri 3pm`.

A small strict grammar that guesses nothing: what it does not know it refuses, and whoever uses it
shows under the field what was understood. English words always count, and beside them the words
of the user's language and the order in which the user's locale writes day and month.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from desk.domain.folding import fold
from desk.gui import format

RELATIVE = {
    QT_TRANSLATE_NOOP("QuickTime", "yesterday"): -1,
    QT_TRANSLATE_NOOP("QuickTime", "today"): 0,
    QT_TRANSLATE_NOOP("QuickTime", "tomorrow"): 1,
}
CLOCK = {
    QT_TRANSLATE_NOOP("QuickTime", "noon"): dt.time(12),
    QT_TRANSLATE_NOOP("QuickTime", "midnight"): dt.time(0),
}
NEXT = QT_TRANSLATE_NOOP("QuickTime", "next")
LAST = QT_TRANSLATE_NOOP("QuickTime", "last")
NOW = QT_TRANSLATE_NOOP("QuickTime", "now")
SHORTEST = 2  # letters of a beginning such as "to" or "fr"

_MARKS = re.compile("[\u061c\u200e\u200f]")
_WIDELY_SET = re.compile(r"(?<=\d)([./-]) (?=\d{1,4}(?:[ ./-]|$))")  # 1. 12. 2026
_OFFSET = re.compile(r"([+-]\d{1,4}) ?(d|w|mo)(?:ays?|eeks?|nths?)?")
_FIGURES = re.compile(r"(\d{1,4})([./-])(\d{1,2})(?:\2(\d{1,4}))?\.?")
_DAY = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?")
_AWAY = re.compile(r"([+-]\d{1,3}) ?(m|h)(?:in|inutes?|ours?)?")
_TIME = re.compile(r"(\d{1,2})(?:[:h](\d{2})?)?(?::\d{2})? ?([^\d\s:]+)?")
_HOUR = re.compile(r"\d{1,2}")
_FOUR = re.compile(r"(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Tongue:
    """What one user calls days and months, folded; `order` is "dmy", "mdy" or "ymd"."""

    order: str
    dotted: bool
    relative: Mapping[str, int]
    clock: Mapping[str, dt.time]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    halves: Mapping[str, int]
    following: frozenset[str]
    previous: frozenset[str]
    now: frozenset[str]
    first_weekday: int


def read_date(text: str, today: dt.date, locale: QLocale | None = None) -> dt.date | None:
    """The date that `text` means to somebody for whom it is `today`, or None.

    A weekday is the next one after today; `next fri` is the Friday of next week, `last fri` the
    one before today. A date without a year is the one nearest to today.
    """
    return _date(_plain(text), today, _tongue(locale or format.locale()))


def read_moment(text: str, now: datetime, locale: QLocale | None = None) -> datetime | None:
    """The moment that `text` means on the wall clock of `now`, or None where it names no time.

    `15:00` and `15` are today; `fri 15`, `tomorrow noon`, `+30m` and `-2h` say otherwise. An hour
    that the clocks skip on that date is no moment.
    """
    tongue = _tongue(locale or format.locale())
    plain = _plain(text)
    if plain in tongue.now:
        return now.replace(second=0, microsecond=0)
    if away := _AWAY.fullmatch(plain):
        length = timedelta(**{"hours" if away[2] == "h" else "minutes": int(away[1])})
        moment = now.astimezone(UTC) + length
        return moment.astimezone(now.tzinfo).replace(second=0, microsecond=0)
    if _date(plain, now.date(), tongue):
        return None
    for clock, date in _splits(plain):
        time = _clock(clock, tongue)
        day = _date(date, now.date(), tongue) if date else now.date()
        if time and day:
            return _at(day, time, now)
    return None


def read_time(text: str, locale: QLocale | None = None) -> dt.time | None:
    """The time of day that `text` means: `14:30`, `3pm`, `noon`; a bare hour is none."""
    return _clock(_plain(text), _tongue(locale or format.locale()))


def read_weekday(text: str, locale: QLocale | None = None) -> int | None:
    """The day of the week that `text` names, counted from Monday, which is 0."""
    return _weekday_number(_plain(text), _tongue(locale or format.locale()))


def is_day_word(text: str, locale: QLocale | None = None) -> bool:
    """Whether a word names a day as it is usually written, and not by its beginning only."""
    tongue = _tongue(locale or format.locale())
    return _plain(text).rstrip(".") in {*tongue.relative, *tongue.weekdays}


def _plain(text: str) -> str:
    folded = fold(_MARKS.sub("", text)).replace(",", " ")
    return _WIDELY_SET.sub(r"\1", " ".join(folded.split()))


def _date(plain: str, today: dt.date, tongue: Tongue) -> dt.date | None:
    if (days := _meant(plain, tongue.relative, tongue)) is not None:
        return _moved(today, days)
    if offset := _OFFSET.fullmatch(plain):
        return _offset(int(offset[1]), offset[2], today)
    words = plain.split(" ")
    if (weekday := _weekday(words, today, tongue)) is not None:
        return weekday
    named = _weekday_number(words[0], tongue)
    if named is None:
        return _written_out(words, today, tongue)
    date = _written_out(words[1:], today, tongue)
    return date if date and date.weekday() == named else None


def _meant(word: str, known: Mapping[str, int], tongue: Tongue) -> int | None:
    """What a whole word means, or a beginning of one that nothing else begins with."""
    if word in known:
        return known[word]
    if len(word) < SHORTEST:
        return None
    every = [*tongue.relative, *tongue.weekdays, *tongue.months]
    meanings = {known.get(name) for name in every if name.startswith(word)}
    return meanings.pop() if len(meanings) == 1 else None


def _weekday_number(word: str, tongue: Tongue) -> int | None:
    return _meant(word.rstrip("."), tongue.weekdays, tongue)


def _weekday(words: list[str], today: dt.date, tongue: Tongue) -> dt.date | None:
    number = _weekday_number(words[-1], tongue)
    if number is None or len(words) > 2:
        return None
    ahead = (number - today.weekday() - 1) % 7 + 1
    if len(words) == 1:
        return _moved(today, ahead)
    if words[0] in tongue.previous:
        return _moved(today, ahead - 7 if ahead < 7 else -7)
    if words[0] in tongue.following:
        begins = 7 - (today.weekday() - tongue.first_weekday) % 7
        return _moved(today, begins + (number - tongue.first_weekday) % 7)
    return None


def _offset(count: int, unit: str, today: dt.date) -> dt.date | None:
    if unit != "mo":
        return _moved(today, count * (7 if unit == "w" else 1))
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    return dt.date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _written_out(words: list[str], today: dt.date, tongue: Tongue) -> dt.date | None:
    """A day with its month, in figures or by name."""
    if len(words) == 1 and (figures := _FIGURES.fullmatch(words[0])):
        return _in_figures(figures, today, tongue)
    return _with_month(words, today, tongue)


def _in_figures(figures: re.Match[str], today: dt.date, tongue: Tongue) -> dt.date | None:
    first, separator, second, third = figures.groups()
    if third is None:
        if len(first) > 2:
            return None
        day_first = tongue.order == "dmy" or (separator == "." and not tongue.dotted)
        day, month = (first, second) if day_first else (second, first)
        return _nearest(int(day), int(month), today)
    order = tongue.order
    if len(first) > 2:
        order = "ymd"
    elif separator == "." and not tongue.dotted:
        order = "dmy"
    parts = dict(zip(order, (first, second, third), strict=True))
    if len(parts["d"]) > 2 or len(parts["m"]) > 2:
        return None
    return _exact(int(parts["d"]), int(parts["m"]), parts["y"], today)


def _with_month(words: list[str], today: dt.date, tongue: Tongue) -> dt.date | None:
    """`12 may`, `may 12`, `12 may 2026`; the year comes last."""
    if not 2 <= len(words) <= 3:
        return None
    for day_word, month_word in (words[:2], words[1::-1]):
        day = _DAY.fullmatch(day_word)
        month = _meant(month_word.rstrip("."), tongue.months, tongue)
        if day and month:
            if len(words) == 2:
                return _nearest(int(day[1]), month, today)
            year = words[2]
            return _exact(int(day[1]), month, year, today) if year.isdecimal() else None
    return None


def _exact(day: int, month: int, year: str, today: dt.date) -> dt.date | None:
    number = int(year) + (today.year // 100 * 100 if len(year) == 2 else 0)
    if len(year) not in (2, 4):
        return None
    try:
        return dt.date(number, month, day)
    except ValueError:
        return None


def _nearest(day: int, month: int, today: dt.date) -> dt.date | None:
    # Eight years to either side, for between 1896 and 1904 there was no 29 February.
    years = (f"{today.year + n:04}" for n in range(-8, 9))
    found = [date for year in years if (date := _exact(day, month, year, today))]
    return min(found, key=lambda date: abs(date - today), default=None)


def _moved(today: dt.date, days: int) -> dt.date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def _splits(plain: str) -> Iterator[tuple[str, str]]:
    """Every way to take `plain` for a time and a date, in either order.

    A bare hour only counts where it comes last: `fri 15`, but not `15 fri`.
    """
    words = plain.split(" ")
    for at in range(len(words)):
        clock = " ".join(words[at:])
        yield f"{clock}:00" if _HOUR.fullmatch(clock) else clock, " ".join(words[:at])
    for at in range(1, len(words)):
        yield " ".join(words[:at]), " ".join(words[at:])


def _clock(plain: str, tongue: Tongue) -> dt.time | None:
    if plain in tongue.clock:
        return tongue.clock[plain]
    found = _FOUR.fullmatch(plain) or _TIME.fullmatch(plain)
    if not found or (plain.isdigit() and len(plain) < 4):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    half = found[3] if found.re is _TIME else None
    if half:
        noon = tongue.halves.get(half.replace(".", ""))
        if noon is None or not 1 <= hour <= 12:
            return None
        hour = hour % 12 + noon
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _at(date: dt.date, time: dt.time | None, now: datetime) -> datetime | None:
    if time is None:
        return None
    moment = datetime.combine(date, time, now.tzinfo)
    there = moment.astimezone(UTC).astimezone(now.tzinfo)
    return moment if there.replace(tzinfo=None) == moment.replace(tzinfo=None) else None


def _tongue(locale: QLocale) -> Tongue:
    pattern = locale.dateFormat(QLocale.FormatType.ShortFormat)
    parts = sorted("dMy", key=pattern.find)
    return Tongue(
        order="".join(parts).lower(),
        dotted="." in pattern,
        relative={name: days for word, days in RELATIVE.items() for name in _both(word)},
        clock={name: time for word, time in CLOCK.items() for name in _both(word)},
        weekdays=_names(locale, "DayName", 7, base=0),
        months=_names(locale, "MonthName", 12, base=1),
        halves={
            fold(name).replace(".", "").replace("\u202f", " "): noon
            for name, noon in (
                ("am", 0),
                ("pm", 12),
                (locale.amText(), 0),
                (locale.pmText(), 12),
            )
        },
        following=frozenset(_both(NEXT)),
        previous=frozenset(_both(LAST)),
        now=frozenset(_both(NOW)),
        first_weekday=locale.firstDayOfWeek().value - 1,
    )


def _both(word: object) -> tuple[str, str]:
    """The English word and the user's."""
    return fold(str(word)), fold(QCoreApplication.translate("QuickTime", str(word)))


def _names(locale: QLocale, kind: str, count: int, *, base: int) -> dict[str, int]:
    """English names and the user's, long and short; the user's own win where both exist."""
    found: dict[str, int] = {}
    calls = (f"standalone{kind}", f"{kind[0].lower()}{kind[1:]}")
    for tongue in (QLocale(QLocale.Language.English), locale):
        for call in calls:
            for width in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat):
                for number in range(1, count + 1):
                    name = fold(getattr(tongue, call)(number, width)).rstrip(".")
                    found[name] = number - 1 + base
    return found
