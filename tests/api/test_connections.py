"""Callers that take their time, or too many lines: closed, and nobody else waits for them."""

from __future__ import annotations

import asyncio
import datetime as dt
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter

import pytest

from desk.api import certificate
from desk.api.connections import Patience
from desk.api.server import Listening, bound, running
from desk.services import days
from desk.store.database import Database
from tests import build

HEAD = b"GET /api/visits/ HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture
def port(database: Database) -> Iterator[int]:
    """Of a server that waits a fraction of a second, not ten, and bears three lines, not 32."""
    with served(database, Patience(seconds=0.4, most_from_one=3, new=0.1)) as found:
        yield found


@contextmanager
def served(
    database: Database,
    patience: Patience,
    tls: tuple[Path, Path] | None = None,
    buffer: int | None = None,
) -> Iterator[int]:
    """The port of a server on a thread beside this one; the system buffers so many bytes for it."""
    ready = threading.Event()
    listening = Listening(socket=bound("127.0.0.1", 0), tls=tls, patience=patience)
    if buffer is not None:
        listening.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer)
    server = running(database, listening, ready=lambda _address: ready.set())
    thread = threading.Thread(target=lambda: server.run(sockets=[listening.socket]))
    thread.start()
    assert ready.wait(30)
    try:
        yield int(listening.address.rpartition(":")[2])
    finally:
        server.should_exit = True
        thread.join(30)


def given_up(line: socket.socket) -> bool:
    """Whether the other side soon gives the line up, though nothing is read from it."""
    errors = select.poll()
    errors.register(line, select.POLLERR)
    return bool(errors.poll(10_000))


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

    assert rest.endswith(b"[]\r\n0\r\n\r\n")


def test_a_body_that_is_begun_behind_another_request_has_only_so_much_time(port: int) -> None:
    begun = HEAD.replace(b"GET", b"POST") + b"Content-Length: 9\r\n\r\n{"

    with line(port, HEAD + b"\r\n" + begun) as slow:
        assert slow.recv(12) == b"HTTP/1.1 200"
        while slow.recv(4096):
            pass


def test_whoever_hangs_up_on_a_list_keeps_nothing_of_the_database(
    port: int, database: Database
) -> None:
    for _ in range(40):
        with line(port, HEAD + b"\r\n") as hasty:
            hasty.recv(1)

    assert answered(port) == 200


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


def test_an_answer_that_nobody_takes_is_given_up(database: Database) -> None:
    with database.write("test") as tx:
        for number in range(300):
            build.day(tx, dt.date(2030, 1, 1) + dt.timedelta(days=number))
    patience = Patience(seconds=0.5)

    with served(database, patience, buffer=4096) as port, socket.socket() as lazy:
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        lazy.connect(("127.0.0.1", port))
        lazy.sendall(HEAD + b"\r\n")

        assert given_up(lazy)
        assert answered(port) == 200


def test_two_hundred_callers_of_a_byte_now_and_then_keep_nobody_waiting(
    database: Database,
) -> None:
    # A tenth of the usual patience, and a byte not every second but every tenth of one.
    patience = Patience(seconds=1.0, new=0.05)
    with served(database, patience) as port:
        ended, times = asyncio.run(besieged(port))
    with database.read() as tx:
        stored = list(days.batches(tx))

    assert (ended, stored) == (200, [])
    assert len(times) > 10
    assert max(times) < 1.0


async def besieged(port: int) -> tuple[int, list[float]]:
    """How many of the slow ones were hung up on, and how long each of the others waited."""
    slow = [asyncio.create_task(dripped(port, number)) for number in range(200)]
    times = []
    while not all(each.done() for each in slow):
        began = perf_counter()
        assert await asyncio.to_thread(answered, port) == 200
        times.append(perf_counter() - began)
    return sum([await each for each in slow]), times


async def dripped(port: int, number: int) -> bool:
    """Send a request byte by byte, every other one only from its body on; whether it is cut off."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = b'{"day": "2030-02-04"}' + b" " * 1000
    head = HEAD.replace(b"GET /api/visits/", b"POST /api/visits/create/")
    head += b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    at = len(head) if number % 2 else 0
    writer.write(head[:at])
    closing = asyncio.ensure_future(reader.read())
    for sent in range(at, len(head) + len(body)):
        writer.write((head + body)[sent : sent + 1])
        done, _ = await asyncio.wait([closing], timeout=0.1)
        if done:
            break
    writer.transport.abort()
    return closing.done() and (closing.exception() is not None or closing.result() == b"")


def test_whoever_does_not_agree_upon_tls_is_hung_up_on(database: Database, tmp_path: Path) -> None:
    made = certificate.own(tmp_path, datetime.now(UTC))

    with (
        served(database, Patience(seconds=0.4), (made.file, made.key)) as port,
        line(port) as silent,
    ):
        assert closed(silent)


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
