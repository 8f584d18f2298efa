"""Requests that were right and have been altered at random are never a fault of the server."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from desk.api.application import FULL
from desk.api.dialect import Dialect
from desk.store.database import Database
from tests.api import nasty
from tests.api.aims import aims
from tests.api.nasty import Aim, Sent
from tests.api.test_nasty import Asker
from tests.api.whole_house import furnished

SEED = 20300204
JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 2**31, 2**63, -(2**63), 1e300, "", " ", [], {}, [[]], {"": 0}),
    *("2030-02-04", "2030-02-04T10:00:00Z", "24:00", "FREQ=DAILY", "FREQ=SECONDLY;COUNT=9999999"),
    *nasty.SLY[:12],
)


class Mutator:
    """Alters requests of a dialect, by dice that fall the same each time."""

    def __init__(self, dialect: Dialect) -> None:
        self._dice = random.Random(SEED)
        self._prefixes = dialect.prefixes

    def altered(self, aim: Aim) -> Sent:
        """The request with one to four things in it altered."""
        body = json.loads(aim.raw) if aim.raw is not None else None
        path = aim.path
        headers: dict[str, str] = {}
        for _ in range(self._dice.randint(1, 4)):
            where = self._dice.choice(("body", "body", "body", "path", "query", "headers"))
            if where == "body":
                body = self._value(body)
            elif where == "headers":
                headers |= self._dice.choice(nasty.HEADERS[10:])
            else:
                path = self._path(path) if where == "path" else self._query(aim, path)
        raw = None if body is None else json.dumps(body).encode()
        if raw and self._dice.random() < 0.2:
            raw = self._bytes(raw)
        return Sent(aim.operation.method, path, raw, headers)

    def _value(self, value: Any) -> Any:
        """Something in it replaced, left out, doubled or put elsewhere."""
        if isinstance(value, dict) and value and self._dice.random() < 0.85:
            key = self._dice.choice(list(value))
            match self._dice.randrange(5):
                case 0:
                    return {name: each for name, each in value.items() if name != key}
                case 1:
                    return {**value, self._dice.choice([*value, "x", "", "__STATE__"]): value[key]}
                case _:
                    return {**value, key: self._value(value[key])}
        if isinstance(value, list) and value and self._dice.random() < 0.85:
            at = self._dice.randrange(len(value))
            return self._dice.choice(
                [value * 2, value[:at], [*value[:at], self._value(value[at]), *value[at + 1 :]]]
            )
        if isinstance(value, str) and value and self._dice.random() < 0.4:
            return self._text(value)
        return self._dice.choice(JUNK)

    def _text(self, text: str) -> str:
        at = self._dice.randrange(len(text) + 1)
        piece = self._dice.choice(("", "0", "-", "\u0661", "\U0010ffff", "\0", "%", "9" * 30, text))
        return text[:at] + piece + text[at + self._dice.randint(0, 2) :]

    def _path(self, path: str) -> str:
        """Another address of the same dialect."""
        prefix = next((each for each in self._prefixes if path.startswith(each)), path)
        parts = path.removeprefix(prefix).split("/")
        at = self._dice.randrange(len(parts))
        parts[at] = self._dice.choice((*nasty.SEGMENTS, parts[at] * 2, "1", "99"))
        return f"{prefix.rstrip('/')}/{'/'.join(parts)}"

    def _query(self, aim: Aim, path: str) -> str:
        name = self._dice.choice((*aim.operation.described.query, "page", "x", "_q", "_l"))
        text = nasty.escaped(str(self._dice.choice(JUNK)))
        return f"{path}{'&' if '?' in path else '?'}{name}={text}"

    def _bytes(self, raw: bytes) -> bytes:
        at = self._dice.randrange(len(raw))
        return raw[:at] + self._dice.randbytes(self._dice.randint(0, 3)) + raw[at + 1 :]


@pytest.mark.parametrize("each", [20, pytest.param(250, marks=pytest.mark.long)])
@pytest.mark.parametrize("dialect", FULL, ids=lambda each: each.title)
def test_nothing_that_was_right_and_is_altered_does_harm(
    dialect: Dialect, each: int, database: Database
) -> None:
    every = list(aims(dialect, furnished(database)))
    asker = Asker(dialect, database)
    mutator = Mutator(dialect)

    statuses = {asker.require_sense(mutator.altered(aim)) for _ in range(each) for aim in every}

    assert max(statuses) < 500
