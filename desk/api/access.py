"""Who is calling: tokens in the header, what they may do, and who has failed too often."""

from __future__ import annotations

import hmac
import math
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

from desk.api.wire import Refused
from desk.domain.access import Role, Token, digest
from desk.services import tokens
from desk.store.database import Read

PUBLIC = "public"
MINUTE = 60.0
_TOO_LONG = 1024


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who asks: the token, none without a valid one, and the address it comes from."""

    token: Token | None
    address: str

    @property
    def name(self) -> str:
        """By which name changes are signed."""
        return self.token.label if self.token else PUBLIC

    @property
    def known_as(self) -> str:
        """Whose keys of its own are whose: by the token, or the address without one."""
        return f"token {self.token.id}" if self.token else f"address {self.address}"

    def may(self, wanted: Role) -> bool:
        return self.token is not None and self.token.role.includes(wanted)


class Allowance:
    """How often something may be done from one address in a minute."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._done: dict[str, deque[float]] = {}
        self._guard = threading.Lock()

    def spend(self, address: str, limit: int) -> None:
        """Do it once more; refused with 429 when that is too often."""
        if seconds := self.wait(address, limit):
            raise Refused(429, headers={"Retry-After": str(seconds)})
        self.count(address)

    def count(self, address: str) -> None:
        """Remember that it was done just now."""
        with self._guard:
            self._done.setdefault(address, deque()).append(self._clock())

    def wait(self, address: str, limit: int) -> int:
        """In how many seconds it may be done again; 0 if now."""
        with self._guard:
            now, done = self._clock(), self._done.get(address, deque())
            while done and done[0] <= now - MINUTE:
                done.popleft()
            if not done:
                self._done.pop(address, None)
            if len(done) < limit:
                return 0
            begin = done[-limit] if limit else now
        return max(1, math.ceil(begin + MINUTE - now))


class Callers:
    """Knows callers by their tokens, which it looks up anew for each request.

    `failures` counts who was not let in, `used` has the ids of the tokens that were shown.
    """

    def __init__(self) -> None:
        self.failures = Allowance()
        self.used: set[int] = set()

    def identify(
        self, tx: Read, headers: Mapping[str, str], address: str, schemes: frozenset[str]
    ) -> Caller:
        """Who sent these headers, if it is said in one of the schemes that are taken."""
        said = secret(headers, schemes)
        if not said:
            return Caller(None, address)
        found = tokens.standing_by(tx, digest(said))
        if found is None or not hmac.compare_digest(found[0], digest(said)):
            return Caller(None, address)
        self.used.add(found[1].id)
        return Caller(found[1], address)


def secret(headers: Mapping[str, str], schemes: frozenset[str]) -> str:
    """The token in the headers, in one of the forms "bearer", "token" and "x-user-token"."""
    scheme, _, rest = headers.get("authorization", "").strip().partition(" ")
    rest = rest.strip()
    if scheme.lower() in schemes and rest and " " not in rest and len(rest) <= _TOO_LONG:
        return rest
    given = headers.get("x-user-token", "").strip() if "x-user-token" in schemes else ""
    return given if len(given) <= _TOO_LONG else ""
