"""Secrets that stay on this computer: in its keyring, else in a file that nobody else may read.

They are kept for each database apart, by where it is, so that what is set up in one never gets at
the password of another.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk import settings
from desk.domain.errors import BadSettings, Invalid
from desk.domain.text import require_keepable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

LONGEST = 4096
_FILE = "passwords.json"
# What keeps passwords as anybody can read them, or not at all, by module.
_NOT_REAL = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")


def where() -> str:
    """Where this computer keeps them, in words."""
    if _keyring() is not None:
        return "the keyring of this computer"
    return f"the file {file()}, which nobody else on this computer may read"


def file() -> Path:
    """The file in which they stand where there is no keyring."""
    return settings.folder("config") / _FILE


def keep(database: str, name: str, secret: str) -> None:
    """Keep a secret on this computer for the database that is there."""
    if not secret or len(secret) > LONGEST:
        raise Invalid(password=[f"must be 1 to {LONGEST} characters long"])
    require_keepable(password=secret)
    ring = _keyring()
    if ring is None:
        _write(lambda kept: kept.setdefault(database, {}).update({name: secret}))
        return
    _asked(lambda: ring.set_password(_service(database), name, secret))
    _forget_in_file(database, name)


def read(database: str, name: str) -> str | None:
    """The secret as it was kept; none where there is none."""
    ring = _keyring()
    if ring is not None:
        found: str | None = _asked(lambda: ring.get_password(_service(database), name))
        if found is not None:
            return found
    return _read().get(database, {}).get(name)


def forget(database: str, name: str) -> None:
    """Keep the secret no longer."""
    ring = _keyring()
    if ring is not None:
        service = _service(database)
        if _asked(lambda: ring.get_password(service, name)) is not None:
            _asked(lambda: ring.delete_password(service, name))
    _forget_in_file(database, name)


def _keyring() -> KeyringBackend | None:
    """The keyring of this computer, if there is one that keeps secrets as such."""
    try:
        import keyring
    except ModuleNotFoundError:
        return None
    found = keyring.get_keyring()
    return found if _is_real(found) else None


def _is_real(ring: KeyringBackend) -> bool:
    from keyring.backends.chainer import ChainerBackend

    if isinstance(ring, ChainerBackend):
        return any(_is_real(each) for each in ring.backends)
    if type(ring).__module__.startswith(_NOT_REAL):
        return False
    try:
        return float(ring.priority) > 0
    except RuntimeError:  # A backend says so that it does not work here.
        return False


def _asked(question: Callable[[], Any]) -> Any:
    """What the keyring answers; it may be locked, or its owner may say no."""
    from keyring.errors import KeyringError

    try:
        return question()
    except KeyringError as error:
        raise Invalid(password=[f"cannot be had of the keyring of this computer: {error}"]) from (
            error
        )


def _service(database: str) -> str:
    return f"Desk {database}"


def _forget_in_file(database: str, name: str) -> None:
    if name in _read().get(database, {}):
        _write(lambda kept: kept[database].pop(name))


def _read() -> dict[str, dict[str, str]]:
    place = file()
    try:
        found = json.loads(place.read_text("utf-8")) if place.exists() else {}
        return {str(where): dict(kept) for where, kept in found.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise BadSettings(str(place), str(error)) from error


def _write(change: Callable[[dict[str, dict[str, str]]], object]) -> None:
    """Change what is kept; the file is never there half, and never readable by others."""
    kept, place = _read(), file()
    change(kept)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        number, beside = tempfile.mkstemp(prefix=f".{_FILE}-", dir=place.parent)  # with mode 0600
        with os.fdopen(number, "w", encoding="utf-8") as rough:
            json.dump({where: each for where, each in kept.items() if each}, rough, indent=1)
        Path(beside).replace(place)
    except OSError as error:
        raise BadSettings(str(place), str(error)) from error
