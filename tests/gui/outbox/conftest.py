"""Passwords in a folder of the test, and a gateway on this machine that takes text messages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def kept_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords of tests lie in a file of the test."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


class Gateway(BaseHTTPRequestHandler):
    """Takes what is handed over and remembers it."""

    taken: list[str]

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.taken.append(self.rfile.read(length).decode())
        self.send_response(202)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of it."""


@pytest.fixture
def gateway() -> Iterator[tuple[str, list[str]]]:
    """The address of a gateway on this machine, and what it was handed."""
    taken: list[str] = []
    handler = type("OneGateway", (Gateway,), {"taken": taken})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/send", taken
        server.shutdown()
        thread.join()
