"""A process that takes long turns is otherwise as it was."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Iterator

import pytest

from desk.gui import long_turns

KNOWN = sys.platform == "linux" and platform.machine() in {"x86_64", "aarch64"}


@pytest.fixture
def working() -> Iterator[subprocess.Popen[bytes]]:
    """A process that is there until nobody tells it anything more."""
    command = [sys.executable, "-c", "input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        yield process


def test_long_turns_are_granted_wherever_they_can_be_asked_for(
    working: subprocess.Popen[bytes],
) -> None:
    assert long_turns.give(working.pid) == KNOWN


def test_the_priority_stays_what_it_was(working: subprocess.Popen[bytes]) -> None:
    before = os.getpriority(os.PRIO_PROCESS, working.pid)

    long_turns.give(working.pid)

    assert os.getpriority(os.PRIO_PROCESS, working.pid) == before


def test_a_process_that_has_ended_meanwhile_is_let_go(working: subprocess.Popen[bytes]) -> None:
    working.communicate()

    assert not long_turns.give(working.pid)


def test_a_machine_that_knows_no_such_wish_goes_on_as_it_is(
    working: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "a machine of tomorrow")

    assert not long_turns.give(working.pid)
