from __future__ import annotations

import getpass
import io
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from desk.delivery import secrets
from desk.domain.document_ids import Of, hex_id
from desk.domain.message import Event
from desk.domain.span import Span
from desk.services import house
from desk.store.database import Database
from tests.commands.conftest import Line
from tests.delivery.house_of import choose, sending_through, written
from tests.delivery.post_office import PostOffice, open_office
from tests.services.telling_of import booked

IN_A_MONTH = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(NoKeyring())
    for name in secrets.NAMES:
        monkeypatch.delenv(secrets.variable(name), raising=False)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_office(PostOffice()) as opened:
        yield opened


@pytest.fixture
def furnished(desk: Line) -> Line:
    assert desk("config", "set", "appointments.is_messaging_available", "true").status == 0
    return desk


@contextmanager
def opened(desk: Line) -> Iterator[Database]:
    with closing(house.opened(f"sqlite:///{desk.path}")) as database:
        yield database


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_the_list_has_every_message_with_what_the_contract_says_of_it(furnished: Line) -> None:
    with opened(furnished) as database:
        choose(
            database,
            TIMER=True,
            USERS={"patients": {"create": "p-c", "reminder": "p-r"}},
            CHANNELS=["email", "sms"],
        )
        span = Span(IN_A_MONTH, IN_A_MONTH + timedelta(hours=1))
        made = booked(database, span, patients="ada", reminderMilliseconds=3_600_000)

    said = furnished("outbox", "list", "--json")

    assert said.status == 0
    booking, other, *reminders = said.json
    assert booking == {
        "id": 1,
        "kind": "create",
        "recipient": "ada",
        "template": "p-c",
        "channel": "email",
        "appointment": hex_id(made.id, Of.APPOINTMENT),
        "status": "pending",
        "due": booking["due"],
        "tries": 0,
        "error": "",
    }
    assert (other["id"], other["channel"]) == (2, "sms")
    assert [(each["kind"], each["channel"]) for each in reminders] == [
        ("reminder", "email"),
        ("reminder", "sms"),
    ]
    due = IN_A_MONTH - timedelta(hours=1)
    assert {each["due"] for each in reminders} == {f"{due:%Y-%m-%dT%H:%M:%S}.000Z"}


def test_a_message_without_an_appointment_has_none_in_the_list(furnished: Line) -> None:
    with opened(furnished) as database:
        written(database, 1, event=Event.OFFER.value, appointment_id=None)

    [offer] = furnished("outbox", "list", "--json").json

    assert (offer["kind"], offer["appointment"]) == ("offer", None)


def test_an_empty_list_is_empty(furnished: Line) -> None:
    assert furnished("outbox", "list", "--json").json == []
    assert furnished("outbox", "list").out == "There are no messages.\n"


def test_a_person_reads_what_became_of_each_message(furnished: Line, office: PostOffice) -> None:
    office.answers = {"p1@home.example": "550 No such user"}
    with opened(furnished) as database:
        sending_through(database, office)
        written(database, 2)
        written(database, 1, due=IN_A_MONTH)

    said = furnished("outbox", "deliver")

    assert said.status == 0
    assert said.out == (
        "Messages: 1 sent, 1 failed for good.\n"
        "  the mail server localhost refuses p1@home.example: 550 No such user\n"
    )
    first, second, third = furnished("outbox", "list").out.splitlines()
    assert first.endswith("create to p0@home.example by email  sent")
    assert second.endswith("p1@home.example: 550 No such user")
    assert third.endswith("by email  waits")


def test_delivering_without_a_mail_server_says_what_to_do(furnished: Line) -> None:
    with opened(furnished) as database:
        written(database, 2)

    words = furnished("outbox", "deliver").out
    found = furnished("outbox", "deliver", "--json").json

    why = "no mail server is set: desk config set messages.smtp_host mail.example.org"
    assert words == f"Messages: 2 to be tried again.\n  {why}\n"
    assert found == {"sent": 0, "failed": 0, "put_off": 2, "missed": 0, "why": [why]}
    assert [each["error"] for each in furnished("outbox", "list", "--json").json] == [why, why]


def test_delivering_while_messages_are_off_says_how_to_switch_them_on(desk: Line) -> None:
    said = desk("outbox", "deliver")

    assert said.status == 0
    assert "desk config set appointments.is_messaging_available true" in said.out


def test_nothing_to_deliver_is_said_too(furnished: Line) -> None:
    assert furnished("outbox", "deliver").out == "Messages: none was due.\n"


def test_a_password_is_read_from_standard_input_and_forgotten_without_one(
    furnished: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "open sesame \n")
    said = furnished("outbox", "password", "smtp")

    assert said.out == f"It is kept in {secrets.where()}.\n"
    assert "open sesame" not in said.out
    with opened(furnished) as database:
        assert secrets.read(database, "smtp") == "open sesame "
    typed(monkeypatch, "")
    assert furnished("outbox", "password", "smtp", "--json").json["kept"] is False
    with opened(furnished) as database:
        assert secrets.read(database, "smtp") is None


def test_a_password_typed_on_a_terminal_is_not_shown(
    furnished: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: "token")

    furnished("outbox", "password", "sms")

    with opened(furnished) as database:
        assert secrets.read(database, "sms") == "token"


def test_a_password_that_cannot_be_kept_is_refused_in_a_line(
    furnished: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "x" * 5000)

    assert "was not kept" in furnished.refused("outbox", "password", "smtp")


def test_a_test_mail_reaches_whoever_is_named(furnished: Line, office: PostOffice) -> None:
    with opened(furnished) as database:
        sending_through(database, office)

    said = furnished("outbox", "test", "me@home.example")

    assert (said.status, said.error) == (0, "")
    assert [taken.recipient for taken in office.taken] == ["me@home.example"]


def test_a_test_mail_that_cannot_be_sent_is_refused_in_a_line(
    furnished: Line, office: PostOffice
) -> None:
    assert "is no e-mail address" in furnished.refused("outbox", "test", "me")
    assert "no mail server is set" in furnished.refused("outbox", "test", "me@home.example")
    with opened(furnished) as database:
        sending_through(database, office)
    office.close()

    assert furnished.refused("outbox", "test", "me@home.example") == (
        "The test was not sent: the mail server localhost cannot be reached: Connection refused."
    )
