"""The server as a process: its start, its address, TLS, its end."""

from __future__ import annotations

import json
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPSConnection
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import text

from desk.api.server import GRACE
from desk.store.database import Database
from tests.api.live import Live, served, started
from tests.api.wire_of import token

DAY = {"day": "2030-02-04"}


@pytest.fixture
def live(database: Database, tmp_path: Path) -> Iterator[Live]:
    with served(database.engine.url.database, tmp_path) as running:
        yield running


def test_it_says_where_it_listens_answers_and_ends_cleanly(live: Live) -> None:
    status, headers, body = live.ask("GET", "/health")

    assert live.address == f"http://127.0.0.1:{live.port}"
    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(body) == {"status": "ok", "schema": json.loads(body)["schema"]}
    assert live.end() == 0
    assert live.process.communicate() == ("", "")


def test_what_is_made_over_the_network_is_in_the_database(live: Live, database: Database) -> None:
    status, _, body = live.ask("POST", "/api/visits/create/", DAY)

    assert status == 201
    assert live.ask("GET", f"/api/visits/{json.loads(body)['id']}/")[2] == body


def test_news_come_to_whoever_waits_for_them(live: Live, database: Database) -> None:
    secret = token(database, "readonly")
    said = {"authorization": f"Bearer {secret}"}
    last = json.loads(live.ask("GET", "/api/desk/changes", **said)[2])["last"]
    heard: list[Any] = []

    def wait() -> None:
        heard.append(json.loads(live.ask("GET", f"/api/desk/changes?since={last}", **said)[2]))

    waiting = threading.Thread(target=wait)
    waiting.start()
    live.ask("POST", "/api/visits/create/", DAY)
    waiting.join(30)

    (change,) = heard[0]["changes"]
    assert heard[0]["last"] == change["number"] == last + 1
    assert {**change, "number": 0, "at": ""} == {
        "number": 0,
        "kind": "day",
        "id": 1,
        "action": "added",
        "actor": "public",
        "at": "",
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", change["at"])


def test_news_come_as_a_stream_of_events(live: Live, database: Database) -> None:
    secret = token(database, "readonly")
    request = (
        "GET /api/desk/changes?since=0 HTTP/1.1\r\nHost: localhost\r\n"
        f"Accept: text/event-stream\r\nAuthorization: Bearer {secret}\r\n\r\n"
    )
    with live.line() as line, line.makefile("rb") as answer:
        line.sendall(request.encode())
        live.ask("POST", "/api/visits/create/", DAY)
        lines = [next(answer).decode().strip()]
        while not (lines[-1].startswith("data:") and '"day"' in lines[-1]):
            lines.append(next(answer).decode().strip())

    assert lines[0] == "HTTP/1.1 200 OK"
    assert "content-type: text/event-stream; charset=utf-8" in lines
    assert json.loads(lines[-1].removeprefix("data: "))["action"] == "added"


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_whoever_waits_for_news_does_not_keep_it_from_ending(
    live: Live, database: Database, accept: str
) -> None:
    request = (
        "GET /api/desk/changes?since=999999 HTTP/1.1\r\nHost: localhost\r\n"
        f"Accept: {accept}\r\nAuthorization: Bearer {token(database, 'readonly')}\r\n\r\n"
    )
    with live.line() as line:
        line.sendall(request.encode())
        live.ask("GET", "/health")
        began = perf_counter()
        status = live.end()
        took = perf_counter() - began
        answer = line.recv(15)

    assert (status, live.process.communicate(), answer) == (0, ("", ""), b"HTTP/1.1 200 OK")
    assert took < GRACE


def test_a_fault_of_the_program_goes_to_the_log_and_to_nobody_else(
    live: Live, database: Database, tmp_path: Path
) -> None:
    with database.write("ann") as tx:
        tx.session.execute(text("ALTER TABLE day RENAME TO mislaid"))

    status, _, body = live.ask("GET", "/api/visits/")
    live.end()
    (kept,) = tmp_path.rglob("server.log")

    assert (status, list(json.loads(body))) == (500, ["detail"])
    assert live.process.communicate() == ("", "")
    assert "OperationalError" in kept.read_text()


def test_the_trace_of_a_refusal_is_in_the_log(
    live: Live, database: Database, tmp_path: Path
) -> None:
    said = {"authorization": f"Bearer {token(database, 'readonly')}"}

    trace = json.loads(live.ask("GET", "/api/residentvisits/x", **said)[2])["traceId"]
    live.end()
    (kept,) = tmp_path.rglob("server.log")

    assert trace in kept.read_text()


def test_news_are_for_those_with_a_token(live: Live) -> None:
    assert live.ask("GET", "/api/desk/changes?since=0")[0] == 401


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = started(
            "serve", "--port", port, "--database", tmp_path / "desk.db", home=tmp_path
        )
        out, error = process.communicate(timeout=60)

    assert (process.returncode, out, error.count("\n")) == (1, "", 1)
    assert f"127.0.0.1, port {port}" in error


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_that_is_none_is_a_wrong_use(tmp_path: Path, port: str) -> None:
    process = started("serve", f"--port={port}", home=tmp_path)
    process.communicate(timeout=60)

    assert process.returncode == 2


def test_with_tls_it_shows_the_fingerprint_of_a_certificate_of_its_own(
    database: Database, tmp_path: Path
) -> None:
    fingerprints = []
    for _ in range(2):
        with served(database.engine.url.database, tmp_path, "--tls") as live:
            assert live.address.startswith("https://127.0.0.1:")
            context = ssl.create_default_context()
            (file,) = tmp_path.rglob("server.crt")
            context.load_verify_locations(file)
            with closing(
                HTTPSConnection("127.0.0.1", live.port, context=context, timeout=60)
            ) as connection:
                connection.request("GET", "/health")
                assert connection.getresponse().status == 200
            fingerprints.append(file.read_bytes())
    (key,) = tmp_path.rglob("server.key")

    assert fingerprints[0] == fingerprints[1]
    assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "arguments", [["--tls-cert", "{}"], ["--tls-cert", "{}", "--tls-key", "{}"]]
)
def test_a_certificate_that_is_none_is_said_in_one_line(
    tmp_path: Path, arguments: list[str]
) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("nothing of the kind")
    given = [each.format(broken) for each in arguments]

    process = started("serve", "--port", 0, *given, "--database", tmp_path / "d.db", home=tmp_path)
    out, error = process.communicate(timeout=60)

    assert (process.returncode, out, error.count("\n")) == (1, "", 1)


