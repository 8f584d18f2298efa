"""The small texts of which large answers are put together, each made once: instants and values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain

from desk.api.wire import dumped
from desk.domain.wall_clock import DAY_MS

PIECE = 1 << 19  # letters of an array that go out together
_EPOCH_DAY = dt.date(1970, 1, 1).toordinal()


class Moments(dict[int, str]):
    """The text of each instant, in milliseconds since 1970, made the first time it is asked for.

    It is that of `wire.instant_text`.
    """

    def __missing__(self, number: int) -> str:
        day, time = divmod(number, DAY_MS)
        text = self[number] = date_text(day) + time_text(time)
        return text


@lru_cache(maxsize=4096)
def date_text(day: int) -> str:
    """The date so many days after the first of 1970."""
    return dt.date.fromordinal(_EPOCH_DAY + day).isoformat()


@lru_cache(maxsize=1 << 15)
def time_text(time: int) -> str:
    """The time so many milliseconds after midnight, from the T to the Z."""
    seconds, thousandths = divmod(time, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"T{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{thousandths:03}Z"


class Once(dict[object, str]):
    """The text that is made of each value."""

    def __init__(self, make: Callable[[object], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: object) -> str:
        text = self[value] = self._make(value)
        return text


def quoted(value: object) -> str:
    """The value as JSON."""
    return dumped(value).decode()


def array(texts: Iterable[str]) -> Iterator[bytes]:
    """A JSON array of what is JSON already, piece by piece; the first one is made at once.

    So that what goes wrong at the beginning can still be answered as such.
    """
    pieces = _array(texts)
    return chain([next(pieces)], pieces)


def _array(texts: Iterable[str]) -> Iterator[bytes]:
    piece, size, sign = ["["], 0, ""
    for text in texts:
        piece += sign, text
        size += len(text)
        sign = ","
        if size > PIECE:
            yield "".join(piece).encode()
            piece, size = [], 0
    yield "".join([*piece, "]"]).encode()
