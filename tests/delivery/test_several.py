"""Several programs that deliver at the same time send each message once."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from desk.delivery import worker
from desk.delivery.worker import Outcome
from desk.domain.message import Fate
from desk.services import house
from desk.store.database import Database
from tests.conftest import Clock
from tests.delivery.house_of import fates, sending_through, written
from tests.delivery.post_office import PostOffice
from tests.delivery.processes import delivering, told


@pytest.fixture
def clock() -> Clock:
    """The time it is: other programs look at their own clock."""
    return Clock(datetime.now(UTC))


@pytest.fixture
def database(clock: Clock, furnished_file: Path) -> Iterator[Database]:
    """A file in memory where there is such a folder: how fast the disk is matters to nobody."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="desk-", dir=memory if memory.is_dir() else None) as folder:
        made = house.opened(f"sqlite:///{shutil.copy(furnished_file, folder)}", clock=clock)
        yield made
        made.close()


@pytest.mark.parametrize("many", [250, pytest.param(1000, marks=pytest.mark.long)])
def test_two_programs_send_each_of_many_messages_once(
    both: Database, many: int, office: PostOffice
) -> None:
    written(both, many)
    sending_through(both, office)
    two = asyncio.Event()

    async def until_both_are_there() -> None:
        if len(office.speaking) == 2:
            two.set()
        await asyncio.wait_for(two.wait(), 60)

    office.gate = until_both_are_there

    outcomes = [told(process) for process in [delivering(both), delivering(both)]]

    sent = [outcome["sent"] for outcome in outcomes]
    assert sum(sent) == many
    assert min(sent) > 0
    assert set(Counter(taken.recipient for taken in office.taken).values()) == {1}
    assert len(office.taken) == many
    assert not any(b"X-Desk-Again" in taken.raw for taken in office.taken)
    assert fates(both) == {Fate.SENT: many}


def test_two_threads_of_one_program_send_each_message_once(
    both: Database, office: PostOffice
) -> None:
    written(both, 40)
    sending_through(both, office)
    outcomes: list[Outcome] = []
    threads = [
        threading.Thread(target=lambda: outcomes.append(worker.deliver(both))) for _ in range(4)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(outcome.sent for outcome in outcomes) == 40
    assert set(Counter(taken.recipient for taken in office.taken).values()) == {1}
