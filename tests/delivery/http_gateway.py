"""A gateway on this computer that takes messages by HTTP, and answers as a test wants it to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Asked:
    """What the gateway was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


@dataclass(kw_only=True)
class Stub:
    """How the gateway answers, by path: a status, and where to go or what to say."""

    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    cuts_before_the_answer: bool = False
    asked: list[Asked] = field(default_factory=list)
    url: str = ""


@contextmanager
def open_gateway(stub: Stub) -> Iterator[Stub]:
    """The gateway while it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            stub.asked.append(Asked(self.command, self.path, dict(self.headers), body))
            if stub.cuts_before_the_answer:
                self.close_connection = True
                return
            status, words = stub.answers.get(self.path, (200, "taken"))
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", words)
                words = ""
            self.send_header("Content-Length", str(len(words.encode())))
            self.end_headers()
            self.wfile.write(words.encode())

        do_GET = do_POST

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub.url = f"http://127.0.0.1:{server.server_address[1]}/sms"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
