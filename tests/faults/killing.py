"""A server that is killed again and again while callers write, and what they were answered.

Each caller writes visits one after another, every one under a key of its own. Whatever was not
answered when the server died is asked again, under the same key, of the server that comes next.
"""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any

from tests.api.live import Live, served
from tests.api.log_words import VISITS

CALLERS = 4
WORK = (0.1, 0.6)  # seconds that a server lives after it has come up


@dataclass
class Outcome:
    """What came of it: the visits acknowledged by their purpose, and what a start took."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    restarts: list[float] = field(default_factory=list)  # seconds to the first answer
    asked_again: int = 0
    unexpected: list[str] = field(default_factory=list)

    def told(self) -> str:
        """The figures in a line."""
        return (
            f"{len(self.restarts) - 1} kills, {len(self.acknowledged)} acknowledged,"
            f" {self.asked_again} asked again, restart p50 {median(self.restarts):.2f} s,"
            f" max {max(self.restarts):.2f} s"
        )


@dataclass
class Caller:
    """One who writes; `pending` is what was not answered yet."""

    name: str
    shown: dict[str, str]
    body: dict[str, Any]
    outcome: Outcome
    pending: str = ""
    written: int = 0

    def write_until_it_dies(self, live: Live) -> None:
        while True:
            if self.pending:
                self.outcome.asked_again += 1
            else:
                self.written += 1
                self.pending = f"{self.name} {self.written}"
            try:
                self._write(live)
            except (OSError, HTTPException):
                return

    def settle(self, live: Live) -> None:
        """Have what is still open answered."""
        while self.pending:
            self.outcome.asked_again += 1
            self._write(live)

    def _write(self, live: Live) -> None:
        sent = self.body | {"subject": self.pending}
        headers = self.shown | {"idempotency_key": self.pending}
        status, _, raw = live.ask("POST", VISITS, sent, **headers)
        if status == 201:
            self.outcome.acknowledged[self.pending] = raw.decode()
        else:
            self.outcome.unexpected.append(f"{self.pending}: {status} {raw.decode()}")
        self.pending = ""


def run(
    database: str,
    home: Path,
    shown: dict[str, str],
    body: dict[str, Any],
    *,
    kills: int,
    writes: int,
) -> Outcome:
    """Let callers write, and kill the server at least so many times; the last one ends in order.

    It goes on until so many writes were acknowledged, or something was answered that is no answer.
    """
    outcome = Outcome()
    callers = [Caller(f"caller {each}", shown, body, outcome) for each in range(CALLERS)]
    dice = random.Random(20300204)
    with ThreadPoolExecutor(CALLERS) as threads:
        while not outcome.unexpected and (
            len(outcome.restarts) < kills or len(outcome.acknowledged) < writes
        ):
            with _come_up(database, home, shown, outcome) as live:
                at_work = [threads.submit(each.write_until_it_dies, live) for each in callers]
                sleep(dice.uniform(*WORK))  # A moment is wanted, not that something comes about.
                live.process.kill()
                for work in at_work:
                    work.result()
                assert live.process.wait() == -signal.SIGKILL
    with _come_up(database, home, shown, outcome) as live:
        for each in callers:
            each.settle(live)
    return outcome


@contextmanager
def _come_up(database: str, home: Path, shown: dict[str, str], outcome: Outcome) -> Iterator[Live]:
    """A server that has answered once."""
    begun = perf_counter()
    with served(database, home) as live:
        status, _, _ = live.ask("GET", f"{VISITS}?pageSize=1", **shown)
        outcome.restarts.append(perf_counter() - begun)
        assert status == 200
        yield live
