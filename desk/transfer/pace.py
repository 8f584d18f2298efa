"""Writing much without keeping the receptionist waiting.

Somebody may be checking a visitor in while a file of a year is read. So what is written goes in
small transactions, and after each the writer rests as long as that one took.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from time import monotonic
from typing import TypeVar

from desk.domain.message import Telling
from desk.services import rights
from desk.store.database import Database, Write

T = TypeVar("T")
Act = Callable[[Write, Sequence[T]], Iterator[None]]

# After so much of a transaction no further thing is begun; the journal, the index and the disk
# take about as long again.
SECONDS = 0.025
_AT_HAND = 24


def in_turns(
    database: Database, actor: str, things: Iterable[T], act: Act[T], stop: threading.Event
) -> Iterator[list[T]]:
    """Have `act` done with the things, giving what each transaction has brought in.

    `act` gets a transaction and the next things, and yields once for every thing that is done, in
    their order; those it is not let finish come again. Ends early, between two transactions, when
    `stop` is set.
    """
    coming = iter(things)
    waiting: deque[T] = deque()
    while not stop.is_set():
        waiting.extend(islice(coming, _AT_HAND - len(waiting)))
        if not waiting:
            return
        with database.write(actor) as tx:
            rights.require_admin(tx, "import")
            tx.telling = Telling.NOBODY  # What is brought in happened elsewhere, or long ago.
            began = monotonic()
            done = 0
            for _ in act(tx, tuple(waiting)):
                done += 1
                if monotonic() - began > SECONDS:
                    break
        taken = monotonic() - began
        yield [waiting.popleft() for _ in range(done)]
        stop.wait(taken)
