"""What an emergency list says line by line, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from PySide6.QtCore import QCoreApplication

from desk.gui import format
from desk.gui.printing import rolls
from desk.gui.printing.emergency_list import EmergencyList, Group
from desk.gui.visitors.muster import Muster
from desk.services.emergency import Present, Roll


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
        made=muster.made(roll),
        people=rolls.people_words(roll.people),
        parties=rolls.parties_words(roll),
        safe=safe_words(muster, roll),
        drill=muster.drill,
        groups=[
            Group(
                heading=heading,
                rows=[
                    row
                    for line in group
                    if line.party is not None
                    for row in rolls.rows(line.party, roll, zone, safe=line.safe)
                ],
            )
            for heading, group in groups
        ],
    )


def safe_words(muster: Muster, roll: Roll) -> str:
    """How many of them have been seen outside, and how many have not."""
    missing = muster.missing(roll)
    words = QCoreApplication.translate("EmergencyList", "safe: {safe}, missing: {missing}")
    return words.format(safe=format.count(roll.people - missing), missing=format.count(missing))
