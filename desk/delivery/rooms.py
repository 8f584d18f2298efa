"""Telling a service of rooms what it has to make, change and take away (contract, 1.6).

It is a teleconsultation service as document 004 knows it: POST gives 201 and `roomId`, PATCH and
DELETE of the room's own address give 204. It is told after the commit; what it refuses is told
again later, and whoever asks meanwhile hears of it in `errors`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from desk.domain.wall_clock import instant_text
from desk.services import rooms, site
from desk.services.rooms import Wish
from desk.store.database import Database

ACTOR = "desk"
SERVICE = "teleconsultation-service"
_PATIENCE = 5.0  # seconds; whoever books waits for it
_LONGEST_ANSWER = 65_536
_LONGEST_ROOM = 500


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the service could not do, in the words of document 004."""

    message: str
    body: Any

    def as_document(self) -> dict[str, Any]:
        return {"service": SERVICE, "message": self.message, "body": self.body}


def arrange(database: Database, ids: Sequence[int] = ()) -> list[Trouble]:
    """Tell the service what is due, of these appointments or of all; gives what went wrong."""
    with database.read() as tx:
        endpoint = site.setting(tx, site.TELECONSULTATION_ENDPOINT)
        wishes = rooms.due(tx, ids)
    troubles = []
    for wish in wishes if endpoint is not None else ():
        trouble = _tell(database, str(endpoint).rstrip("/"), wish)
        if trouble is not None:
            troubles.append(trouble)
    return troubles


def _tell(database: Database, endpoint: str, wish: Wish) -> Trouble | None:
    body = _body(wish)
    try:
        room, link = _granted(endpoint, wish, body)
    except (URLError, HTTPException, OSError, ValueError) as error:
        why = f"the service of rooms: {_reason(error)}"
        with database.write(ACTOR) as tx:
            rooms.refused(tx, wish, why)
        return Trouble(why, body)
    with database.write(ACTOR) as tx:
        rooms.told(tx, wish, room, link)
    return None


def _granted(endpoint: str, wish: Wish, body: Any) -> tuple[str | None, str | None]:
    """The room and its link after the service has done what is wished; ValueError for nonsense."""
    if wish.room is None:
        if not wish.wanted:
            return None, None
        made = _asked("POST", endpoint, body)
        room = made.get("roomId") if isinstance(made, dict) else None
        if not isinstance(room, str) or not 0 < len(room) <= _LONGEST_ROOM:
            raise ValueError("its answer names no roomId")
    else:
        room = wish.room
        _asked("PATCH" if wish.wanted else "DELETE", _address(endpoint, room), body)
    return room, _address(endpoint, room)


def _address(endpoint: str, room: str) -> str:
    return f"{endpoint}/{quote(room, safe='')}"


def _body(wish: Wish) -> Any:
    if not wish.wanted or wish.span is None:
        return None
    return {
        "participants": list(wish.participants),
        "start_date": instant_text(wish.span.start),
        "end_date": instant_text(wish.span.end),
    }


def _asked(method: str, address: str, body: Any) -> Any:
    """The answer of the service as JSON, nothing where there is none."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    # The address is a setting of the house, which takes http and https alone.
    request = Request(address, data, headers if data else {}, method=method)
    try:
        with urlopen(request, timeout=_PATIENCE) as answer:
            raw = answer.read(_LONGEST_ANSWER)
    except HTTPError as error:
        if method == "DELETE" and error.code == 404:
            return None  # It is gone already.
        raise
    return json.loads(raw) if raw.strip() else None


def _reason(error: Exception) -> str:
    if isinstance(error, HTTPError):
        return f"it answered {error.code} {error.reason}"
    if isinstance(error, URLError):
        return f"it cannot be reached ({error.reason})"
    return str(error) or type(error).__name__
