"""What no request gets past, whatever it asks for (server contract, "Dialects" 4, and the door).

Which names this machine answers to, that no web page speaks for its visitor, and how large a
request may be. What is refused here is refused in the dialect of the address.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

from desk.api.call import MOST_BYTES
from desk.api.dispatch import response
from desk.api.wire import Answer, Refused

MOST_FIELDS = 100
MOST_HEAD = 32 << 10
_PORT = re.compile(r":\d{1,5}$")


class Guard:
    """Stands before `app`; `refused` spells a refusal for an address, `names` gives more hosts."""

    def __init__(
        self,
        app: ASGIApp,
        refused: Callable[[str, Refused], Answer],
        names: Callable[[], Iterable[str]],
    ) -> None:
        self._app = app
        self._refused = refused
        self._names = names
        self._own = {"localhost", socket.gethostname().lower(), socket.getfqdn().lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            self._require(scope)
        except Refused as error:
            answer = self._refused(scope["path"], error)
            await response(answer)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _require(self, scope: Scope) -> None:
        fields: list[tuple[bytes, bytes]] = scope["headers"]
        if len(fields) > MOST_FIELDS or sum(len(n) + len(v) + 4 for n, v in fields) > MOST_HEAD:
            raise Refused(431, headers={"Connection": "close"})
        headers = {name: value.decode("latin-1") for name, value in fields}
        hosts = [value for name, value in fields if name == b"host"]
        host = headers.get(b"host", "")
        if len(hosts) != 1 or not self._known(_PORT.sub("", host).lower()):
            raise Refused(421)
        origin = headers.get(b"origin")
        if origin is not None and origin != f"{scope['scheme']}://{host}":
            raise Refused(403)
        if headers.get(b"sec-fetch-site") == "cross-site":
            raise Refused(403)
        if b"transfer-encoding" in headers and b"content-length" in headers:
            raise Refused(400, "A body has either a length or comes in chunks.")
        length = headers.get(b"content-length", "0")
        if length.isdigit() and int(length[:20]) > MOST_BYTES:
            raise Refused(413, headers={"Connection": "close"})

    def _known(self, host: str) -> bool:
        if host in self._own:
            return True
        try:
            ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
        except ValueError:
            return host in {name.strip().lower() for name in self._names()} - {""}
        return True
