"""Keys to rooms on a Jitsi Meet server that lets nobody in without one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from desk.delivery import secrets, worker
from desk.delivery.room_keys import Locksmith
from desk.services import site
from desk.store.database import Database
from tests.conftest import at
from tests.delivery.house_of import sending_through
from tests.delivery.post_office import PostOffice
from tests.services.telling_of import booked, talkative

BASE = "https://meet.example.org/clinic"
SMITH = Locksmith(base=BASE, app="riverside", secret="a secret of the house")
ROOM = "desk-abc_DEF-123"


def key(link: str) -> str:
    [found] = parse_qs(urlsplit(link).query)["jwt"]
    return found


def part(text: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def test_the_key_is_for_one_room_and_one_person_until_it_is_over() -> None:
    link = SMITH.with_key(f"{BASE}/{ROOM}", "Zoë Lind", at(10))

    assert link.startswith(f"{BASE}/{ROOM}?jwt=")
    head, told, _ = key(link).split(".")
    assert part(head) == {"alg": "HS256", "typ": "JWT"}
    assert part(told) == {
        "aud": "riverside",
        "iss": "riverside",
        "sub": "meet.example.org",
        "room": ROOM,
        "exp": (at(10) + timedelta(hours=2)).timestamp(),
        "context": {"user": {"name": "Zoë Lind", "moderator": False}},
    }


def test_the_key_is_signed_with_what_only_the_server_knows_as_well() -> None:
    said, _, seal = key(SMITH.with_key(f"{BASE}/{ROOM}", "Ada", at(10))).rpartition(".")

    right = hmac.new(b"a secret of the house", said.encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64decode(seal + "=" * (-len(seal) % 4)) == right


def test_whoever_is_at_the_desk_may_do_more_in_the_room() -> None:
    link = SMITH.with_key(f"{BASE}/{ROOM}", "Dr. Rossi", at(10), host=True)

    assert part(key(link).split(".")[1])["context"]["user"]["moderator"] is True


@pytest.mark.parametrize("link", ["https://meet.jit.si/desk-abc", f"{BASE}-other/desk-abc"])
def test_the_key_is_shown_to_no_other_server(link: str) -> None:
    assert SMITH.with_key(link, "Ada", at(10)) == link


def test_a_message_leads_into_the_room_and_the_database_keeps_no_key(
    database: Database, office: PostOffice
) -> None:
    sending_through(database, office)
    talkative(database)
    with database.write("test") as tx:
        site.choose(tx, "rooms.base_url", BASE)
        site.choose(tx, "rooms.jwt_app_id", "riverside")
    secrets.keep(database, "jwt", "a secret of the house")
    made = booked(database, patients=["ada@example.org", "b@example.org"], isRemote=True)

    assert worker.deliver(database).sent == 2

    [first, _] = office.taken
    assert "?jwt=" in first.words
    assert "jwt" not in str(made.extra)


def test_without_the_secret_the_link_goes_out_as_it_is(
    database: Database, office: PostOffice
) -> None:
    sending_through(database, office)
    talkative(database)
    with database.write("test") as tx:
        site.choose(tx, "rooms.jwt_app_id", "riverside")
    booked(database, patients=["ada@example.org"], isRemote=True)

    assert worker.deliver(database).sent == 1
    assert "?jwt=" not in office.taken[0].words
