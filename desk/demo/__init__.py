"""A made-up house: people, visits and days that never were.

The same seed and the same moment give the same house everywhere: in the demonstration, in tests
and in pictures. Its day is always today, so that there is somebody inside and somebody late
whenever it is looked at.
"""

from __future__ import annotations

import random

from desk.demo import calendar, directory, log, waiting_people
from desk.demo.house import found, open_days
from desk.demo.parties import Guests
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
    appointments: int = 3_000,
) -> None:
    """Put a house into an empty database: so many people, visits past and present, and providers.

    Of the appointments up to 300 are today, some are to come and the others are past.
    People, visits and appointments are written without a journal entry for each, because nobody
    did any of it. Only the last of them has one, from which an open window hears that there is
    news; house, days and notes about names go through the services.
    """
    chance = random.Random(seed)
    with database.write(ACTOR) as tx:
        found(tx, chance, providers)
    # The dates of the second transaction are those of the zone that the first one chose.
    with database.write(ACTOR) as tx:
        open_days(tx, chance)
        hosts = directory.write(tx, chance, people)
        if hosts and visitors > 0:
            log.write(tx, chance, Guests(chance, hosts, visitors), visitors)
        calendar.write(tx, chance, appointments)
        waiting_people.write(tx, chance)
