"""Text messages and notices as they are handed over to a real gateway."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import parse_qs

import pytest

from desk.delivery import gateway, secrets
from desk.delivery.faults import Later, NotSetUp, Rejected, Undelivered, Unreachable
from desk.delivery.gateway import Gateway
from desk.domain.message import Fate
from desk.store.database import Database
from tests.delivery.house_of import choose, delivered, told_of_a_booking
from tests.delivery.http_gateway import Stub, open_gateway
from tests.services.telling_of import messages

JSON = '{"to": "{{to}}", "text": "{{text}}"}'
ODD = 'Müller "Bo" \\ {{to}} & a=b\n你好 🙂'


@pytest.fixture
def stub() -> Iterator[Stub]:
    with open_gateway(Stub()) as opened:
        yield opened


def hand_over(stub: Stub, body: str = JSON, text: str = ODD, **facts: Any) -> None:
    made = Gateway(**{"url": stub.url, "body": body} | facts)
    gateway.hand_over(made, to="+39 06 1234", text=text, subject="Hello & co")


def refused(stub: Stub, **facts: Any) -> Undelivered:
    with pytest.raises(Undelivered) as error:
        hand_over(stub, **facts)
    return error.value


def test_a_body_in_json_says_every_text_as_it_is(stub: Stub) -> None:
    hand_over(stub)

    [asked] = stub.asked
    assert asked.method == "POST"
    assert asked.headers["Content-Type"] == "application/json"
    assert json.loads(asked.body) == {"to": "+39 06 1234", "text": ODD}


def test_a_list_in_json_is_json_too(stub: Stub) -> None:
    hand_over(stub, ' [{"t": "{{ text }}", "s": "{{subject}}"}] ')

    assert json.loads(stub.asked[0].body) == [{"t": ODD, "s": "Hello & co"}]


def test_a_body_that_looks_like_a_form_is_one(stub: Stub) -> None:
    hand_over(stub, "key=a%20b&to={{to}}&msg={{text}}")

    [asked] = stub.asked
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(asked.body) == {"key": ["a b"], "to": ["+39 06 1234"], "msg": [ODD]}


def test_any_other_body_is_plain_text(stub: Stub) -> None:
    hand_over(stub, "{{to}}: {{text}}")

    [asked] = stub.asked
    assert asked.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert asked.body == f"+39 06 1234: {ODD}"


def test_a_token_goes_along_where_there_is_one(stub: Stub) -> None:
    hand_over(stub)
    hand_over(stub, token="s3cret")

    first, second = stub.asked
    assert "Authorization" not in first.headers
    assert second.headers["Authorization"] == "Bearer s3cret"


def test_a_token_never_breaks_out_of_its_line(stub: Stub) -> None:
    assert isinstance(refused(stub, token="a\r\nX-Evil: 1"), NotSetUp)
    assert stub.asked == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Rejected),
        (401, Rejected),
        (422, Rejected),
        (408, Later),
        (429, Unreachable),
        (500, Later),
        (503, Unreachable),
    ],
)
def test_what_the_gateway_answers_decides(stub: Stub, status: int, kind: type[Undelivered]) -> None:
    stub.answers["/sms"] = (status, "no  credit\nleft" + "x" * 10_000)

    error = refused(stub)

    assert type(error) is kind
    assert f"the gateway 127.0.0.1 answers {status}" in str(error)
    assert "no credit left" in str(error)
    assert len(str(error)) < 300


def test_a_gateway_that_has_moved_within_its_server_is_followed(stub: Stub) -> None:
    stub.answers["/sms"] = (308, "/new")

    hand_over(stub, token="s3cret")

    assert [(asked.method, asked.path) for asked in stub.asked] == [
        ("POST", "/sms"),
        ("POST", "/new"),
    ]
    assert json.loads(stub.asked[1].body)["text"] == ODD


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_is_told_to_another_server(stub: Stub, status: int) -> None:
    with open_gateway(Stub()) as other:
        stub.answers["/sms"] = (status, other.url)

        error = refused(stub, token="s3cret")

    assert isinstance(error, Later)
    assert other.asked == []


def test_a_redirection_that_would_lose_the_message_is_not_taken_for_success(stub: Stub) -> None:
    stub.answers["/sms"] = (302, "/elsewhere")

    assert isinstance(refused(stub), Later)
    assert [asked.path for asked in stub.asked] == ["/sms"]


def test_a_message_whose_answer_was_lost_may_have_gone_out(stub: Stub) -> None:
    stub.cuts_before_the_answer = True

    error = refused(stub)

    assert isinstance(error, Unreachable)
    assert error.perhaps


def test_where_nobody_listens_is_said_in_words() -> None:
    with closing(socket.socket()) as mine:
        mine.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{mine.getsockname()[1]}/"

        with pytest.raises(Unreachable) as error:
            gateway.hand_over(Gateway(url=url, body=JSON), to="1", text="t", subject="s")

    assert str(error.value) == "the gateway 127.0.0.1 cannot be reached: Connection refused"
    assert not error.value.perhaps


def test_a_gateway_that_says_nothing_is_not_waited_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gateway, "TIMEOUT", 0.1)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"

        with pytest.raises(Unreachable, match="does not answer") as error:
            gateway.hand_over(Gateway(url=url, body=JSON), to="1", text="t", subject="s")

    assert error.value.perhaps


def test_a_text_message_says_what_is_short_and_a_notice_has_a_title(
    database: Database, stub: Stub
) -> None:
    choose(database, MESSAGING=True, CHANNELS=["sms", "push"], SMS_URL=stub.url, PUSH_URL=stub.url)
    secrets.keep(database, "sms", "token of sms")
    told_of_a_booking(database, phone="+39 06 1234")

    assert delivered(database).sent == 2

    sms, push = (json.loads(asked.body) for asked in stub.asked)
    short = "Main entrance: your appointment is on Thursday, 7 February 2030 at 11:00."
    assert sms == {"to": "+39 06 1234", "text": short}
    assert push["title"] == "Your appointment on Thursday, 7 February 2030"
    assert push["text"] == short
    assert [asked.headers.get("Authorization") for asked in stub.asked] == [
        "Bearer token of sms",
        None,
    ]
    assert {each.fate for each in messages(database)} == {Fate.SENT}


def test_several_threads_hand_over_beside_each_other(stub: Stub) -> None:
    threads = [threading.Thread(target=hand_over, args=(stub,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(stub.asked) == 8
