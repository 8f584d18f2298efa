"""Who may do what over the network: roles, and the tokens that carry them."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SHORTEST = 32  # characters of a token that somebody brings along


class Role(StrEnum):
    """What the holder of a token may do; each includes those before it."""

    READONLY = "readonly"
    DESK = "desk"
    ADMIN = "admin"

    def includes(self, wanted: Role) -> bool:
        order = list(Role)
        return order.index(self) >= order.index(wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A permission that was given to another machine under a label; not the secret itself."""

    id: int
    label: str
    role: Role
    created_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


def new_secret() -> str:
    """A token that nobody can guess: 64 characters."""
    return secrets.token_hex(32)


def digest(secret: str) -> str:
    """What is kept of a token. It has so much chance in it that a plain hash cannot be undone."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