def test_each_request_is_told_to_whoever_started_it(database: Database, tmp_path: Path) -> None:
    with served(database.engine.url.database, tmp_path, "--json-requests") as live:
        live.ask("GET", "/api/visits/")
        assert live.process.stdout
        told = json.loads(next(live.process.stdout))

    took = told.pop("took")
    assert took > 0
    assert told == {
        "method": "GET",
        "path": "/api/visits/",
        "status": 200,
        "caller": "public",
        "address": "127.0.0.1",
    }


def test_whoever_asks_for_news_is_told_of_too(database: Database, tmp_path: Path) -> None:
    secret = token(database, "readonly", "porch")
    with served(database.engine.url.database, tmp_path, "--json-requests") as live:
        live.ask("GET", "/api/desk/changes", authorization=f"Bearer {secret}")
        live.ask("GET", "/api/desk/changes")
        assert live.process.stdout
        told = [json.loads(next(live.process.stdout)) for _ in range(2)]

    assert [(each["path"], each["status"], each["caller"]) for each in told] == [
        ("/api/desk/changes", 200, "porch"),
        ("/api/desk/changes", 401, "public"),
    ]


def test_the_description_is_there_for_programs_and_for_people(live: Live) -> None:
    status, _, body = live.ask("GET", "/openapi.json")
    page = live.ask("GET", "/docs")

    assert (status, page[0]) == (200, 200)
    assert "/api/visits/create/" in json.loads(body)["paths"]
    assert b"/api/visits/create/" in page[2]
    assert b"https://" not in page[2]
