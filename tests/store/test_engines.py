"""Connections are made so that nothing acknowledged is lost and nobody waits for ever."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from desk.store import driver
from desk.store.database import Database


def setting(database: Database, name: str) -> object:
    with database.write("ann") as tx:
        return tx.session.scalar(text(name))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRAGMA journal_mode", "wal"),
        ("PRAGMA synchronous", 2),  # FULL
        ("PRAGMA foreign_keys", 1),
        ("PRAGMA secure_delete", 2),  # FAST
        ("PRAGMA busy_timeout", 5000),
        ("PRAGMA query_only", 0),
    ],
)
def test_a_file_is_written_with_care(database: Database, name: str, value: object) -> None:
    assert setting(database, name) == value


@pytest.mark.parametrize("kind", ["postgresql"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHOW transaction_isolation", "read committed"),
        ("SHOW lock_timeout", "3s"),
        ("SHOW idle_in_transaction_session_timeout", "1min"),
    ],
)
def test_a_server_is_written_with_care(both: Database, name: str, value: str) -> None:
    assert setting(both, name) == value


@pytest.mark.parametrize("kind", ["postgresql"])
def test_a_look_at_a_server_sees_one_moment(both: Database) -> None:
    with both.read() as tx:
        assert tx.session.scalar(text("SHOW transaction_isolation")) == "repeatable read"
        assert tx.session.scalar(text("SHOW transaction_read_only")) == "on"


def test_the_library_does_not_damage_files(database: Database) -> None:
    assert driver.sound()
    with database.read() as tx:
        assert tx.session.scalar(text("SELECT sqlite_version()")) == driver.version()


@pytest.mark.parametrize(
    ("version", "sound"),
    [("3.40.1", False), ("3.51.2", False), ("3.51.3", True), ("3.53.4", True), ("4.0.0", True)],
)
def test_a_library_with_the_fault_is_known(
    monkeypatch: pytest.MonkeyPatch, version: str, sound: bool
) -> None:
    monkeypatch.setattr(driver.module(), "sqlite_version", version)

    assert driver.sound() is sound


def test_an_address_is_shown_without_its_password() -> None:
    with pytest.raises(Exception, match=r"\*\*\*") as refused:
        Database("postgresql://desk:secret@127.0.0.1:1/desk")

    assert "secret" not in str(refused.value)
