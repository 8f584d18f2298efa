"""The clock follows the computer's, but no jump of it until that has stood for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.store.clock import NEAR, SETTLED, now, system_clock
from tests.conftest import Clock, Computer, at

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
JUMPS = (HOUR, -HOUR, 24 * HOUR, -24 * HOUR, 2 * NEAR, -2 * NEAR)


@pytest.fixture
def computer(clock: Clock) -> Computer:
    return Computer(clock)


def test_it_shows_what_the_computer_shows_while_that_does_not_jump(computer: Computer) -> None:
    for seconds in (0, 1, 3600, 86_400):
        computer.wait(seconds * SECOND)
        computer.wall.advance(timedelta(milliseconds=300))

        assert computer.clock() == computer.wall.now


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_it_goes_on_by_what_has_passed_until_a_jump_has_stood(
    computer: Computer, jump: timedelta
) -> None:
    computer.wall.advance(jump)
    assert computer.clock() == at(9)
    computer.wait(SETTLED - SECOND)
    assert computer.clock() == at(9) + SETTLED - SECOND

    computer.wait(SECOND)

    assert computer.clock() == computer.wall.now == at(9) + SETTLED + jump


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_jump_there_and_back_is_none(computer: Computer, jump: timedelta) -> None:
    for _ in range(6):
        computer.wall.advance(jump)
        computer.wait(SETTLED / 2)
        computer.clock()
        computer.wall.advance(-jump)
        computer.wait(SETTLED / 2)

        assert computer.clock() == computer.wall.now

    computer.wall.advance(jump)
    assert computer.clock() == computer.wall.now - jump


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_second_jump_has_to_stand_as_long_as_the_first(
    computer: Computer, jump: timedelta
) -> None:
    computer.wall.advance(jump)
    computer.clock()
    computer.wait(SETTLED - SECOND)
    computer.wall.advance(jump)
    computer.clock()
    computer.wait(SETTLED - SECOND)
    assert computer.clock() == computer.wall.now - 2 * jump

    computer.wait(SECOND)

    assert computer.clock() == computer.wall.now


def test_the_clock_of_the_program_shows_what_this_computer_shows() -> None:
    before = system_clock()
    assert before - NEAR <= now() <= system_clock() + NEAR
