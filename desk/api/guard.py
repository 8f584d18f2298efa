"""What no request gets past, whatever it asks for (server contract, "Dialects" 4, and the door).

Which names this machine answers to, that no web page speaks for its visitor, and how large a
request may be. What is refused here is refused in the dialect of the address.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Iterable
from functools import cache

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from desk.api.call import MOST_BYTES
from desk.api.dispatch import response
from desk.api.wire import Answer, Refused
from desk.domain.errors import DeskError

MOST_FIELDS = 100
MOST_HEAD = 32 << 10
_PORT = re.compile(r":\d{1,5}$")


class Guard:
    """Stands before `app`; `refused` spells a refusal for an address, `names` gives more hosts."""

    def __init__(
        self,
        app: ASGIApp,
        refused: Callable[[str, Refused | DeskError], Answer],
        names: Callable[[], Iterable[str]],
    ) -> None:
        self._app = app
        self._refused = refused
        self._names = names
        self._own = own_names()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            _require_small_head(scope)
            await self._require_host(scope)
            _require_sense(scope)
        except (Refused, DeskError) as error:
            answer = self._refused(scope["path"], error)
            await response(answer)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _require_host(self, scope: Scope) -> None:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1:
            raise Refused(421)
        host = _PORT.sub("", hosts[0].decode("latin-1")).lower()
        if host in self._own or _is_address(host):
            return
        if not host or host not in await run_in_threadpool(self._chosen):
            raise Refused(421)

    def _chosen(self) -> set[str]:
        return {name.strip().lower() for name in self._names()}


@cache
def own_names() -> set[str]:
    """What this machine is called; its full name is among them once the network has told it."""
    names = {"localhost", socket.gethostname().lower()}
    asking = threading.Thread(target=lambda: names.add(socket.getfqdn().lower()), daemon=True)
    asking.start()
    return names


def _is_address(host: str) -> bool:
    literal = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    try:
        ipaddress.ip_address(literal)
    except ValueError:
        return False
    return True


def _require_small_head(scope: Scope) -> None:
    fields: list[tuple[bytes, bytes]] = scope["headers"]
    if len(fields) > MOST_FIELDS or sum(len(n) + len(v) + 4 for n, v in fields) > MOST_HEAD:
        raise Refused(431, headers={"Connection": "close"})


def _require_sense(scope: Scope) -> None:
    """Refuse what another page has sent, and a body of no length or too much of it."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    own = f"{scope['scheme']}://{headers[b'host']}"
    for name, value in scope["headers"]:  # Somebody may say both the one and the other.
        said = value.decode("latin-1")
        if (name == b"origin" and said != own) or (
            name == b"sec-fetch-site" and said.strip().lower() == "cross-site"
        ):
            raise Refused(403)
    if b"transfer-encoding" in headers and b"content-length" in headers:
        raise Refused(400, "A body has either a length or comes in chunks.")
    length = headers.get(b"content-length", "0")
    if length.isdigit() and int(length[:20]) > MOST_BYTES:
        raise Refused(413, headers={"Connection": "close"})
