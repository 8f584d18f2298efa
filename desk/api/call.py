"""One request as a dialect's functions see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from starlette.requests import Request

from desk.api import wire
from desk.api.access import Allowance, Caller
from desk.api.wire import JSON, NotJson, Refused

MOST_BYTES = 1 << 20  # of a body
NO_JSON = "The body is not valid JSON."
NO_OBJECT = "The body must be a JSON object."
OTHER_MEDIA = "Send the body as application/json in UTF-8."


@dataclass(frozen=True, kw_only=True)
class Call:
    """What is asked, and by whom.

    `raw` is the body as it came; it is understood only when somebody asks for it, so that a
    dialect decides itself what it looks at first.
    """

    request: Request
    caller: Caller
    allowance: Allowance
    raw: bytes

    @property
    def path(self) -> Mapping[str, str]:
        """The parts of the path that the operation names."""
        found: Mapping[str, str] = self.request.path_params
        return found

    def row_id(self, absent: str = "") -> int:
        """The id in the path; what no row can have is nobody's, refused with 404 and that text."""
        found = wire.row_id(self.path["id"])
        if found is None:
            raise Refused(404, absent)
        return found

    def one(self, name: str) -> str | None:
        """The parameter of that name in the address; of several the last counts."""
        return self.request.query_params.get(name)

    def several(self, *names: str) -> list[str]:
        """All parameters of these names, in their order."""
        return [text for name in names for text in self.request.query_params.getlist(name)]

    @cached_property
    def body(self) -> Any:
        """What the body says; refused with 415 unless it is JSON, with 400 unless it is right.

        Where nothing was sent, nothing needs to be said of what it is.
        """
        self.require_json()
        try:
            return wire.loaded(self.raw)
        except NotJson as error:
            raise Refused(400, NO_JSON) from error

    def require_json(self) -> None:
        """Refuse with 415 what is said to be anything else."""
        media = self.request.headers.get("content-type")
        if not is_json(media or "") and (self.raw or media):
            raise Refused(415, OTHER_MEDIA)

    @property
    def fields(self) -> dict[str, Any]:
        """The body, where it has to be an object."""
        if not isinstance(self.body, dict):
            raise Refused(400, NO_OBJECT)
        return self.body


async def body_of(request: Request) -> bytes:
    """The body as it comes in; refused with 413 as soon as it is too large."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            raise Refused(413, headers={"Connection": "close"})
        parts.append(part)
    return b"".join(parts)


def is_json(content_type: str) -> bool:
    """Whether the header says JSON, in UTF-8 if it names a charset at all."""
    media, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charsets = [
        value.strip().strip('"')
        for name, _, value in (part.partition("=") for part in parameters)
        if name.strip() == "charset"
    ]
    return media == JSON and all(charset in ("utf-8", "utf8") for charset in charsets)
