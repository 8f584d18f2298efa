"""`desk staff`: accounts added, listed, given another PIN, removed."""

from __future__ import annotations

import getpass
import io
import sys
from pathlib import Path

import pytest

from desk.services import directory, house, staff, staff_secrets
from desk.store.database import Database
from tests.commands.conftest import Line

PIN, OTHER = "4711", "correct horse"


@pytest.fixture
def pin(tmp_path: Path) -> Path:
    file = tmp_path / "pin.txt"
    file.write_text(f"{PIN}\n")
    return file


@pytest.fixture
def admin(desk: Line, pin: Path) -> str:
    """The first account."""
    assert desk("staff", "add", "Ada Lind", "--role", "admin", "--pin-file", pin).status == 0
    return "Ada Lind"


def opens(desk: Line, name: str, secret: str) -> bool:
    """Whether somebody can sign in with it."""
    database = Database(f"sqlite:///{desk.path}")
    with database.read() as tx:
        found = {member.name: member.id for member in staff.listed(tx)}
        kept = staff.secret_of(tx, found[name]).hash
    database.close()
    return kept is not None and staff_secrets.matches(secret, kept)


def test_there_are_no_accounts_at_first(desk: Line) -> None:
    assert desk("staff", "list").out.strip().startswith("There are no accounts")
    assert desk("staff", "list", "--json").json == []


def test_an_account_is_added_with_the_pin_of_a_file(desk: Line, admin: str) -> None:
    assert desk("staff", "list", "--json").json == [
        {"name": admin, "role": "admin", "provider": None, "can_sign_in": True}
    ]
    assert opens(desk, admin, PIN)


def test_the_first_account_is_an_administrators(desk: Line, pin: Path) -> None:
    said = desk.refused("staff", "add", "Bea", "--role", "desk", "--pin-file", pin)

    assert "administrator" in said


def test_another_pin_is_read_from_standard_input(
    desk: Line, admin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{OTHER}\n"))

    assert desk("staff", "set-pin", "ada lind").status == 0

    assert opens(desk, admin, OTHER)
    assert not opens(desk, admin, PIN)


def test_a_pin_is_typed_twice_on_a_terminal(
    desk: Line, admin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter([OTHER, OTHER, "12345", "54321"])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda _asked: next(typed))

    assert desk("staff", "set-pin", admin).status == 0
    assert "not the same" in desk.refused("staff", "set-pin", admin)
    assert opens(desk, admin, OTHER)


@pytest.mark.parametrize("content", [b"123", b"\xff\xfe4711", b"Ada Lind"])
def test_a_poor_pin_is_refused(desk: Line, admin: str, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "poor.txt"
    file.write_bytes(content)

    assert desk.refused("staff", "set-pin", admin, "--pin-file", file)
    assert desk.refused("staff", "set-pin", admin, "--pin-file", tmp_path / "gone.txt")
    assert opens(desk, admin, PIN)


def test_a_provider_is_added_by_the_key_of_the_calendar(desk: Line, admin: str, pin: Path) -> None:
    database = house.opened(f"sqlite:///{desk.path}")
    with database.write("test") as tx:
        own = directory.put_resource(tx, "rossi", "Eva", "Rossi").id
    database.close()
    add = ("staff", "add", "Eva", "--role", "provider", "--pin-file", pin)

    assert desk.refused(*add)
    assert "(smith)" in desk.refused(*add, "--provider", "smith")
    assert desk(*add, "--provider", "rossi", "--json").json["provider"] == own


def test_an_account_is_removed_but_not_the_last_administrator(
    desk: Line, admin: str, pin: Path
) -> None:
    assert "last administrator" in desk.refused("staff", "remove", admin)
    assert "(Nobody)" in desk.refused("staff", "remove", "Nobody")

    desk("staff", "add", "Bea", "--role", "desk", "--pin-file", pin)
    assert desk("staff", "remove", "Bea").status == 0
    assert [each["name"] for each in desk("staff", "list", "--json").json] == [admin]
