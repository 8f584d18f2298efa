"""Servers that have outlived the window that started them, and how the next one finds them.

A note beside the data says, for each port, which process serves there and which window watches it.
Only what such a note names is ever ended; whatever else listens at the port is somebody else's.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import signal
import ssl
import subprocess
import sys
import threading
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from time import monotonic

from desk import settings

CAN_STAY = os.name != "nt"  # elsewhere nothing could tell such a process to end
NOBODY = 0
PATIENCE = 10.0  # seconds for what a server has begun to answer
TIMEOUT = 2.0
_LOOK_EVERY = 0.05


class Found(StrEnum):
    """What was at the port."""

    NOTHING = "nothing"
    OURS = "ours"  # it was ended, so that another can take its place
    ANOTHER = "another"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The number of the server's process, that of the window it belongs to, and whose desk it is.

    `desk` is a hash, because the address of a database may hold a password.
    """

    process: int
    window: int
    desk: str


def write(port: int, note: Note) -> None:
    """Remember who serves at the port."""
    file = _file(port)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(note)), "utf-8")


def forget(port: int) -> None:
    """Nobody that we know serves there any more."""
    _file(port).unlink(missing_ok=True)


def read(port: int) -> Note | None:
    """Who serves there, as far as it is known."""
    try:
        return Note(**json.loads(_file(port).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def hashed(address: str) -> str:
    """The address of a database, so that it can be compared but not read."""
    return hashlib.sha256(address.encode()).hexdigest()


def clear(port: int, desk: str) -> Found:
    """Make room at the port, if what serves there was left behind on the same desk; slow."""
    note = read(port)
    if note is not None and note.desk == desk and _is_left(note, port):
        _end(note.process, port)
        forget(port)
        return Found.OURS
    return Found.ANOTHER if answers(port) else Found.NOTHING


def answers(port: int) -> bool:
    """Whether a server of Desk answers there on this computer, with TLS or without."""
    # Nothing secret is asked, and whoever answers is believed nothing else.
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    for connection in (
        http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT),
        http.client.HTTPSConnection("127.0.0.1", port, timeout=TIMEOUT, context=trusting),
    ):
        with closing(connection):
            try:
                connection.request("GET", "/health")
                found = json.loads(connection.getresponse().read())
            except (OSError, http.client.HTTPException, ValueError):
                continue
            if isinstance(found, dict) and found.get("status") == "ok" and "schema" in found:
                return True
    return False


def _is_left(note: Note, port: int) -> bool:
    """Whether that process serves still, and no window but this one watches it."""
    watched = note.window not in (NOBODY, os.getpid()) and bool(_command_line(note.window))
    return not watched and _serves(note.process, port)


def _serves(process: int, port: int) -> bool:
    words = _command_line(process)
    return "serve" in words and str(port) in words


def _command_line(process: int) -> list[str]:
    """How a process was called; nothing if there is none of that number."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{process}/cmdline").read_bytes().decode().split("\0")[:-1]
        except OSError:
            return []
    if not CAN_STAY:
        return []
    asked = ["ps", "-o", "command=", "-p", str(process)]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()


def _end(process: int, port: int) -> None:
    """Ask it to end, and wait for that; one that will not is ended without asking."""
    turn = threading.Event()
    end = monotonic() + PATIENCE
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGTERM)
        while _serves(process, port):
            if monotonic() > end:
                os.kill(process, signal.SIGKILL)
            turn.wait(_LOOK_EVERY)


def _file(port: int) -> Path:
    return settings.folder("data") / f"server-{port}.json"
