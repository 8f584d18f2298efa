"""A cable to a PostgreSQL server that can be pulled: a small proxy on the loopback."""

from __future__ import annotations

import contextlib
import socket
import threading
from enum import Enum
from pathlib import Path

from sqlalchemy.engine import make_url

_COMMIT = b"COMMIT\x00"
_PIECE = 1 << 16


class AtCommit(Enum):
    """Where the line is cut when somebody commits."""

    NOT = "not"
    BEFORE = "the server never hears of it"
    AFTER = "the server does it, and nobody hears of that"


class Cable:
    """Passes on what is said between clients on a port and the server behind `address`."""

    def __init__(self, address: str) -> None:
        url = make_url(address)
        self._socket = str(Path(str(url.query["host"])) / ".s.PGSQL.5432")
        self._ends: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._listening: socket.socket | None = None
        self._port = 0
        self.at_commit = AtCommit.NOT
        # Words of the server, and others of the same length that arrive in their place.
        self.instead = (b"", b"")
        self.committed = threading.Event()  # somebody has run into the cut at a commit
        self.plug()
        self.address = (
            f"postgresql://{url.username}@127.0.0.1:{self._port}/{url.database}"
            "?sslmode=disable&gssencmode=disable"
        )

    def plug(self) -> None:
        """Let clients through, at the same port as before."""
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self._port))
        listening.listen(64)
        self._port = listening.getsockname()[1]
        self._listening = listening
        threading.Thread(target=self._accept, args=(listening,), daemon=True).start()

    def pull(self) -> None:
        """Cut every connection and let no new one through."""
        if self._listening is not None:
            # Closing alone would leave the other thread waiting, and the port in use.
            with contextlib.suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
            self._listening = None
        self.cut()

    def cut(self) -> None:
        """Cut every connection; whoever calls again gets through."""
        with self._guard:
            ends, self._ends = self._ends, set()
        for end in ends:
            _end(end)

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._socket)
            with self._guard:
                self._ends |= {client, server}
            threading.Thread(target=self._carry, args=(client, server), daemon=True).start()

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        """Pass on what both say; the ends are given back when nobody uses them any more."""
        back = threading.Thread(target=self._pass_on, args=(server, client, False), daemon=True)
        with client, server:
            back.start()
            self._pass_on(client, server, True)
            back.join()

    def _pass_on(self, source: socket.socket, drain: socket.socket, from_client: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(_PIECE):
                if from_client and piece.endswith(_COMMIT) and self.at_commit is not AtCommit.NOT:
                    self._cut_commit(source, drain, piece)
                    break
                drain.sendall(piece if from_client else piece.replace(*self.instead))
        with self._guard:
            self._ends -= {source, drain}
        for end in (source, drain):
            _end(end)

    def _cut_commit(self, client: socket.socket, server: socket.socket, piece: bytes) -> None:
        how, self.at_commit = self.at_commit, AtCommit.NOT
        _end(client)
        if how is AtCommit.AFTER:
            server.sendall(piece)
        self.committed.set()


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
