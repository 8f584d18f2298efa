"""Many callers that mean no good, held by one thread: they dawdle, say nothing, or take nothing.

A line counts as closed when the server has given it up, which also somebody sees who reads nothing.
"""

from __future__ import annotations

import resource
import select
import socket
from collections.abc import Iterator
from time import monotonic

HOST = b"Host: localhost\r\n"
HALF = b"GET /health HTTP/1.1\r\n" + HOST
WHOLE = HALF + b"\r\n"
BODY = b" " * 4000
WRITING = b"POST /api/visits/create/ HTTP/1.1\r\n" + HOST
WRITING += b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)
LISTS = b"GET /openapi.json HTTP/1.1\r\n" + HOST + b"\r\n"
RARELY = 100  # of so many lines one asks for much and takes nothing, which costs most
DRIP = 0.25


class Line:
    """One connection: what it says at once, and what it lets drip; `deaf` ones read nothing."""

    def __init__(self, port: int, number: int) -> None:
        self.deaf = number % RARELY == 0
        self.socket = socket.socket()
        if self.deaf:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        said, self.rest = self._plan(number)
        self.socket.connect(("127.0.0.1", port))
        self.since = monotonic()
        self.socket.setblocking(False)
        self.socket.send(said)

    def _plan(self, number: int) -> tuple[bytes, Iterator[int]]:
        if self.deaf:
            return LISTS * 40, iter(b"")
        plans: tuple[tuple[bytes, bytes], ...] = (
            (b"", b""),
            (b"", HALF + b"X: " + b"x" * 4000),
            (WRITING, BODY),
            (HALF, b""),
            (WHOLE, HALF[:10]),
            (b"\x16\x03\x01", b"\0" * 4000),
        )
        said, rest = plans[number % len(plans)]
        return said, iter(rest)

    def drip(self) -> None:
        """Say one byte more."""
        for byte in self.rest:
            try:
                self.socket.send(bytes([byte]))
            except OSError:
                return  # What was said to it is read all the same.
            return

    def is_closed(self, event: int) -> bool:
        """Whether the event says that the server has hung up."""
        if event & (select.POLLERR | select.POLLHUP):
            return True
        try:
            return self.socket.recv(1 << 16) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True


def besieged(port: int, lines: int) -> float:
    """Hold so many lines until all are closed; for how many seconds the last of them was open."""
    _allow(lines)
    longest = 0.0
    open_: dict[int, Line] = {}
    polling = select.poll()
    for number in range(lines):
        line = Line(port, number)
        open_[line.socket.fileno()] = line
        polling.register(line.socket, select.POLLERR if line.deaf else select.POLLIN)
    began = drip = monotonic()
    while open_ and monotonic() - began < 60:
        for number, event in polling.poll(50):
            if open_[number].is_closed(event):
                polling.unregister(number)
                line = open_.pop(number)
                longest = max(longest, monotonic() - line.since)
                line.socket.close()
        if monotonic() - drip > DRIP:
            drip = monotonic()
            for line in open_.values():
                line.drip()
    assert not open_, f"{len(open_)} lines are still open"
    return longest


def _allow(lines: int) -> None:
    """Let this process have as many files open as there are lines, and some."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = lines + 300
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
