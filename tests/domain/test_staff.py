"""Which secrets are good enough, and how long to wait after a wrong one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk.domain.errors import Invalid
from desk.domain.staff import Secret, require_secret, wait_after

NOW = datetime(2030, 2, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize("secret", ["4711", "000000", "correct horse", "pass w8rd", "ключ-ключ"])
def test_a_pin_of_four_digits_and_a_password_of_eight_characters_will_do(secret: str) -> None:
    require_secret("Ada Lind", secret)


@pytest.mark.parametrize(
    "secret",
    ["", "123", "abcdefg", "12a4", "١٢٣٤", "Ada Lind", "ada lind ", "x" * 201, "a\0bcdefgh"],
)
def test_what_is_easily_guessed_is_refused(secret: str) -> None:
    with pytest.raises(Invalid) as refused:
        require_secret("Ada Lind", secret)

    assert list(refused.value.reasons) == ["secret"]


def test_five_tries_are_free_and_then_each_costs_twice_as_much_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(failures).total_seconds() for failures in range(15)]

    assert waits[:5] == [0] * 5
    assert waits[5:] == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]
    assert wait_after(10**6) == timedelta(minutes=15)


def test_a_wait_that_is_over_is_none() -> None:
    assert Secret(hash="x", wait_until=NOW + timedelta(seconds=5)).wait(NOW) == timedelta(seconds=5)
    assert not Secret(hash="x", wait_until=NOW).wait(NOW)
    assert not Secret(hash="x").wait(NOW)
