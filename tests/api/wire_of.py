"""A caller for the tests: asks the server's application as the network would, without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from starlette.types import ASGIApp, Message

from desk.api.application import application
from desk.domain.access import Role
from desk.services import tokens
from desk.store.database import Database


@dataclass(frozen=True)
class Reply:
    """What came back; names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw) if self.raw else None


class Wire:
    """Asks as the holder of a token, or as nobody without one; `scheme` is how it is shown."""

    def __init__(self, app: ASGIApp, token: str = "", scheme: str = "Bearer") -> None:
        self._app = app
        self._token = token
        self._scheme = scheme

    def holding(self, token: str, scheme: str = "Bearer") -> Wire:
        """The same for somebody else."""
        return Wire(self._app, token, scheme)

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Reply:
        return self.ask("POST", path, body, headers=headers)

    def put(self, path: str, body: Any, **headers: str) -> Reply:
        return self.ask("PUT", path, body, headers=headers)

    def patch(self, path: str, body: Any, **headers: str) -> Reply:
        return self.ask("PATCH", path, body, headers=headers)

    def delete(self, path: str, body: Any = None, **headers: str) -> Reply:
        return self.ask("DELETE", path, body, headers=headers)

    def ask(
        self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Send it; a body that is bytes goes as it is, any other as JSON.

        Underscores in the names of headers stand for hyphens.
        """
        sent = {"host": "127.0.0.1:8765"}
        if self._token:
            named = self._scheme == "X-User-Token"
            name = "x-user-token" if named else "authorization"
            sent[name] = self._token if named else f"{self._scheme} {self._token}"
        raw = b"" if body is None else body if isinstance(body, bytes) else dumped(body)
        if body is not None:
            sent |= {"content-type": "application/json", "content-length": str(len(raw))}
        sent |= {name.replace("_", "-"): text for name, text in (headers or {}).items()}
        return asyncio.run(_asked(self._app, method, path, raw, sent))


def dumped(body: Any) -> bytes:
    """As JSON, also where a text is none that could be written in UTF-8."""
    return json.dumps(body).encode()


def wire(database: Database) -> Wire:
    """Somebody without a token who asks the server of this database."""
    return Wire(application(database))


def token(database: Database, role: str, label: str = "") -> str:
    """A new token of that role."""
    with database.write("test") as tx:
        return tokens.create(tx, label or f"a {role}", Role(role))[1]


async def _asked(
    app: ASGIApp, method: str, path: str, raw: bytes, headers: Mapping[str, str]
) -> Reply:
    parts = urlsplit(path)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": quote(parts.query, safe="%&=+,;:/?@!$'()*[]{}|\"").encode(),
        "root_path": "",
        "headers": [
            (name.lower().encode("latin-1"), text.encode("latin-1"))
            for name, text in headers.items()
        ],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8765),
    }
    pending = [{"type": "http.request", "body": raw, "more_body": False}]
    told: list[Message] = []
    ended = asyncio.Event()

    async def receive() -> Message:
        if pending:
            return pending.pop()
        await ended.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            ended.set()

    await app(scope, receive, send)
    head = {name.decode().lower(): text.decode("latin-1") for name, text in told[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in told[1:])
    return Reply(told[0]["status"], head, body)
