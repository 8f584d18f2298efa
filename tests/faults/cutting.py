"""A `desk serve` whose line to PostgreSQL is cut again and again while callers write.

Half of the cuts come at a COMMIT: one of them before the server hears of it, the next one after,
so that the work is done and nobody is told. Whoever is not answered asks again under the same key.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from statistics import median
from time import monotonic, sleep
from typing import Any

from tests.api.live import Live
from tests.api.log_words import VISITS
from tests.faults.cables import AtCommit, Cable

CALLERS = 4
PATIENCE = 20
WORK = (0.02, 0.2)  # seconds of work between two cuts
AWAY = (0.1, 0.8)  # seconds that the server is away altogether
RECONNECTED = 503


@dataclass
class Outcome:
    """What came of it; `back` are the seconds from the line's being there to a write's answer."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    back: list[float] = field(default_factory=list)
    at_commit: int = 0
    asked_again: int = 0
    unexpected: list[str] = field(default_factory=list)

    def told(self) -> str:
        """The figures in a line."""
        return (
            f"{len(self.back)} cuts, {self.at_commit} at COMMIT, {len(self.acknowledged)}"
            f" acknowledged, {self.asked_again} asked again, back p50 {median(self.back):.3f} s,"
            f" max {max(self.back):.3f} s"
        )


class Cutting:
    """The run: callers on their threads, and the one who cuts."""

    def __init__(
        self, live: Live, cable: Cable, shown: dict[str, str], body: dict[str, Any]
    ) -> None:
        self.outcome = Outcome()
        self._live, self._cable = live, cable
        self._shown, self._body = shown, body
        self._over = threading.Event()
        self._heard = threading.Condition()
        self._last_begun = 0.0  # when the last write was begun that has been answered

    def run(self, cuts: int) -> Outcome:
        """Cut the line so many times; at the end everybody has their answer."""
        dice = random.Random(20300204)
        with ThreadPoolExecutor(CALLERS) as threads:
            at_work = [threads.submit(self._write, f"caller {each}") for each in range(CALLERS)]
            try:
                for number in range(cuts):
                    sleep(
                        dice.uniform(*WORK)
                    )  # A moment is wanted, not that something comes about.
                    self._cut(number, dice)
            finally:
                self._over.set()
            for work in at_work:
                work.result()
        return self.outcome

    def _cut(self, number: int, dice: random.Random) -> None:
        match number % 4:
            case 0 | 2:
                self._cable.committed.clear()
                self._cable.at_commit = AtCommit.BEFORE if number % 4 else AtCommit.AFTER
                assert self._cable.committed.wait(PATIENCE), "nobody has written any more"
                self.outcome.at_commit += 1
            case 1:
                self._cable.cut()
            case _:
                self._cable.pull()
                sleep(dice.uniform(*AWAY))
                self._cable.plug()
        since = monotonic()
        self._wait_for(lambda: self._last_begun > since)
        self.outcome.back.append(monotonic() - since)

    def _wait_for(self, true: Callable[[], bool]) -> None:
        with self._heard:
            assert self._heard.wait_for(true, PATIENCE), "nothing has been answered any more"

    def _write(self, name: str) -> None:
        written = 0
        while not self._over.is_set():
            written += 1
            self._write_one(f"{name} {written}")

    def _write_one(self, subject: str) -> None:
        sent = self._body | {"subject": subject}
        headers = self._shown | {"idempotency_key": subject}
        while True:
            begun = monotonic()
            try:
                status, _, raw = self._live.ask("POST", VISITS, sent, **headers)
            except (OSError, HTTPException) as error:
                status, raw = 0, str(error).encode()
            if status != RECONNECTED:
                break
            self.outcome.asked_again += 1
        if status == 201:
            self.outcome.acknowledged[subject] = raw.decode()
        else:
            self.outcome.unexpected.append(f"{subject}: {status} {raw.decode()}")
        with self._heard:
            self._last_begun = max(self._last_begun, begun)
            self._heard.notify_all()
