"""What time it is: the clock of this computer, of which a jump is not believed at once.

A hold is taken for some minutes. If the computer's clock jumped by hours meanwhile, because the
time server put it right or somebody set it, the hold would end at once or last for hours. So
moments are told by an anchor, taken when the program starts, and by the seconds that have passed
since, which no setting of the clock changes ("reservations end by a clock anchored at start +
monotonic", ruling 13 of our study of reliability). Sleep of the computer counts as passing.

As long as the clock differs by no more than `NEAR` from that, it is followed. A jump is taken up
when it has stood for `SETTLED`, which is as long as a desk or a machine commonly holds a slot, so
that every hold of that length taken before ends when it should, and what is written down follows
a clock that was put right soon after. A jump there and back is none. What is promised for longer,
as an offer is, was promised until a time of day, and ends by the clock that was put right. A hold
taken shortly before a jump is taken up ends early if that went forward; if it went back,
`desk.services.void_holds` ends it.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

NEAR = timedelta(seconds=5)
SETTLED = timedelta(minutes=5)


def system_clock() -> datetime:
    """What this computer's clock shows."""
    return datetime.now(UTC)


if sys.platform == "win32":
    seconds = time.monotonic
else:
    # Python's own monotonic clock stands still while the computer sleeps, and these do not.
    _COUNTER = time.CLOCK_BOOTTIME if sys.platform == "linux" else time.CLOCK_MONOTONIC

    def seconds() -> float:
        """How long the computer has been on, asleep or awake."""
        return time.clock_gettime(_COUNTER)


class Anchored:
    """A clock that goes on by what has passed; asked on any thread."""

    def __init__(
        self,
        wall: Callable[[], datetime] = system_clock,
        passed: Callable[[], float] = seconds,
    ) -> None:
        self._wall, self._passed = wall, passed
        self._guard = threading.Lock()
        self._origin = wall() - timedelta(seconds=passed())  # when nothing had passed
        self._jumped: tuple[datetime, timedelta] | None = None  # the other origin, seen since

    def __call__(self) -> datetime:
        with self._guard:
            passed = timedelta(seconds=self._passed())
            origin = self._wall() - passed
            if abs(origin - self._origin) <= NEAR or self._has_settled(origin, passed):
                self._origin, self._jumped = origin, None
            return self._origin + passed

    def _has_settled(self, origin: datetime, passed: timedelta) -> bool:
        """Whether the clock has gone on from where it jumped to for long enough."""
        if self._jumped is None or abs(origin - self._jumped[0]) > NEAR:
            self._jumped = origin, passed
        return passed - self._jumped[1] >= SETTLED


now = Anchored()
