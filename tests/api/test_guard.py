"""What no request gets past: names, foreign pages, sizes."""

from __future__ import annotations

import socket

import pytest

from desk.services import site
from desk.store.database import Database
from tests.api.wire_of import Wire

VISITS = "/api/visits/"
CREATE = "/api/visits/create/"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "192.168.1.7:8765",
        "[::1]:8765",
        "localhost",
        "LOCALHOST:1",
        socket.gethostname(),
    ],
)
def test_the_machine_answers_to_its_own_names(public: Wire, host: str) -> None:
    assert public.get(VISITS, host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "[::1",
        "127.0.0.1]",
        "127.0.0.1:123456",
        "evil.example",
        "evil.example:8765",
        "127.0.0.1.evil.example",
        "",
    ],
)
def test_it_answers_to_no_other(public: Wire, host: str) -> None:
    reply = public.get(VISITS, host=host)

    assert (reply.status, list(reply.body)) == (421, ["detail"])


def test_a_name_that_the_house_has_chosen_is_its_own(public: Wire, database: Database) -> None:
    with database.write("test") as tx:
        site.choose(tx, "api.host_names", "desk.house, reception.house")

    assert public.get(VISITS, host="Reception.house:8765").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1:8765"},
        {"origin": "http://127.0.0.1"},
        {"sec_fetch_site": "cross-site"},
    ],
)
def test_foreign_pages_are_refused_and_change_nothing(
    public: Wire, headers: dict[str, str]
) -> None:
    reply = public.post(CREATE, {"day": "2030-02-04"}, **headers)

    assert (reply.status, list(reply.body)) == (403, ["detail"])
    assert public.get(VISITS).body == []
    assert not any(name.startswith("access-control") for name in reply.headers)


def test_its_own_page_is_not_foreign(public: Wire) -> None:
    reply = public.post(
        CREATE,
        {"day": "2030-02-04"},
        origin="http://127.0.0.1:8765",
        sec_fetch_site="same-origin",
    )

    assert reply.status == 201


def test_a_body_is_at_most_a_mebibyte(public: Wire) -> None:
    large = b'{"day": "2030-02-04", "x": "' + b"x" * (1 << 20) + b'"}'

    said = public.post(CREATE, large)
    unsaid = public.post(CREATE, large, content_length="10")

    assert [(said.status, list(said.body)), (unsaid.status, list(unsaid.body))] == [
        (413, ["detail"])
    ] * 2
    assert public.get(VISITS).body == []


def test_a_body_of_a_mebibyte_is_taken(public: Wire) -> None:
    begin, end = b'{"day": "2030-02-04", "x": "', b'"}'

    assert public.post(CREATE, begin + b"x" * ((1 << 20) - len(begin + end)) + end).status == 201


def test_a_head_has_at_most_a_hundred_fields_and_32_kib(public: Wire) -> None:
    many = {f"x-{number}": "1" for number in range(100)}

    assert public.get(VISITS, **many).status == 431
    assert public.get(VISITS, x_long="x" * (32 << 10)).status == 431
    assert public.get(VISITS, **dict(list(many.items())[:90])).status == 200


@pytest.mark.parametrize(
    ("sent", "status"), [(b"", 400), (b"{}", 400), (b"a=1", 415)], ids=["nothing", "json", "form"]
)
def test_what_is_sent_though_nothing_is_needed_is_json_all_the_same(
    clerk: Wire, sent: bytes, status: int
) -> None:
    media = "text/plain" if status == 415 else "application/json"

    assert clerk.post("/api/residentvisits/9/checkout", sent, content_type=media).status == status


@pytest.mark.parametrize("depth", [64, 65])
def test_json_is_at_most_64_deep(public: Wire, depth: int) -> None:
    deep = b'{"day": "2030-02-04", "x": ' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"

    assert public.post(CREATE, deep).status == (201 if depth == 64 else 400)


def test_forwarded_headers_are_not_believed(public: Wire, database: Database) -> None:
    with database.write("test") as tx:
        site.choose(tx, "api.failure_limit", 1)
    public.put("/api/visits/1/update/", {}, x_forwarded_for="10.1.1.1")

    assert public.get(VISITS, x_forwarded_for="10.2.2.2").status == 429
