"""A made-up house: people, visits and days that never were.

The same seed gives the same house everywhere: in the demonstration, in tests and in pictures. Its
day is always today, so that there is somebody inside and somebody late whenever it is looked at.
"""

from __future__ import annotations

import random

from desk.demo import people, visits
from desk.demo.house import found, open_days
from desk.store.database import Database

ACTOR = "demo"
SEED = 2030


def fill(
    database: Database,
    *,
    seed: int = SEED,
    people: int = 20_000,
    visitors: int = 4_000,
    providers: int = 12,
) -> None:
    """Put a house into an empty database: so many people, past visits and providers.

    Written in one transaction without a journal entry for each row, because nobody did any of it.
    """
    chance = random.Random(seed)
    with database.write(ACTOR) as tx:
        found(tx, providers)
        open_days(tx, chance)
        hosts = _people(tx, chance, people)
        visits.write(tx, chance, hosts, visitors)


_people = people.write
