"""A home without passwords, and a mail server that takes everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from desk.delivery import secrets
from tests.delivery.post_office import PostOffice, open_office


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer without a keyring, and a home with nothing in it."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(folder / name.lower()))
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    for name in secrets.NAMES:
        monkeypatch.delenv(secrets.variable(name), raising=False)
    keyring.set_keyring(NoKeyring())
    return folder


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_office(PostOffice()) as opened:
        yield opened
