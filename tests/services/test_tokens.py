"""Tokens of other machines: made, shown once, revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.domain import access
from desk.domain.access import Role
from desk.domain.errors import Invalid, NotFound
from desk.services import tokens
from desk.store.database import Database
from tests.conftest import Clock, at

CHOSEN = "a-token-of-our-own-with-enough-letters"


def made(database: Database, label: str = "gate", role: Role = Role.DESK, secret: str = "") -> str:
    with database.write("test") as tx:
        return tokens.create(tx, label, role, secret)[1]


def found(database: Database, secret: str) -> str | None:
    with database.read() as tx:
        known = tokens.standing_by(tx, access.digest(secret))
    return known[1].label if known else None


def test_whoever_has_the_secret_is_known_by_its_label(both: Database) -> None:
    secret = made(both)

    assert len(secret) == 64
    assert found(both, secret) == "gate"
    assert found(both, secret[:-1]) is None


def test_a_secret_can_be_brought_along(both: Database) -> None:
    assert made(both, secret=CHOSEN) == CHOSEN
    assert found(both, CHOSEN) == "gate"


def test_the_secret_is_kept_nowhere(both: Database) -> None:
    secret = made(both)

    with both.read() as tx:
        kept = [record for record in tokens.every(tx)]
    assert secret not in repr(kept)
    assert access.digest(secret) != secret


@pytest.mark.parametrize(
    ("label", "secret", "field"),
    [
        ("", "", "label"),
        ("  ", "", "label"),
        ("a\0b", "", "label"),
        ("gate", "short", "token"),
        ("gate", "x" * 31, "token"),
        ("gate", "with a blank in the middle of it all", "token"),
        ("gate", "ünïcode-token-with-more-than-enough-letters", "token"),
    ],
)
def test_what_makes_no_token_is_refused(
    both: Database, label: str, secret: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        made(both, label, secret=secret)

    assert list(refused.value.reasons) == [field]
    with both.read() as tx:
        assert tokens.every(tx) == []


def test_a_label_stands_for_one_token_at_a_time(both: Database) -> None:
    made(both)

    with pytest.raises(Invalid):
        made(both)
    with both.write("test") as tx:
        tokens.revoke(tx, "gate")
    assert found(both, made(both)) == "gate"


def test_a_revoked_token_is_good_for_nothing(both: Database) -> None:
    secret = made(both)

    with both.write("test") as tx:
        gone = tokens.revoke(tx, "gate")

    assert gone.revoked_at == at(9)
    assert found(both, secret) is None
    with pytest.raises(Invalid):
        made(both, secret=secret)
    with both.write("test") as tx, pytest.raises(NotFound):
        tokens.revoke(tx, "gate")


def test_the_last_use_is_remembered_and_the_journal_does_not_hear_of_it(
    both: Database, clock: Clock
) -> None:
    made(both)
    heard: list[object] = []
    both.listen(heard.append)
    clock.advance(timedelta(minutes=5))

    with both.write("test") as tx:
        tokens.used(tx, [tokens.every(tx)[0].id])

    with both.read() as tx:
        assert tokens.every(tx)[0].used_at == at(9, 5)
    assert heard == []


@pytest.mark.parametrize("role", Role)
def test_a_role_includes_itself_and_those_below_it(role: Role) -> None:
    below = {Role.READONLY: 1, Role.DESK: 2, Role.ADMIN: 3}

    assert sum(role.includes(other) for other in Role) == below[role]
