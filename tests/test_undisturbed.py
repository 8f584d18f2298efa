"""Modules come in without being looked through for circles."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from desk.undisturbed import undisturbed


@pytest.fixture
def looks() -> Iterator[list[str]]:
    """What Python says of each time it looks for circles, while it does so by itself."""
    heard: list[str] = []

    def hear(phase: str, _about: dict[str, int]) -> None:
        heard.append(phase)

    was_on = gc.isenabled()
    gc.enable()
    gc.callbacks.append(hear)
    yield heard
    gc.callbacks.remove(hear)
    gc.unfreeze()
    if not was_on:
        gc.disable()


def many() -> list[list[int]]:
    return [[number] for number in range(20 * gc.get_threshold()[0])]


def test_nothing_is_looked_through_meanwhile_nor_ever_again(looks: list[str]) -> None:
    looks.clear()
    with undisturbed():
        kept = many()
        assert not looks

    assert gc.isenabled()
    assert gc.get_freeze_count() > len(kept)
    assert many()
    assert looks


def test_where_python_does_not_look_by_itself_nothing_is_changed() -> None:
    gc.disable()
    before = gc.get_freeze_count()

    with undisturbed():
        pass

    assert not gc.isenabled()
    assert gc.get_freeze_count() == before
