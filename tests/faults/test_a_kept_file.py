"""A file that another program keeps is waited for; then the server says so, and goes on."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer
from time import monotonic

import pytest

from tests.api.live import Live
from tests.store.files import held

CALLERS = 6
PATIENCE = 6.0


def created(live: Live, number: int) -> tuple[int, str, float]:
    """The status of writing a day down, when to try again, and how long it took."""
    began = monotonic()
    day = {"day": f"2030-02-{number + 1:02}"}
    status, headers, _ = live.ask("POST", "/api/visits/create/", day)
    return status, headers.get("retry-after", ""), monotonic() - began


def all_created(live: Live) -> list[tuple[int, str, float]]:
    with ThreadPoolExecutor(CALLERS) as threads:
        return list(threads.map(lambda number: created(live, number), range(CALLERS)))


def days(live: Live) -> int:
    return len(json.loads(live.ask("GET", "/api/visits/")[2]))


def test_a_file_that_is_kept_for_two_seconds_keeps_everybody_waiting_and_no_more(
    file: Path, live: Live
) -> None:
    with held(file, "BEGIN IMMEDIATE") as another:
        assert another.stdin
        Timer(2, another.stdin.close).start()
        answers = all_created(live)

    assert [status for status, _, _ in answers] == [201] * CALLERS
    assert max(seconds for _, _, seconds in answers) > 1
    assert days(live) == CALLERS


@pytest.mark.parametrize("seconds", [0, pytest.param(20, marks=pytest.mark.long)])
def test_a_file_that_is_kept_for_long_is_said_in_six_seconds_while_looking_goes_on(
    file: Path, live: Live, seconds: int
) -> None:
    began = monotonic()
    with held(file, "BEGIN IMMEDIATE"), ThreadPoolExecutor() as threads:
        while True:
            writing = threads.submit(all_created, live)
            while not writing.done():
                looked = monotonic()
                assert days(live) == 0
                assert monotonic() - looked < PATIENCE / 2
            answers = writing.result()
            assert [(status, again) for status, again, _ in answers] == [(503, "5")] * CALLERS
            assert max(each for _, _, each in answers) <= PATIENCE
            if monotonic() - began >= seconds:
                break

    assert {status for status, _, _ in all_created(live)} == {201}
    assert live.end() == 0
