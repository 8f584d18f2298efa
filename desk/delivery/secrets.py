"""Passwords and keys for sending, which stay on the computer that sends; no database holds them.

A variable of the environment, such as `DESK_SMTP_PASSWORD`, comes before what is kept.
"""

from __future__ import annotations

import os
from pathlib import Path

from desk import safekeeping
from desk.domain.errors import NotFound
from desk.store.database import Database

NAMES = ("smtp", "sms", "push", "jwt")


def where() -> str:
    """Where this computer keeps them, in words."""
    return safekeeping.where()


def file() -> Path:
    """The file in which they stand where there is no keyring."""
    return safekeeping.file()


def keep(database: Database, name: str, secret: str) -> None:
    """Keep a secret on this computer for sending what `database` holds."""
    _require_name(name)
    safekeeping.keep(database.where, name, secret)


def read(database: Database, name: str) -> str | None:
    """The secret, of the environment or else as it was kept; none where there is none."""
    _require_name(name)
    return os.environ.get(variable(name), "") or safekeeping.read(database.where, name)


def forget(database: Database, name: str) -> None:
    """Keep the secret no longer."""
    _require_name(name)
    safekeeping.forget(database.where, name)


def variable(name: str) -> str:
    """The variable of the environment that comes first."""
    return f"DESK_{name.upper()}_PASSWORD"


def _require_name(name: str) -> None:
    if name not in NAMES:
        raise NotFound("secret", name)
