"""A mail server that falls silent at a moment of the test's choosing, and says when it has."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

_DATA = b"data"


@dataclass(kw_only=True)
class Silent:
    """It says nothing more once it has heard `heard`; at the very beginning where that is empty."""

    heard: bytes
    port: int = 0
    reached: threading.Event = field(default_factory=threading.Event)
    said: bytes = b""
    host: str = "127.0.0.1"
    security: str = "none"

    def wait(self) -> None:
        assert self.reached.wait(60), "nobody has come as far as that"


@contextmanager
def open_server(silent: Silent) -> Iterator[Silent]:
    """The server while it answers, for one connection."""
    listening = socket.create_server(("127.0.0.1", 0))
    silent.port = listening.getsockname()[1]
    thread = threading.Thread(target=_serve, args=(listening, silent))
    thread.start()
    try:
        yield silent
    finally:
        thread.join(60)
        listening.close()
    assert not thread.is_alive()


def _serve(listening: socket.socket, silent: Silent) -> None:
    connection, _ = listening.accept()
    with closing(connection):
        if silent.heard:
            connection.sendall(b"220 here\r\n")
        while silent.heard and silent.heard not in silent.said:
            line = connection.recv(65_536)
            if not line:
                return
            silent.said += line
            if silent.heard not in silent.said:
                connection.sendall(
                    b"354 go on\r\n" if line.lower().startswith(_DATA) else b"250 OK\r\n"
                )
        silent.reached.set()
        while connection.recv(65_536):
            pass  # It keeps the line open until the other side has gone.
