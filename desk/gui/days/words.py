"""What the page of days calls things: how full a date is, in a cell, in a sentence and aloud."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desk.domain.day import Day
from desk.gui import format

translate = QCoreApplication.translate


def figure(day: Day) -> tuple[str, str]:
    """The number in a cell and what it counts; both are empty for a date of no interest."""
    if day.closed:
        return translate("Days", "Closed"), ""
    if day.full:
        return translate("Days", "Full"), ""
    if day.limited:
        return format.count(day.free), translate("Days", "free")
    return (format.count(day.occupied), translate("Days", "counted")) if day.occupied else ("", "")


def standing(day: Day) -> str:
    """How full the date is: "39 of 50 places taken, 11 free"."""
    if not day.limited:
        words = (
            translate("Days", "{occupied} counted, no limit")
            if day.occupied
            else translate("Days", "no limit")
        )
    elif day.closed:
        words = translate("Days", "closed, no places")
    elif day.full:
        words = translate("Days", "full, {occupied} of {places} places taken")
    else:
        words = translate("Days", "{occupied} of {places} places taken, {free} free")
    return words.format(**_figures(day))


def spoken(day: Day, today: dt.date) -> str:
    """What is said of a cell aloud: "Friday 27 November, 11 of 50 places free"."""
    if day.closed or day.full or not day.limited:
        words = standing(day)
    else:
        words = translate("Days", "{free} of {places} places free").format(**_figures(day))
    said = f"{spoken_date(day.date)}, {words}"
    return translate("Days", "{date}, today").format(date=said) if day.date == today else said


def spoken_date(date: dt.date) -> str:
    """A date in full without its year: "Friday 27 November"."""
    locale = format.locale()
    short = locale.dateFormat(QLocale.FormatType.ShortFormat)
    pattern = "dddd d MMMM" if short.find("d") < short.find("M") else "dddd MMMM d"
    return locale.toString(QDate(date.year, date.month, date.day), pattern)


def weekday(date: dt.date) -> str:
    """The full name of its weekday: "Friday"."""
    return format.locale().standaloneDayName(date.isoweekday(), QLocale.FormatType.LongFormat)


def offer(day: Day) -> str:
    """A date somebody could come instead: "Sat 28 Nov 2026, 12 free"."""
    left = (
        translate("Days", "{free} free").format(**_figures(day))
        if day.limited
        else translate("Days", "no limit")
    )
    return f"{format.date(day.date)}, {left}"


def counting(date: dt.date, people: int) -> str:
    """What counting is called when it is undone; fewer than none are given back."""
    words = (
        translate("Days", "Count {people} on {date}")
        if people > 0
        else translate("Days", "Give back {people} on {date}")
    )
    return words.format(people=format.count(abs(people)), date=format.date(date))


def counted(day: Day, people: int) -> str:
    """What the counting came to."""
    words = (
        translate("Days", "{people} counted on {date}.")
        if people > 0
        else translate("Days", "{people} back on {date}.")
    )
    said = words.format(people=format.count(abs(people)), date=format.date(day.date))
    now = standing(day)
    return f"{said} {now[:1].upper()}{now[1:]}."


def _figures(day: Day) -> dict[str, str]:
    return {
        "occupied": format.count(day.occupied),
        "places": format.count(day.places),
        "free": format.count(max(day.free, 0)),
    }
