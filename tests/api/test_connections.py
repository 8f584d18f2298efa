"""Callers that take their time, or too many lines: closed, and nobody else waits for them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from desk.api import connections
from desk.api.server import Listening, bound, running
from desk.store.database import Database

HEAD = b"GET /api/visits/ HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture
def port(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Of a server that waits a fraction of a second, not ten, and bears three lines, not 32."""
    monkeypatch.setattr(connections, "SECONDS", 0.4)
    monkeypatch.setattr(connections, "MOST_FROM_ONE", 3)
    monkeypatch.setattr(connections, "JUST_MADE", 0.1)
    ready = threading.Event()
    listening = Listening(socket=bound("127.0.0.1", 0))
    server = running(database, listening, ready=lambda _address: ready.set())
    thread = threading.Thread(target=lambda: server.run(sockets=[listening.socket]))
    thread.start()
    assert ready.wait(30)
    yield listening.socket.getsockname()[1] if listening.socket.fileno() >= 0 else 0
    server.should_exit = True
    thread.join(30)


def line(port: int, sent: bytes = b"") -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=30)
    made.sendall(sent)
    return made


def closed(of: socket.socket) -> bool:
    """Whether the other side hangs up, without an answer to a half request."""
    try:
        return of.recv(1) == b""
    except ConnectionResetError:
        return True


def answered(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/api/visits/")
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize(
    "sent", [b"", HEAD, HEAD.replace(b"GET", b"POST") + b"Content-Length: 9\r\n\r\n{"]
)
def test_a_request_that_does_not_come_to_its_end_is_given_up(port: int, sent: bytes) -> None:
    with line(port, sent) as slow:
        assert closed(slow)


def test_a_second_request_on_a_line_has_its_own_time(port: int) -> None:
    with line(port, HEAD + b"\r\n") as patient:
        assert patient.recv(12) == b"HTTP/1.1 200"
        patient.sendall(HEAD)
        rest = b""
        while part := patient.recv(4096):
            rest += part

    assert rest.endswith(b"[]")


def test_of_too_many_half_requests_the_oldest_is_closed(port: int) -> None:
    lines = [line(port, HEAD) for _ in range(4)]

    assert closed(lines[0])
    lines[3].sendall(b"\r\n")
    assert lines[3].recv(12) == b"HTTP/1.1 200"
    for each in lines:
        each.close()


def test_others_are_answered_while_many_hold_the_line(port: int) -> None:
    lines = [line(port, HEAD) for _ in range(20)]

    assert answered(port) == 200
    for each in lines:
        each.close()


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\r\n\r\n",
        HEAD + b"X: a\x00b\r\n\r\n",
        HEAD + b"Content-Length: x\r\n\r\n",
        HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
        HEAD + b"X: " + b"x" * (64 << 10),
    ],
)
def test_what_is_no_http_is_refused_or_cut_off(port: int, sent: bytes) -> None:
    with line(port, sent) as odd:
        try:
            said = odd.recv(4096)
        except ConnectionResetError:
            said = b""

    assert said[:10] in (b"", b"HTTP/1.1 4")
    assert answered(port) == 200
