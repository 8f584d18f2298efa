"""What the server was asked lately, and who has asked."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

MOST = 500
LATELY = timedelta(minutes=5)
STRETCH = timedelta(seconds=10)
PUBLIC = "public"  # what the server calls whoever comes without a token

Key = tuple[str, str]  # the name and the address of a caller


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request that was answered; `caller` is empty where no token was shown."""

    id: int
    at: datetime
    method: str
    path: str
    status: int
    caller: str
    address: str
    took: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody who has asked lately: how often, and when for the last time."""

    id: int
    name: str
    address: str
    requests: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some seconds, and how often each caller asked in them."""

    since: datetime
    asked: Counter[Key]


class Requests:
    """The latest requests, newest first. However many come, it stays small."""

    def __init__(self) -> None:
        self._latest: deque[Request] = deque(maxlen=MOST)
        self._stretches: deque[Stretch] = deque()
        self._numbers: dict[Key, int] = {}
        self._last: dict[Key, datetime] = {}
        self.count = 0

    @property
    def latest(self) -> Sequence[Request]:
        return tuple(self._latest)

    def add(self, found: Mapping[str, Any], at: datetime) -> None:
        """Take in a request as the server tells of it."""
        self.count += 1
        caller = "" if found["caller"] == PUBLIC else str(found["caller"])
        request = Request(
            id=self.count,
            at=at,
            method=str(found["method"]),
            path=str(found["path"]),
            status=int(found["status"]),
            caller=caller,
            address=str(found["address"]),
            took=timedelta(milliseconds=float(found["took"])),
        )
        self._latest.appendleft(request)
        self._count((caller, request.address), at)

    def callers(self, now: datetime) -> list[Caller]:
        """Everybody who has asked in the last minutes, the busiest first."""
        self._forget(now)
        asked: Counter[Key] = Counter()
        for stretch in self._stretches:
            asked += stretch.asked
        return [
            Caller(
                id=self._numbers.setdefault(key, len(self._numbers) + 1),
                name=key[0],
                address=key[1],
                requests=times,
                last=self._last[key],
            )
            for key, times in asked.most_common()
        ]

    def _count(self, key: Key, at: datetime) -> None:
        if not self._stretches or at - self._stretches[-1].since >= STRETCH:
            self._forget(at)
            self._stretches.append(Stretch(at, Counter()))
        self._stretches[-1].asked[key] += 1
        self._last[key] = at

    def _forget(self, now: datetime) -> None:
        while self._stretches and now - self._stretches[0].since > LATELY:
            self._stretches.popleft()
        known = {key for stretch in self._stretches for key in stretch.asked}
        self._last = {key: at for key, at in self._last.items() if key in known}
        self._numbers = {key: number for key, number in self._numbers.items() if key in known}
