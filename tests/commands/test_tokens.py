"""`desk token`: made, shown once, listed, revoked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Line


def test_a_token_is_made_and_shown_once(desk: Line) -> None:
    made = desk("token", "create", "gate", "--role", "desk", "--json")
    listed = desk("token", "list", "--json")

    said = json.loads(made.out)
    assert said == {"label": "gate", "role": "desk", "token": said["token"]}
    assert len(said["token"]) >= 32
    assert said["token"] not in listed.out
    assert json.loads(listed.out)[0]["label"] == "gate"


def test_a_token_is_taken_from_a_file(desk: Line, tmp_path: Path) -> None:
    file = tmp_path / "token.txt"
    file.write_text("a-token-that-was-made-by-a-script-long-ago\n")

    made = desk("token", "create", "gate", "--role", "admin", "--token-file", file, "--json")

    assert json.loads(made.out)["token"] == "a-token-that-was-made-by-a-script-long-ago"


@pytest.mark.parametrize("content", [b"too short", b"\xff" * 40, b"x" * 20 + b" " + b"x" * 20])
def test_a_file_without_a_token_is_refused(desk: Line, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "token.txt"
    file.write_bytes(content)

    refused = desk("token", "create", "gate", "--role", "admin", "--token-file", file)

    assert (refused.status, refused.out, refused.error.count("\n")) == (1, "", 1)
    assert desk("token", "list").out.strip() == "There are no tokens."


def test_a_missing_file_is_refused(desk: Line, tmp_path: Path) -> None:
    gone = tmp_path / "gone.txt"

    refused = desk("token", "create", "gate", "--role", "admin", "--token-file", gone)

    assert refused.status == 1
    assert str(gone) in refused.error


def test_a_label_is_used_once_until_it_is_revoked(desk: Line) -> None:
    first = desk("token", "create", "gate", "--role", "desk").status
    second = desk("token", "create", "gate", "--role", "desk")
    revoked = desk("token", "revoke", "gate", "--json")
    third = desk("token", "create", "gate", "--role", "readonly").status

    assert (first, second.status, revoked.status, third) == (0, 1, 0, 0)
    assert json.loads(revoked.out)["revoked"]
    assert "gate" in desk("token", "list").out


def test_a_token_that_nobody_has_cannot_be_revoked(desk: Line) -> None:
    refused = desk("token", "revoke", "gate")

    assert (refused.status, refused.error.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    "words", [("create", "gate"), ("create", "gate", "--role", "boss"), ("revoke",), ()]
)
def test_a_wrong_use_is_told_apart(desk: Line, words: tuple[str, ...]) -> None:
    assert desk("token", *words).status == 2
