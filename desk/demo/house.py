"""The made-up house itself: its desk, providers, appointment types and days."""

from __future__ import annotations

import random
from datetime import timedelta

from desk.demo.names import Names
from desk.domain.directory import Per
from desk.services import days, directory
from desk.services.directory import NewVariation
from desk.store.database import Write

HOUSE = "Lindenhof"
ZONE = "Europe/Rome"
PLACES = 60
LEFT_TODAY = 11
HORIZON = 62  # days from the first of this month: this one and the next
SUNDAY = 6
COLOURS = ("#2f57c8", "#17693c", "#8a4b00", "#6240b4", "#ac2018", "#0f6b78")
TEAMS = ("Therapy", "Ground floor", "First floor", "First floor")
TYPES = (
    ("consultation", "Consultation", 30),
    ("therapy", "Therapy", 60),
    ("check-up", "Check-up", 15),
)


def found(tx: Write, chance: random.Random, providers: int) -> None:
    """Name the house and everybody who can be booked there."""
    directory.put_organisation(tx, "lindenhof", HOUSE)
    directory.put_site(tx, "main", HOUSE, ZONE)
    names = Names(chance)
    for number in range(1, providers + 1):
        first, last = names.next()
        directory.put_resource(
            tx,
            f"provider-{number}",
            f"Dr. {first}",
            last,
            color=COLOURS[number % len(COLOURS)],
            team=TEAMS[number % len(TEAMS)],
        )
    _put_types(tx, providers)


def open_days(tx: Write, chance: random.Random) -> None:
    """Give this month and the next their places: Sundays are closed, a few days are full."""
    first = tx.today.replace(day=1)
    for date in (first + timedelta(days=n) for n in range(HORIZON)):
        weekend = date.weekday() >= SUNDAY - 1
        closed = date.weekday() == SUNDAY and date != tx.today
        places = 0 if closed else PLACES // 2 if weekend else PLACES
        days.open(tx, date, places)
        ahead = (date - tx.today).days
        share = min(1.0, chance.betavariate(4, 2) * (1.2 if ahead < 7 else 0.8))
        taken = places if chance.random() < 0.1 else round(places * share)
        if ahead == 0:
            taken = places - LEFT_TODAY
        if taken:
            days.occupy(tx, date, taken)


def _put_types(tx: Write, providers: int) -> None:
    for key, name, minutes in TYPES:
        variations = [
            NewVariation(
                key=f"{key}-{number}", name=f"{name} {number}", resource=f"provider-{number}"
            )
            for number in range(1, min(providers, 3) + 1)
        ]
        directory.put_type(
            tx,
            key,
            name,
            site="main",
            per=Per.SLOT,
            code=key,
            length=timedelta(minutes=minutes),
            waiting_list=True,
            variations=variations,
        )
    directory.put_type(
        tx,
        "day-visit",
        "Day visit",
        site="main",
        per=Per.DAY,
        code="day_visit",
        waiting_list=True,
    )
