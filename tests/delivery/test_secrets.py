"""Passwords stay on this computer: in its keyring, or in a file that nobody else may read."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.null import Keyring as NullKeyring

from desk.delivery import secrets
from desk.domain.errors import BadSettings, Invalid, NotFound
from desk.services import house
from desk.store.database import Database
from tests.keyrings import Safe


class Nothing(ChainerBackend):
    """A chain of keyrings of which none keeps anything."""

    backends = (NullKeyring(),)


@pytest.fixture
def safe() -> Safe:
    made = Safe()
    keyring.set_keyring(made)
    return made


@pytest.fixture
def other(tmp_path: Path, furnished_file: Path) -> Iterator[Database]:
    made = house.opened(f"sqlite:///{shutil.copy(furnished_file, tmp_path / 'other.db')}")
    yield made
    made.close()


def test_a_password_is_kept_until_it_is_forgotten(database: Database) -> None:
    assert secrets.read(database, "smtp") is None

    secrets.keep(database, "smtp", "pässword")
    secrets.keep(database, "sms", "token")
    assert secrets.read(database, "smtp") == "pässword"

    secrets.forget(database, "smtp")
    assert secrets.read(database, "smtp") is None
    assert secrets.read(database, "sms") == "token"


def test_the_file_is_for_nobody_else_to_read(database: Database, home: Path) -> None:
    secrets.keep(database, "smtp", "one")
    secrets.file().chmod(0o644)
    secrets.keep(database, "smtp", "two")

    assert secrets.file().is_relative_to(home)
    assert stat.S_IMODE(secrets.file().stat().st_mode) == 0o600
    assert str(secrets.file()) in secrets.where()
    assert [each.name for each in secrets.file().parent.iterdir()] == [secrets.file().name]


def test_no_database_gets_the_password_of_another(database: Database, other: Database) -> None:
    secrets.keep(database, "smtp", "mine")

    assert secrets.read(other, "smtp") is None


def test_the_environment_comes_first(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets.keep(database, "smtp", "kept")
    monkeypatch.setenv("DESK_SMTP_PASSWORD", "given")

    assert secrets.read(database, "smtp") == "given"


def test_a_keyring_is_used_where_there_is_one(database: Database, safe: Safe) -> None:
    secrets.keep(database, "smtp", "pässword")

    assert secrets.where() == "the keyring of this computer"
    assert list(safe.kept) == [(f"Desk {database.where}", "smtp")]
    assert not secrets.file().exists()
    assert secrets.read(database, "smtp") == "pässword"
    secrets.forget(database, "smtp")
    secrets.forget(database, "smtp")
    assert secrets.read(database, "smtp") is None


def test_what_was_in_the_file_moves_to_a_keyring_that_has_come(database: Database) -> None:
    secrets.keep(database, "smtp", "one")
    safe = Safe()
    keyring.set_keyring(safe)
    assert secrets.read(database, "smtp") == "one"

    secrets.keep(database, "smtp", "two")

    assert json.loads(secrets.file().read_text()) == {}
    assert secrets.read(database, "smtp") == "two"


@pytest.mark.parametrize("ring", [NullKeyring(), Nothing()])
def test_what_keeps_nothing_is_no_keyring(database: Database, ring: KeyringBackend) -> None:
    keyring.set_keyring(ring)

    secrets.keep(database, "smtp", "pässword")

    assert "the file" in secrets.where()
    assert secrets.read(database, "smtp") == "pässword"


def test_a_locked_keyring_is_said_in_words(database: Database, safe: Safe) -> None:
    safe.locked = True

    with pytest.raises(Invalid, match="keyring of this computer: it is locked"):
        secrets.keep(database, "smtp", "x")


def test_a_file_that_cannot_be_understood_is_left_as_it_is(database: Database) -> None:
    secrets.keep(database, "smtp", "x")
    secrets.file().write_text("{")

    with pytest.raises(BadSettings):
        secrets.keep(database, "smtp", "y")
    with pytest.raises(BadSettings):
        secrets.read(database, "smtp")
    assert secrets.file().read_text() == "{"


def test_only_what_can_be_a_password_of_something_known_is_kept(database: Database) -> None:
    with pytest.raises(NotFound):
        secrets.keep(database, "bank", "x")
    for secret in ("", "x" * 5000, "a\0b"):
        with pytest.raises(Invalid):
            secrets.keep(database, "smtp", secret)
