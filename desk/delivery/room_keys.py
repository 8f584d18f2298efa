"""Keys to rooms on a Jitsi Meet server that lets nobody in without a signed one.

A key is a JSON web token signed with the secret that the server and this computer share (HS256).
It is for one room, and good until the appointment is over.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

_AFTERWARDS = timedelta(hours=2)  # Appointments last longer than they were to.


@dataclass(frozen=True, slots=True, kw_only=True)
class Locksmith:
    """Makes keys for rooms on the server below `base`, as the house is known there."""

    base: str
    app: str
    secret: str

    def with_key(self, link: str, name: str, ends: datetime, *, host: bool = False) -> str:
        """The link with a key for somebody of that name; a `host` may do more in the room.

        Links to rooms of other servers stay as they are.
        """
        below = self.base.rstrip("/") + "/"
        if not link.startswith(below):
            return link
        told: dict[str, Any] = {
            "aud": self.app,
            "iss": self.app,
            "sub": urlsplit(link).hostname,
            "room": link.removeprefix(below),
            "exp": int((ends + _AFTERWARDS).timestamp()),
            "context": {"user": {"name": name, "moderator": host}},
        }
        return f"{link}?jwt={quote(self._signed(told))}"

    def _signed(self, told: dict[str, Any]) -> str:
        head = _in_base64(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
        said = f"{head}.{_in_base64(json.dumps(told).encode())}"
        seal = hmac.new(self.secret.encode(), said.encode(), hashlib.sha256).digest()
        return f"{said}.{_in_base64(seal)}"


def _in_base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
