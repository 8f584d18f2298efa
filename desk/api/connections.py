"""Connections with a limited patience (server contract, "Dialects", rule 4).

A request has to be there within ten seconds, and its answer to be taken within ten. So many
connections may be without a whole request, from one address and in all; of too many the oldest is
closed, never the newest refused, so that whoever holds lines open only closes their own.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

SECONDS = 10.0
MOST_FROM_ONE = 32
MOST = 256
MOST_AT_ONCE = 512  # however new they are
JUST_MADE = 0.5  # seconds


class Unfinished:
    """The connections of a server on which a whole request is still to come, the oldest first.

    One that has only just been made is not closed: its request may lie there already, unread.
    """

    def __init__(self) -> None:
        self._waiting: dict[Patient, tuple[str, float]] = {}

    def add(self, connection: Patient, address: str) -> None:
        self._waiting[connection] = address, connection.loop.time()
        self._thin_out(connection.loop, address)

    def discard(self, connection: Patient) -> None:
        self._waiting.pop(connection, None)

    def __contains__(self, connection: Patient) -> bool:
        return connection in self._waiting

    def _thin_out(self, loop: asyncio.AbstractEventLoop, address: str) -> None:
        """Close what is too much, from this address and in all."""
        of_address = [each for each, (known, _) in self._waiting.items() if known == address]
        surplus = of_address[: max(len(of_address) - MOST_FROM_ONE, 0)]
        surplus += list(self._waiting)[: max(len(self._waiting) - MOST, 0)]
        for connection in dict.fromkeys(surplus):
            left = self._waiting[connection][1] + JUST_MADE - loop.time()
            if left > 0 and len(self._waiting) <= MOST_AT_ONCE:
                loop.call_later(left, self._thin_out, loop, address)
                return
            connection.drop()


class Patient(H11Protocol):
    """A connection that is closed when the other side takes too long."""

    unfinished = Unfinished()

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._asking: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        self._finish()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.conn.their_state is h11.IDLE and self not in self.unfinished:
            self._begin()
        super().data_received(data)

    def handle_events(self) -> None:
        super().handle_events()
        if self.conn.their_state in (h11.DONE, h11.MUST_CLOSE, h11.CLOSED, h11.ERROR):
            self._finish()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taking = self.loop.call_later(SECONDS, self.drop)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None

    def drop(self) -> None:
        """Close the connection at once; what was not sent is lost."""
        self._finish()
        self.transport.abort()

    def _begin(self) -> None:
        self._asking = self.loop.call_later(SECONDS, self.drop)
        self.unfinished.add(self, self.client[0] if self.client else "")

    def _finish(self) -> None:
        self.unfinished.discard(self)
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
