"""The server: a socket, TLS if wanted, the application, and a clean end.

It keeps up with the day like a window does, because it may be the only program that runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from desk import upkeep
from desk.api.access import Callers
from desk.api.application import FULL, application
from desk.api.changes import News
from desk.api.connections import USUAL, Patience, Patient, Unfinished
from desk.api.dialect import Dialect
from desk.api.dispatch import Served
from desk.api.guard import MOST_HEAD
from desk.domain.errors import DeskError
from desk.services import tokens
from desk.store.database import Database
from desk.store.watch import Watch

BACKLOG = 512  # connections that wait to be taken
GRACE = 5  # seconds for what is being answered when the end comes
MINUTE = 60.0
GARBAGE = 20_000  # objects after which Python looks for circles
NOTED = 5.0  # seconds after which it is written down who has called
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Listening:
    """How and where the server listens; `tls` is the file of a certificate and that of its key."""

    socket: socket.socket
    tls: tuple[Path, Path] | None = None
    dialects: tuple[Dialect, ...] = FULL
    patience: Patience = USUAL

    @property
    def address(self) -> str:
        """Such as `http://127.0.0.1:8765`."""
        host, port = self.socket.getsockname()[:2]
        scheme = "https" if self.tls else "http"
        return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def bound(host: str, port: int) -> socket.socket:
    """A socket on this address; OSError where it cannot be had."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    family, kind, protocol, _, address = found[0]
    # With the protocol named, answers are sent at once; otherwise each would wait for the next
    # acknowledgement, which is 40 ms on Linux.
    made = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(BACKLOG)
    except BaseException:
        made.close()
        raise
    return made


def serve(
    database: Database,
    listening: Listening,
    *,
    ready: Callable[[str], None],
    served: Callable[[Served], None] = lambda _served: None,
) -> None:
    """Answer until the process is told to end; `ready` is called with the address."""
    with database.read():
        pass  # What another program keeps is said at once; later only a log would tell of it.
    # What is there by now stays, and large answers are no circles: Python need not look so often.
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 20)
    running(database, listening, ready=ready, served=served).run(sockets=[listening.socket])


def running(
    database: Database,
    listening: Listening,
    *,
    ready: Callable[[str], None],
    served: Callable[[Served], None] = lambda _served: None,
) -> Server:
    """A server that is about to run, until its `should_exit` is set."""
    callers, news = Callers(), News(database)
    app = application(
        database,
        listening.dialects,
        callers=callers,
        news=news,
        served=served,
        lifespan=lambda _app: _alive(database, callers),
    )
    config = _configured(app, listening.tls)
    return Server(config, listening.patience, lambda: ready(listening.address), news.end)


def _configured(app: ASGIApp, tls: tuple[Path, Path] | None) -> uvicorn.Config:
    certificate, key = tls or (None, None)
    return uvicorn.Config(
        app,
        http=Patient,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=MOST_HEAD,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )


@contextlib.asynccontextmanager
async def _alive(database: Database, callers: Callers) -> AsyncIterator[None]:
    """While the server runs it hears of what other programs change, and keeps up with the day."""
    watch = Watch(database)
    watch.start()
    deliveries = upkeep.Deliveries(database)
    deliveries.start()
    tasks = [asyncio.create_task(_keep_up(database)), asyncio.create_task(_note(database, callers))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await run_in_threadpool(_write_down, callers, database)
        await run_in_threadpool(watch.stop)
        await run_in_threadpool(deliveries.stop)


class Server(uvicorn.Server):
    """Says when it is ready, and ends without an error when it is told to.

    Whoever is slow to agree upon TLS has no more patience to expect than whoever is slow to ask.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        patience: Patience,
        ready: Callable[[], None],
        ending: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self._unfinished = Unfinished(patience)
        self._ready = ready
        self._ending = ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self.lifespan.startup()
        if self.lifespan.should_exit:
            raise RuntimeError("what goes along with the server could not be started")
        loop, tls = asyncio.get_running_loop(), self.config.ssl
        self.servers = [
            await loop.create_server(
                self._connection,
                sock=each,
                backlog=BACKLOG,
                ssl=tls,
                ssl_handshake_timeout=self._unfinished.patience.seconds if tls else None,
            )
            for each in sockets or ()
        ]
        self.started = True
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending()
        await super().shutdown(sockets)

    def _connection(self) -> Patient:
        return Patient(self.config, self.server_state, self.lifespan.state, self._unfinished)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.should_exit = True


async def _keep_up(database: Database) -> None:
    """Do each minute, and when an offer runs out, what time has brought to be done."""
    daily = upkeep.Forgetting()
    while True:
        try:
            left = await run_in_threadpool(_kept_up, database, daily)
        except DeskError as error:
            _log.warning("upkeep is tried again in a minute: %s", error)
            left = MINUTE
        await asyncio.sleep(left)


async def _note(database: Database, callers: Callers) -> None:
    """Write down now and then which tokens were used, instead of with every request."""
    while True:
        await asyncio.sleep(NOTED)
        await run_in_threadpool(_write_down, callers, database)


def _write_down(callers: Callers, database: Database) -> None:
    used, callers.used = callers.used, set()
    if not used:
        return
    try:
        with database.write(upkeep.ACTOR) as tx:
            tokens.used(tx, used)
    except DeskError as error:
        callers.used |= used
        _log.warning("when tokens were used is noted later: %s", error)


def _kept_up(database: Database, daily: upkeep.Forgetting) -> float:
    """Do what is due; in how many seconds to look again."""
    upkeep.keep_up(database)
    if upkeep.copy_due(database):
        upkeep.keep_copy(database)
    daily.forget(database)
    with database.read() as tx:
        left = upkeep.next_moment(tx)
    return MINUTE if left is None else min(max(left.total_seconds(), 0.05), MINUTE)
