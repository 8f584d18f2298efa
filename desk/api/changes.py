"""News for other machines: `GET /api/desk/changes` (server contract, "Live updates").

Whoever asks gets the changes after a number at once, or as soon as there are any within half a
minute; or, as server-sent events, all that come until one side goes away.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from time import perf_counter
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from desk.api.access import Caller
from desk.api.dispatch import Dispatch, address_of, response
from desk.api.own import OWN
from desk.api.wire import Answer, Refused
from desk.domain.access import Role
from desk.domain.change import Change, JournalEntry
from desk.domain.errors import DeskError
from desk.domain.wall_clock import instant_text
from desk.services import journal
from desk.store.database import Database

PATH = "/api/desk/changes"
PATIENCE = 30.0  # seconds
BREATH = 15.0  # seconds after which a silent stream says that it is still there
EVENTS = "text/event-stream"
MOST_DIGITS = 18


class News:
    """Wakes everybody who waits for news of a database, on the loop they wait on."""

    def __init__(self, database: Database) -> None:
        self.over = False
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        database.listen(self._tell)

    async def wait(self, seconds: float, look: Callable[[], Any]) -> Any:
        """What `look` finds, again with each piece of news, until it finds something."""
        until = asyncio.get_running_loop().time() + seconds
        heard = asyncio.Event()
        entry = (asyncio.get_running_loop(), heard)
        self._waiting.add(entry)
        try:
            while True:
                heard.clear()
                found = await run_in_threadpool(look)
                left = until - asyncio.get_running_loop().time()
                if found or left <= 0 or self.over:
                    return found
                try:
                    await asyncio.wait_for(heard.wait(), left)
                except TimeoutError:
                    return found
        finally:
            self._waiting.discard(entry)

    def end(self) -> None:
        """Let nobody wait any longer, because the server ends."""
        self.over = True
        self._tell(())

    def _tell(self, _changes: tuple[Change, ...]) -> None:
        for loop, heard in tuple(self._waiting):
            loop.call_soon_threadsafe(heard.set)


def teller(
    database: Database, news: News, dispatch: Dispatch
) -> Callable[[Request], Awaitable[Response]]:
    """What answers for the news of a database."""

    async def changes(request: Request) -> Response:
        began, caller = perf_counter(), Caller(None, address_of(request))
        try:
            caller = await run_in_threadpool(dispatch.identify, request, OWN, Role.READONLY)
            answer = await _answer(database, news, request)
        except (Refused, DeskError) as error:
            answer = response(OWN.refused(error))
        dispatch.tell(request, answer.status_code, caller, began)
        return answer

    return changes


def said(entry: JournalEntry) -> dict[str, Any]:
    """A change as other machines are told of it."""
    return {
        "number": entry.number,
        "kind": entry.kind,
        "id": entry.id,
        "action": entry.action.value,
        "actor": entry.actor,
        "at": instant_text(entry.at),
    }


async def _answer(database: Database, news: News, request: Request) -> Response:
    since, streams = _since(request), EVENTS in request.headers.get("accept", "")
    if since is None:
        since = await run_in_threadpool(_last, database)
        if not streams:
            return response(Answer({"last": since, "changes": []}))
    if streams:
        stream = _stream(database, news, since)
        return StreamingResponse(stream, media_type=EVENTS, headers={"Cache-Control": "no-store"})
    found = await news.wait(PATIENCE, partial(_after, database, since))
    last = found[-1].number if found else since
    return response(Answer({"last": last, "changes": [said(each) for each in found]}))


async def _stream(database: Database, news: News, since: int) -> AsyncIterator[str]:
    """The events one by one, each with its number as id, so that a reader can go on after it."""
    while not news.over:
        look = partial(_after, database, since)
        found: list[JournalEntry] = await news.wait(BREATH, look)
        for entry in found:
            since = entry.number
            yield f"id: {entry.number}\nevent: change\ndata: {json.dumps(said(entry))}\n\n"
        if not found and not news.over:
            yield ": still here\n\n"


def _since(request: Request) -> int | None:
    text = request.query_params.get("since") or request.headers.get("last-event-id")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Refused(400, "since must be the number of a change.")
    return int(text)


def _after(database: Database, number: int) -> list[JournalEntry]:
    with database.read() as tx:
        return journal.since(tx, number)


def _last(database: Database) -> int:
    with database.read() as tx:
        return journal.last(tx)
