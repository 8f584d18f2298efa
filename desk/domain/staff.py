"""Who works at the desk: their roles, and how the secret they sign in with has to be.

There are no accounts until the first is added, and it is an administrator's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk.domain.errors import Invalid
from desk.domain.folding import fold
from desk.domain.text import require_keepable

SHORTEST_PIN, SHORTEST_PASSWORD, LONGEST_SECRET = 4, 8, 200
FREE_TRIES = 5

_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(minutes=15)


class Role(StrEnum):
    """What somebody at the desk may do."""

    DESK = "desk"
    PROVIDER = "provider"
    ADMIN = "admin"
    READ_ONLY = "read-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody with an account; a provider has `resource_id`, whose calendar it is.

    Without a secret nobody can sign in with the account.
    """

    id: int
    name: str
    role: Role
    resource_id: int | None = None
    has_secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """What is kept of somebody's PIN or password, and when it may be tried again."""

    hash: str | None
    wait_until: datetime | None = None

    def wait(self, now: datetime) -> timedelta:
        """How long it is until the next try."""
        return max(self.wait_until - now, timedelta()) if self.wait_until else timedelta()


class Actor(str):
    """Who writes at this desk, as the journal says it, and the account whose rights they have.

    With nobody signed in it is only a name. Other machines and commands have rights of their own,
    and are no more than a text to the journal.
    """

    member_id: int | None

    def __new__(cls, name: str, member_id: int | None = None) -> Actor:
        made = super().__new__(cls, name if member_id is None else f"{name} #{member_id}")
        made.member_id = member_id
        return made

    @staticmethod
    def said(written: str) -> str:
        """The name alone, of what the journal has."""
        name, _, number = written.rpartition(" #")
        return name if name and number.isdigit() else written

    @classmethod
    def of(cls, member: Member) -> Actor:
        return cls(member.name, member.id)


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many wrong secrets, one after the other."""
    if failures < FREE_TRIES:
        return timedelta()
    # A higher power would not be a time any more, and is beyond the longest wait anyway.
    return min(_FIRST_WAIT * (1 << min(failures - FREE_TRIES, 16)), _LONGEST_WAIT)


def require_secret(name: str, secret: str) -> None:
    """Refuse what is too easily guessed: a short PIN or password, or the person's own name."""
    require_keepable(secret=secret)
    if secret.isascii() and secret.isdigit():
        if len(secret) < SHORTEST_PIN:
            raise Invalid(secret=[f"must have at least {SHORTEST_PIN} digits"])
    elif len(secret) < SHORTEST_PASSWORD:
        raise Invalid(
            secret=[
                f"must be at least {SHORTEST_PIN} digits,"
                f" or at least {SHORTEST_PASSWORD} characters of any kind"
            ]
        )
    if len(secret) > LONGEST_SECRET:
        raise Invalid(secret=[f"must have at most {LONGEST_SECRET} characters"])
    if fold(secret).strip() == fold(name).strip():
        raise Invalid(secret=["must not be the name"])
