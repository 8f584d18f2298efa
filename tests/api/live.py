"""A server in a process of its own, as it is started by hand, and a plain caller over a socket."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass
class Live:
    """A running server; `address` is what it said when it was ready."""

    process: subprocess.Popen[str]
    address: str

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def ask(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """One request on a connection of its own."""
        raw = None if body is None else json.dumps(body).encode()
        sent = {name.replace("_", "-"): text for name, text in headers.items()}
        if raw is not None:
            sent.setdefault("Content-Type", "application/json")
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, raw, sent)
            answer = connection.getresponse()
            found = {name.lower(): text for name, text in answer.getheaders()}
            return answer.status, found, answer.read()

    def line(self) -> socket.socket:
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def end(self) -> int:
        """Tell it to end; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


def started(*arguments: object, home: Path, under: Sequence[str] = ()) -> subprocess.Popen[str]:
    """Desk with these arguments; `under` comes before it on the command line."""
    command = [*under, sys.executable, "-P", "-m", "desk", *map(str, arguments)]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home)}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=variables
    )


@contextmanager
def served(
    database: object, home: Path, *arguments: object, under: Sequence[str] = ()
) -> Iterator[Live]:
    """A server for a database, at a free port; ended afterwards if it still runs."""
    serve = ("serve", "--port", 0, "--database", database, *arguments)
    process = started(*serve, home=home, under=under)
    assert process.stdout
    line = ""
    for line in process.stdout:
        if line.startswith("Desk API listening on "):
            break
    else:
        raise AssertionError(process.communicate()[1])
    live = Live(process, line.rpartition(" ")[2].strip())
    try:
        yield live
    finally:
        if process.poll() is None:
            live.end()
        process.communicate()
