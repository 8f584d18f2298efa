"""Connections with a limited patience (server contract, "Dialects", rule 4).

A request has to be there within ten seconds, and its answer to be taken within ten. So many
connections may be without a whole request, from one address and in all; of too many the oldest is
closed, never the newest refused, so that whoever holds lines open only closes their own.
"""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from dataclasses import dataclass
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long the server waits for the other side, and for how many at the same time.

    A connection is `new` for some seconds in which it is not closed for being too many, as long
    as there are not `most_new` of them.
    """

    seconds: float = 10.0
    most_from_one: int = 32
    most: int = 256
    new: float = 0.5
    most_new: int = 512


USUAL = Patience()
_AT_ONCE = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


class Unfinished:
    """The connections of a server on which a whole request is still to come, the oldest first.

    One that has only just been made is not closed: its request may lie there already, unread.
    """

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
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
        limits = self.patience
        of_address = [each for each, (known, _) in self._waiting.items() if known == address]
        surplus = of_address[: max(len(of_address) - limits.most_from_one, 0)]
        surplus += list(self._waiting)[: max(len(self._waiting) - limits.most, 0)]
        for connection in dict.fromkeys(surplus):
            left = self._waiting[connection][1] + limits.new - loop.time()
            if left > 0 and len(self._waiting) <= limits.most_new:
                loop.call_later(left, self._thin_out, loop, address)
                return
            connection.drop()


class Patient(H11Protocol):
    """A connection that is closed when the other side takes too long."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        unfinished: Unfinished,
    ) -> None:
        super().__init__(config, server_state, app_state)
        self._unfinished = unfinished
        self._seconds = unfinished.patience.seconds
        self._asking: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None
        self._to_take = self._seconds  # that are left for taking this answer

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=1)  # What is not taken at once is waited for.
        self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        self._finish()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.conn.their_state is h11.IDLE and self not in self._unfinished:
            self._begin()
        super().data_received(data)

    def handle_events(self) -> None:
        super().handle_events()
        if self.conn.their_state in (h11.DONE, h11.MUST_CLOSE, h11.CLOSED, h11.ERROR):
            self._finish()
        elif self not in self._unfinished and self._has_begun():
            self._begin()  # It came while the request before it was being answered.

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taking = self.loop.call_later(self._to_take, self._give_up)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._taking is not None:
            whole = self.cycle is None or self.cycle.response_complete
            left = max(self._taking.when() - self.loop.time(), 0)
            self._to_take = self._seconds if whole else left
            self._taking.cancel()
            self._taking = None

    def on_response_complete(self) -> None:
        if self._taking is None:
            self._to_take = self._seconds
        super().on_response_complete()

    def drop(self) -> None:
        """Close the connection at once; what was not sent is lost."""
        self._finish()
        self.transport.abort()

    def _give_up(self) -> None:
        """Close the connection to somebody who does not take an answer, and keep none of it."""
        # Else the system would go on offering what it has of it.
        used: socket.socket = self.transport.get_extra_info("socket")
        used.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.drop()

    def _has_begun(self) -> bool:
        """Whether a part of a request is there."""
        return self.conn.their_state is h11.SEND_BODY or bool(self.conn.trailing_data[0])

    def _begin(self) -> None:
        self._asking = self.loop.call_later(self._seconds, self.drop)
        self._unfinished.add(self, self.client[0] if self.client else "")

    def _finish(self) -> None:
        self._unfinished.discard(self)
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
