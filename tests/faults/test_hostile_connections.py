"""Whoever holds lines open or sends what is no message harms nobody else, and costs little."""

from __future__ import annotations

import json
import resource
import socket
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from time import monotonic

import pytest

from tests.api.live import Live
from tests.faults.memory import resident
from tests.faults.siege import HALF, HOST, besieged

DESCRIPTORS = 1024  # that a server has on a usual Linux
LONGEST = 15.0
PATIENCE = 15.0  # for a good caller, on a machine on which others are at work
MEBIBYTE = 1 << 20
SELDOM = 100  # of so many requests of a good caller one writes
GROWTH = 16 * 1024  # kilobytes
CREATE = b"POST /api/visits/create/ HTTP/1.1\r\nContent-Type: application/json\r\n" + HOST
CHUNKED = CREATE + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize("lines", [200, pytest.param(1200, marks=pytest.mark.long)])
def test_a_good_caller_is_served_while_others_hold_the_lines(live: Live, lines: int) -> None:
    resource.prlimit(live.process.pid, resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
    waits: list[float] = []
    numbers = count()

    def ask() -> None:
        began = monotonic()
        number = next(numbers)
        day = number // SELDOM
        body = {"day": f"{2031 + day // 28}-02-{day % 28 + 1:02}"} if number % SELDOM == 0 else None
        method, path = ("POST", "/api/visits/create/") if body else ("GET", "/api/visits/")
        assert live.ask(method, path, body)[0] == (201 if body else 200)
        waits.append(monotonic() - began)

    with ThreadPoolExecutor() as threads:
        siege = threads.submit(besieged, live.port, lines)
        while not siege.done():
            ask()

    assert siege.result() <= LONGEST
    assert len(waits) > 20
    assert max(waits) < PATIENCE
    assert len(json.loads(live.ask("GET", "/api/visits/")[2])) == -(-len(waits) // SELDOM)
    assert live.end() == 0


def said(head: bytes, body: bytes = b"") -> bytes:
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


MESSAGES: dict[str, bytes] = {
    "too long a body": said(CREATE, b" " * (2 * MEBIBYTE)),
    "a body of 100 GB": CREATE + b"Content-Length: 100000000000\r\n\r\n" + b" " * MEBIBYTE,
    "a body of less than nothing": CREATE + b"Content-Length: -1\r\n\r\n",
    "a body of a word": CREATE + b"Content-Length: many\r\n\r\n",
    "a body of 5000 digits": CREATE + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
    "two lengths": CREATE + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "a length and chunks": CREATE + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
    "another coding": CREATE + b"Transfer-Encoding: gzip\r\n\r\n{}",
    "no end of chunks": CHUNKED + (b"8000\r\n" + b" " * 0x8000 + b"\r\n") * 64,
    "a chunk of a word": CHUNKED + b"many\r\n{}\r\n",
    "a chunk of all there is": CHUNKED + b"F" * 16 + b"\r\n{}",
    "a chunk of endless digits": CHUNKED + b"0" * MEBIBYTE,
    "an endless extension of a chunk": CHUNKED + b"1;" + b"x" * MEBIBYTE,
    "an endless trailer": CHUNKED + b"0\r\nX: " + b"x" * MEBIBYTE,
    "an endless address": b"GET /" + b"a" * MEBIBYTE,
    "an endless method": b"G" * MEBIBYTE,
    "an endless field": HALF + b"X: " + b"x" * MEBIBYTE,
    "an endless name of a field": HALF + b"x" * MEBIBYTE,
    "ten thousand fields": HALF + b"X: 1\r\n" * 10_000 + b"\r\n",
    "a hundred and one fields": HALF + b"X: 1\r\n" * 100 + b"\r\n",
    "a head of 33 KiB": HALF + b"X: " + b"x" * 33_000 + b"\r\n\r\n",
    "a nought in a field": HALF + b"X: a\0b\r\n\r\n",
    "a blank in the name of a field": HALF + b"X : 1\r\n\r\n",
    "a field without a name": HALF + b": 1\r\n\r\n",
    "no host": b"GET /health HTTP/1.1\r\n\r\n",
    "two hosts": HALF + HOST + b"\r\n",
    "another version": b"GET /health HTTP/9.9\r\n" + HOST + b"\r\n",
    "an older way of speaking": b"GET /health\r\n\r\n",
    "a newer way of speaking": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "greeting by TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(600) + b"\r\n\r\n",
    "anything": bytes(range(256)) * 300,
    "brackets within brackets": said(CREATE, b"[" * 500_000),
    "objects within objects": said(CREATE, b'{"a":' * 200_000),
    "a number of a million digits": said(CREATE, b'{"day": ' + b"9" * 1_000_000 + b"}"),
    "a text that does not end": said(CREATE, b'{"day": "' + b"\\u0000" * 160_000),
    "a million things": said(CREATE, b"[" + b"0," * 500_000 + b"0]"),
    "letters that are none": said(CREATE, b'{"day": "\xff\xfe"}'),
    "what is packed": said(CREATE + b"Content-Encoding: gzip\r\n", b"\x1f\x8b" + bytes(1000)),
    "a form": said(CREATE.replace(b"application/json", b"multipart/form-data"), b"--a" * 9000),
}


def answer(live: Live, message: bytes) -> bytes:
    """How the answer begins; nothing, if the server hung up instead."""
    with live.line() as line:
        try:
            line.sendall(message)
            line.shutdown(socket.SHUT_WR)
            return line.recv(12)
        except OSError:
            return b""


def test_what_is_too_much_or_no_message_is_refused_and_takes_no_memory(live: Live) -> None:
    assert len(MESSAGES) >= 30
    for message in list(MESSAGES.values())[:3]:
        answer(live, message)  # What is needed for refusing is in memory from now on.
    live.ask("POST", "/api/visits/create/", {"day": "2030-02-04"})
    before = resident(live.process.pid)

    for name, message in MESSAGES.items():
        assert answer(live, message)[:10] in (b"", b"HTTP/1.1 4"), name
        assert live.ask("GET", "/health")[0] == 200, name

    assert resident(live.process.pid) - before <= GROWTH
    assert len(json.loads(live.ask("GET", "/api/visits/")[2])) == 1
    assert live.end() == 0
    assert live.process.communicate() == ("", "")
