"""Callers that ask again as soon as they have their answer; prints how many a second got one.

Arguments: the port, the path, the token, for how many seconds, and over how many lines.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
from time import monotonic
from typing import BinaryIO


def main(port: str, path: str, token: str, seconds: str, lines: str) -> None:
    until = monotonic() + float(seconds)
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"
    counts: list[int] = []
    callers = [
        threading.Thread(
            target=lambda: counts.append(_ask(int(port), request.encode(), until)), daemon=True
        )
        for _ in range(int(lines))
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert len(counts) == len(callers), "every line was answered to the end"
    print(json.dumps(sum(counts) / float(seconds)))


def _ask(port: int, request: bytes, until: float) -> int:
    count = 0
    with socket.create_connection(("127.0.0.1", port)) as line, line.makefile("rb") as answer:
        while monotonic() < until:
            line.sendall(request)
            _take(answer)
            count += 1
    return count


def _take(answer: BinaryIO) -> None:
    """Read one answer to its end."""
    status = answer.readline()
    assert b" 200 " in status, status
    length, chunked = 0, False
    while (head := answer.readline()) != b"\r\n":
        name, _, value = head.lower().partition(b":")
        if name == b"content-length":
            length = int(value)
        chunked = chunked or (name == b"transfer-encoding" and b"chunked" in value)
    if not chunked:
        answer.read(length)
        return
    while size := int(answer.readline(), 16):
        answer.read(size + 2)
    answer.readline()


if __name__ == "__main__":
    main(*sys.argv[1:])
