"""Times, dates, lengths and numbers as this user writes them.

Everything follows `QLocale`. Where the system names no language at all, Qt would print dates as
"21 11 2026"; such a system is taken to write as the British do.
"""

from __future__ import annotations

import datetime as dt
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


def locale() -> QLocale:
    """The user's locale, or British English where the system names none."""
    found = QLocale()
    return ENGLISH if found.language() == QLocale.Language.C else found


def time(moment: datetime, zone: tzinfo) -> str:
    """The time of day on the wall clock of `zone`: "14:05" or "2:05 pm"."""
    local = moment.astimezone(zone)
    return locale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)


def date(day: dt.date) -> str:
    """A date in few letters with its weekday: "Fri 21 Nov 2026"."""
    return locale().toString(_date(day), f"ddd {_day_and_month()} yyyy")


def long_date(day: dt.date) -> str:
    """A date in full: "Friday, 21 November 2026"."""
    return locale().toString(_date(day), QLocale.FormatType.LongFormat)


def short_date(day: dt.date) -> str:
    """A date in figures: "21/11/2026"."""
    return locale().toString(_date(day), QLocale.FormatType.ShortFormat)


def month(day: dt.date) -> str:
    """The month a date lies in: "November 2026"."""
    name = locale().standaloneMonthName(day.month, QLocale.FormatType.LongFormat)
    return f"{name} {locale().toString(_date(day), 'yyyy')}"


def weekday(day: dt.date) -> str:
    """The short name of its weekday: "Fri"."""
    return locale().standaloneDayName(day.isoweekday(), QLocale.FormatType.ShortFormat)


def moment(when: datetime, zone: tzinfo, today: dt.date) -> str:
    """A time; with its date unless that is today: "14:05", "Thu 20 Nov 14:05"."""
    if when.astimezone(zone).date() == today:
        return time(when, zone)
    return dated(when, zone, today)


def dated(when: datetime, zone: tzinfo, today: dt.date) -> str:
    """A time with its date in few letters, be that today or not: "Thu 20 Nov 14:05"."""
    return f"{near_date(when.astimezone(zone).date(), today)} {time(when, zone)}"


def near_date(day: dt.date, today: dt.date) -> str:
    """A date in few letters, with its year only if that is another one: "Thu 20 Nov"."""
    pattern = f"ddd {_day_and_month()}"
    if day.year != today.year:
        pattern += " yyyy"
    return locale().toString(_date(day), pattern)


def near_moment(when: datetime, zone: tzinfo, today: dt.date) -> str:
    """A date and time in few letters, with its year only if that is another: "20 Nov, 14:05"."""
    day = when.astimezone(zone).date()
    pattern = _day_and_month() + ("" if day.year == today.year else " yyyy")
    return f"{locale().toString(_date(day), pattern)}, {time(when, zone)}"


def first_weekday() -> int:
    """The day on which this user's weeks begin, 0 for Monday."""
    return locale().firstDayOfWeek().value - 1


def length(span: timedelta) -> str:
    """How long something lasts, to the minute: "45 min", "1 h 05 min", "3 d 4 h"."""
    minutes = max(int(span.total_seconds()) // 60, 0)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        words = QCoreApplication.translate("Format", "{days} d {hours} h")
        return words.format(days=count(days), hours=hours)
    if hours:
        words = QCoreApplication.translate("Format", "{hours} h {minutes} min")
        return words.format(hours=hours, minutes=f"{minutes:02}")
    return QCoreApplication.translate("Format", "{minutes} min").format(minutes=minutes)


def count(number: int) -> str:
    """A whole number with the user's digits and separators: "1,234"."""
    return locale().toString(number)


def size(octets: int) -> str:
    """How large a file is: "12.3 MB"."""
    return locale().formattedDataSize(octets, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _day_and_month() -> str:
    """Whether this user says the day or the month first."""
    short = locale().dateFormat(QLocale.FormatType.ShortFormat)
    return "d MMM" if short.find("d") < short.find("M") else "MMM d"


def _date(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)
