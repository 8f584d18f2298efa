"""Another process at the same database, which does what it is told, line by line.

    entries 3           log three parties in one transaction
    zone Asia/Tokyo     move the house

Each line is answered, once it is committed, with the moment before that in seconds.
"""

from __future__ import annotations

import sys
from time import monotonic

from desk.store.database import Database
from desk.store.records import PersonRecord, SiteRecord
from tests import build


def obey(database: Database, order: str, what: str) -> float:
    """Carry out one line."""
    with database.write("another") as tx:
        if order == "zone":
            tx.get(SiteRecord, 1).zone = what
        else:
            person = tx.session.get(PersonRecord, 1)
            host = person.id if person else build.resident(tx).id
            for _ in range(int(what)):
                build.entry(tx, host)
        return monotonic()


def main(address: str) -> None:
    database = Database(address)
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        print(obey(database, *line.split()), flush=True)  # noqa: T201
    database.close()


if __name__ == "__main__":
    main(sys.argv[1])
