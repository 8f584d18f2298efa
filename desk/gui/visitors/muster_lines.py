"""What an emergency list says line by line, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from desk.gui import format
from desk.gui.printing.emergency_list import EmergencyList, Group, Row
from desk.gui.visitors.muster import Muster
from desk.services.emergency import Present, Roll

MOST_NAMES = 30  # companions in one row; a longer row would not fit a page


class Grouping(StrEnum):
    """What belongs together on the list."""

    NOTHING = "nothing"
    PLACE = "place"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Line:
    """A party, or the heading of a group of them, which has a negative id and no party."""

    id: int
    heading: str
    party: Present | None
    safe: bool = False


Key = Callable[[Present], Any]


def lines(
    roll: Roll, safe: Collection[int], grouping: Grouping, key: Key, *, descending: bool
) -> list[Line]:
    """The parties in order, with a heading before each group."""
    ordered = sorted(roll.present, key=key, reverse=descending)
    if grouping is Grouping.NOTHING:
        return [Line(party.id, "", party, party.id in safe) for party in ordered]
    found: list[Line] = []
    by_group = sorted(ordered, key=lambda party: belongs(party, grouping).casefold())
    for heading, group in groupby(by_group, lambda party: belongs(party, grouping)):
        found.append(Line(-1 - len(found), heading, None))
        found += [Line(party.id, heading, party, party.id in safe) for party in group]
    return found


def belongs(party: Present, grouping: Grouping) -> str:
    """The heading under which a party stands."""
    if grouping is Grouping.HOST:
        return party.host
    return party.place or QCoreApplication.translate("EmergencyList", "Place not known")


def on_paper(shown: Sequence[Line], roll: Roll, muster: Muster, house: str) -> EmergencyList:
    """The same list in the words of the printed one."""
    zone = muster.client.zone
    parties = [line for line in shown if line.party is not None]
    groups = groupby(parties, lambda line: line.heading)
    return EmergencyList(
        site=house,
        made=made_words(roll, zone),
        people=people_words(roll.people),
        parties=parties_words(roll),
        safe=safe_words(muster, roll),
        drill=muster.drill,
        groups=[
            Group(heading=heading, rows=[row for line in group for row in _rows(line, roll, zone)])
            for heading, group in groups
        ],
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


def made_words(roll: Roll, zone: ZoneInfo) -> str:
    """When the list was made."""
    date, time = format.date(roll.made_at.astimezone(zone).date()), format.time(roll.made_at, zone)
    return QCoreApplication.translate("EmergencyList", "as of {time}, {date}").format(
        time=time, date=date
    )


def safe_words(muster: Muster, roll: Roll) -> str:
    """How many of them have been seen outside, and how many have not."""
    missing = muster.missing(roll)
    words = QCoreApplication.translate("EmergencyList", "safe: {safe}, missing: {missing}")
    return words.format(safe=format.count(roll.people - missing), missing=format.count(missing))


def _rows(line: Line, roll: Roll, zone: ZoneInfo) -> Iterator[Row]:
    """A party as one row, or as several where more companions are named than fit one."""
    if line.party is None:
        return
    party = line.party
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
            safe=line.safe,
        )
