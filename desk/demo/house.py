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
HORIZON = 62  # days from the first of this month
COLOURS = ("#2f57c8", "#17693c", "#8a4b00", "#6240b4", "#ac2018", "#0f6b78")


def found(tx: Write, providers: int) -> None:
    """Name the house and everybody who can be booked there."""
    directory.put_organisation(tx, "lindenhof", HOUSE)
    directory.put_site(tx, "main", HOUSE, ZONE)
    names = Names(random.Random(providers))
    for number in range(1, providers + 1):
        first, last = names.next()
        directory.put_resource(
            tx, f"provider-{number}", f"Dr. {first}", last, color=COLOURS[number % len(COLOURS)]
        )
    _types(tx, providers)


def _types(tx: Write, providers: int) -> None:
    for key, name, minutes in (
        ("consultation", "Consultation", 30),
        ("therapy", "Therapy", 60),
        ("check-up", "Check-up", 15),
    ):
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


def open_days(tx: Write, chance: random.Random) -> None:
    """Give this month and the next real numbers of places; Sundays are closed, a few days full."""
    first = tx.today.replace(day=1)
    for date in (first + timedelta(days=n) for n in range(HORIZON)):
        if date.weekday() == 6:
            days.open(tx, date, 0)
            continue
        days.open(tx, date, PLACES if date.weekday() < 5 else PLACES // 2)
        far = max((date - tx.today).days, 0)
        share = min(1.0, chance.betavariate(4, 2) * (1.2 if far < 7 else 0.8))
        places = days.on(tx, date).places
        taken = places if chance.random() < 0.08 else round(places * share)
        if date == tx.today:
            taken = min(taken, places - 11)
        if taken > 0:
            days.occupy(tx, date, taken)
