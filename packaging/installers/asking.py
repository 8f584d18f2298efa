"""Asking a server of Desk as another machine would, over TLS where it speaks that.

Its certificate is its own, so it is known by the fingerprint that the server told.
"""

from __future__ import annotations

import hashlib
import json
import ssl
import sys
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Served:
    """Desk listening at `address`, `fingerprint` being of its certificate if it has one."""

    address: str
    token: str
    fingerprint: str

    def ask(self, path: str, body: object | None = None) -> dict[str, object]:
        content = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.address}/{path}", content, headers)
        with urllib.request.urlopen(request, timeout=PATIENCE, context=self._context()) as reply:
            found: dict[str, object] = json.load(reply)
        return found

    def _context(self) -> ssl.SSLContext | None:
        """Trust in this one certificate, once it is the one that was told of."""
        place = urlsplit(self.address)
        if place.scheme != "https":
            return None
        certificate = ssl.get_server_certificate((str(place.hostname), place.port or 443))
        found = hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).hexdigest()
        if found != self.fingerprint.replace(":", "").lower():
            sys.exit(f"The server's certificate has the fingerprint {found}.")
        context = ssl.create_default_context(cadata=certificate)
        context.check_hostname = False
        return context
