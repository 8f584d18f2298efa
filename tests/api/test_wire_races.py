"""Many callers at once over real HTTP: exactly one wins, the others get the documented answer."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk.store.database import Database
from tests.api.live import Live, served
from tests.conftest import address_of


@pytest.fixture
def live(both: Database, tmp_path: Path) -> Iterator[Live]:
    with served(address_of(both), tmp_path) as running:
        yield running


def together(number: int, act: Callable[[int], tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """What so many callers get who all ask at the same moment."""
    gate, answers = threading.Barrier(number), []

    def ask(which: int) -> None:
        gate.wait(30)
        answers.append(act(which))

    callers = [threading.Thread(target=ask, args=(which,)) for which in range(number)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(60)
    assert len(answers) == number
    return answers


def test_of_fifty_creates_of_one_day_one_makes_it(live: Live) -> None:
    def create(_which: int) -> tuple[int, bytes]:
        status, _, body = live.ask("POST", "/api/visits/create/", {"day": "2030-02-04"})
        return status, body

    answers = together(50, create)

    assert Counter(status for status, _ in answers) == {201: 1, 200: 49}
    assert len({body for _, body in answers}) == 1
    assert len(json.loads(live.ask("GET", "/api/visits/")[2])) == 1


def test_of_twenty_equal_questions_under_one_key_one_is_carried_out(live: Live) -> None:
    def create(_which: int) -> tuple[int, bytes]:
        status, _, body = live.ask(
            "POST", "/api/visits/create/", {"day": "2030-02-04"}, idempotency_key="the-same"
        )
        return status, body

    answers = together(20, create)

    assert Counter(status for status, _ in answers) == {201: 20}
    assert len({body for _, body in answers}) == 1
