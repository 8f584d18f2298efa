"""What the emergency list says of a roll of who is inside: its age, its totals and its rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from desk.gui import format
from desk.gui.printing.emergency_list import EmergencyList, Group, Row
from desk.services.emergency import Present, Roll

MOST_NAMES = 30  # companions in one row; a longer row would not fit a page


def last_known(roll: Roll, house: str, zone: ZoneInfo, now: datetime) -> EmergencyList:
    """The list as it was when it could last be made, with its age on it."""
    missing = QCoreApplication.translate("EmergencyList", "nobody is marked as safe")
    return EmergencyList(
        site=house,
        made=made_words(roll, zone, now),
        people=people_words(roll.people),
        parties=parties_words(roll),
        safe=missing,
        drill=False,
        groups=[Group(heading="", rows=[r for p in roll.present for r in rows(p, roll, zone)])],
    )


def people_words(people: int) -> str:
    """How many people there are, for the top of the list."""
    if people == 1:
        return QCoreApplication.translate("EmergencyList", "1 person inside")
    words = QCoreApplication.translate("EmergencyList", "{count} people inside")
    return words.format(count=format.count(people))


def parties_words(roll: Roll) -> str:
    """How many parties they came in."""
    words = QCoreApplication.translate("EmergencyList", "Parties: {count}")
    return words.format(count=format.count(len(roll.present)))


def made_words(roll: Roll, zone: ZoneInfo, now: datetime | None = None) -> str:
    """When the list was made; of one that could not be made anew, also how old it is `now`."""
    date, time = format.date(roll.made_at.astimezone(zone).date()), format.time(roll.made_at, zone)
    words = QCoreApplication.translate("EmergencyList", "as of {time}, {date}")
    if now is not None:
        words = QCoreApplication.translate("EmergencyList", "as of {time}, {date}, {age} old")
    return words.format(time=time, date=date, age=format.length(now - roll.made_at) if now else "")


def rows(party: Present, roll: Roll, zone: ZoneInfo, *, safe: bool = False) -> Iterator[Row]:
    """A party as one row, or as several where more companions are named than fit one."""
    named = party.companions
    chunks = [named[at : at + MOST_NAMES] for at in range(0, len(named), MOST_NAMES)] or [()]
    today = roll.made_at.astimezone(zone).date()
    for number, chunk in enumerate(chunks):
        name = party.name
        if number:
            words = QCoreApplication.translate("EmergencyList", "{name}, continued")
            name = words.format(name=name)
        yield Row(
            name=name,
            companions=", ".join(chunk),
            people="" if number else format.count(party.people),
            host=party.host,
            place=party.place,
            since=format.moment(party.since, zone, today),
            safe=safe,
        )
