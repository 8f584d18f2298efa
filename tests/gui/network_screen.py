"""The page of the network on the screen, and a caller over a socket."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPSConnection
from typing import Any

from pytestqt.qtbot import QtBot

from desk.gui.controls import Controls
from desk.gui.network.page import NetworkPage
from desk.gui.network.server import Server
from desk.gui.network.standing import State

PATIENCE_MS = 60_000
PAGE = "page.network"
NEWS = "/api/desk/changes?since=0"  # which needs a token


def free_port() -> int:
    """A port at which nobody listens just now."""
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        port: int = found.getsockname()[1]
        return port


def on_screen(controls: Controls) -> NetworkPage:
    controls.perform(PAGE)
    shown = controls.window.stack.current
    assert isinstance(shown, NetworkPage)
    return shown


def until(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)


def until_state(qtbot: QtBot, server: Server, state: State) -> None:
    until(qtbot, lambda: server.state is state)


def ask(port: int, path: str, token: str = "", *, tls: bool = False) -> tuple[int, Any]:
    """Status and body of a request to a server on this machine."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    if tls:
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        connection = HTTPSConnection("127.0.0.1", port, timeout=60, context=trusting)
    with closing(connection):
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def certificate(port: int) -> bytes:
    """What a server on this machine shows of itself, as it goes over the wire."""
    return ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", port)))
