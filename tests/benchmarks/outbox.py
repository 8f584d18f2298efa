"""The look into the outbox that every window and every server takes again and again."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from desk.delivery import worker
from desk.services import house, outbox, site
from desk.store.database import Database
from desk.store.records import MessageRecord, SiteRecord
from tests.benchmarks.registry import Figure, Place, benchmark

PENDING = 10_000
CALLS = 300
ONE_MS = 1.0


@benchmark("outbox-tick", goal=1.0, says="whether anything is due among 10,000 for later; 1 ms")
def tick(_place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'desk.db'}"
        with closing(house.opened(address)) as database:
            _fill(database)
            taken = [_milliseconds(database) for _ in range(CALLS)][CALLS // 10 :]
    middle = statistics.median(taken)
    told = f"median of {len(taken)} looks {middle:.2f} ms, longest {max(taken):.2f} ms"
    yield Figure(name="outbox-tick", ratio=middle / ONE_MS, goal=1.0, told=told)


def _milliseconds(database: Database) -> float:
    """How long it takes to be told that nothing is due."""
    with database.read() as tx:
        tx.session.connection()
        began = time.process_time()
        assert not worker.due(tx)
        return (time.process_time() - began) * 1000


def _fill(database: Database) -> None:
    with database.write("bench") as tx:
        tx.add(SiteRecord(slug="main", name="Main entrance", zone="Europe/Rome"))
        site.choose(tx, site.MESSAGING.key, True)
        records = [
            MessageRecord(
                event="reminder",
                category="",
                recipient=str(number),
                template="appointment-reminder",
                channel="email",
                due=tx.now + timedelta(minutes=1 + number),
                about={},
                created_at=tx.now,
                created_by="bench",
            )
            for number in range(PENDING)
        ]
        outbox.put(tx, records)
