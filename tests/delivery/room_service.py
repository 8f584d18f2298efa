"""A service of rooms on loopback, which remembers what it was told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class RoomService:
    """Answers as the service of document 004 does; with `failing` it answers that instead."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, Any]] = []
        self.failing: int | None = None
        self.answer: bytes | None = None
        self.address = ""

    def methods(self) -> list[str]:
        return [method for method, _, _ in self.told]


@contextmanager
def room_service() -> Iterator[RoomService]:
    service = RoomService()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(service))
    service.address = f"http://127.0.0.1:{server.server_port}/teleconsultation"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(service: RoomService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._done(201, json.dumps({"roomId": f"room {len(service.told) + 1}"}).encode())

        def do_PATCH(self) -> None:
            self._done(204, b"")

        def do_DELETE(self) -> None:
            self._done(204, b"")

        def log_message(self, *_facts: Any) -> None:
            """Say nothing."""

        def _done(self, status: int, body: bytes) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            service.told.append((self.command, self.path, json.loads(raw) if raw else None))
            body = body if service.answer is None else service.answer
            self.send_response(status if service.failing is None else service.failing)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
