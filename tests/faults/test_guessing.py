"""Nobody gets past the door by guessing, nor round it, and no token is found where it was shown."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.services import site
from desk.store.database import Database
from tests.api.live import Live, served
from tests.api.wire_of import token

UPDATE = "/api/visits/1/update/"
DELETE = "/api/visits/1/delete/"
CHANGE = {"day": "2030-02-04", "total_slots": 1}
CREDENTIALS = (
    *("", "Bearer", "Bearer null", "Bearer undefined", "Bearer 0", "Bearer ' OR 1=1 --"),
    *("Basic YWRtaW46YWRtaW4=", "Digest username=admin", "Bearer %", "Bearer *", "Token {short}"),
    *("Bearer {longer}", "Bearer {capitals}", "Bearer {digest}"),
)
DETOURS = (
    *("/{path}", "/{path}?token={token}", "/./{path}", "/x/../{path}", "/%2e/{path}"),
    *("/{path}%00", "/{path};admin", "//{path}", "/{path}.json", "/API/{path}", "/{path}%2f"),
    *("/{path}#", "/{path}?_method=PUT"),
)
OVERRIDES = (
    {"X-HTTP-Method-Override": "PUT"},
    {"X-Original-URL": "/health", "X-Rewrite-URL": "/health"},
    {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"},
    {"Cookie": "token={token}; session=admin"},
)
FAILURES = 100  # that are answered as such, by default
MANY = 1_000_000


@pytest.fixture
def secret(file: Path) -> str:
    """The token of an admin of the house in the file."""
    database = Database(f"sqlite:///{file}")
    made = token(database, "admin")
    database.close()
    return made


@pytest.fixture
def live(file: Path, secret: str, tmp_path: Path) -> Iterator[Live]:
    with served(file, tmp_path) as running:
        assert running.ask("POST", "/api/visits/create/", {"day": "2030-02-04"})[0] == 201
        yield running


def bear_failures(file: Path) -> None:
    """Let nobody be shut out for failing, so that all is tried."""
    database = Database(f"sqlite:///{file}")
    with database.write("test") as tx:
        site.choose(tx, "api.failure_limit", MANY)
    database.close()


def tries(secret: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Ways to an address that only an admin has, and what is shown on the way."""
    almost = {
        "short": secret[:-1],
        "longer": f"{secret}x",
        "capitals": secret.swapcase(),
        "digest": "0" * 64,
    }
    for credential in CREDENTIALS:
        yield "/{path}", {"Authorization": credential.format(**almost)}
    for detour in DETOURS:
        yield detour.replace("{token}", secret), {}
    for fields in OVERRIDES:
        yield "/{path}", {name: text.format(token=secret) for name, text in fields.items()}


@pytest.mark.parametrize(("method", "path"), [("PUT", UPDATE), ("DELETE", DELETE)])
def test_there_is_no_way_round_the_door(
    live: Live, file: Path, secret: str, method: str, path: str
) -> None:
    bear_failures(file)
    before = live.ask("GET", "/api/visits/1/")[2]
    every = list(tries(secret))
    assert len(every) >= 26

    for way, fields in every:
        asked = way.replace("{path}", path.lstrip("/"))
        for each in (method, "POST"):
            status = live.ask(each, asked, CHANGE, **fields)[0]
            assert 400 <= status < 500, (each, asked, fields)

    assert live.ask("GET", "/api/visits/1/")[2] == before
    shown = {"Authorization": f"Bearer {secret}"}
    assert live.ask("PUT", UPDATE, {**CHANGE, "total_slots": 2}, **shown)[0] == 200


@pytest.mark.parametrize("guesses", [150, pytest.param(2000, marks=pytest.mark.long)])
def test_whoever_guesses_is_soon_not_heard_and_whoever_knows_is(
    live: Live, secret: str, guesses: int
) -> None:
    shown = {"Authorization": f"Bearer {secret}"}
    statuses = []
    for number in range(guesses):
        guess = {"Authorization": f"Bearer {secrets.token_urlsafe(32)}"}
        status, headers, _ = live.ask("PUT", UPDATE, CHANGE, **guess)
        statuses.append(status)
        if status == 429:
            assert 1 <= int(headers["retry-after"]) <= 60
        if number % 50 == 0:
            assert live.ask("PUT", "/api/visits/99/update/", CHANGE, **shown)[0] == 404

    assert set(statuses) == {401, 429}
    assert statuses[:FAILURES] == [401] * FAILURES
    # The minute over which they are counted may pass the while.
    assert statuses.count(401) <= FAILURES * (1 + guesses // 500)


def test_guesses_at_the_same_time_are_counted_as_well(live: Live) -> None:
    statuses: list[int] = []

    def guess() -> None:
        for _ in range(20):
            wrong = {"Authorization": f"Bearer {secrets.token_urlsafe(32)}"}
            statuses.append(live.ask("PUT", UPDATE, CHANGE, **wrong)[0])

    guessing = [threading.Thread(target=guess) for _ in range(10)]
    for each in guessing:
        each.start()
    for each in guessing:
        each.join()

    assert set(statuses) == {401, 429}
    assert statuses.count(401) <= FAILURES + len(guessing)


def test_a_token_is_in_no_file_and_no_log(live: Live, secret: str, tmp_path: Path) -> None:
    for name in ("Authorization", "X-User-Token"):
        shown = secret if name == "X-User-Token" else f"Bearer {secret}"
        assert live.ask("PUT", UPDATE, CHANGE, **{name: shown})[0] == 200
        live.ask("PUT", f"{UPDATE}?token={secret}", CHANGE, **{name: f"{shown}x"})
        live.ask("PUT", UPDATE, {"day": secret}, **{name: shown})
    live.ask("GET", f"/{secret}")
    assert live.end() == 0
    assert live.process.communicate() == ("", "")

    found = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"desk.db", "server.log"} <= {path.name for path in found}
    assert [path for path in found if secret.encode() in path.read_bytes()] == []
