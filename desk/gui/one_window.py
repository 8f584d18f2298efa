"""One window for each file: whoever starts a second one gets the first.

The lock is the operating system's, on a file beside the database, so that it is gone with the
process that held it however that ended. The first window listens for a knock on a local socket.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

from PySide6.QtCore import QObject, Signal

ANSWER = b"coming"
PATIENCE_MS = 1500


class Lock:
    """The right to show a file in a window. Nobody else has it while this object is open."""

    def __init__(self, file: Path) -> None:
        self._path = file.with_name(f"{file.name}.lock")
        self._held: IO[bytes] | None = None

    def take(self) -> bool:
        """Whether the right could be had; true as well where no lock can be written at all.

        What is wrong with such a place is said when the database itself is opened.
        """
        if self._held is not None:
            return True
        try:
            held = self._path.open("ab")
        except OSError:
            return True
        if not _locked(held):
            held.close()
            return False
        self._held = held
        return True

    def release(self) -> None:
        """Give the right back."""
        if self._held is not None:
            self._held.close()
            self._held = None


class Doorbell(QObject):
    """Hears a second start knock."""

    rung = Signal()

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalServer

        # Whoever holds the lock may clear away what a killed window has left.
        QLocalServer.removeServer(socket_name(file))
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_knock)
        self._server.listen(socket_name(file))

    def close(self) -> None:
        """Hear nothing more."""
        self._server.close()

    def _on_knock(self) -> None:
        visitor = self._server.nextPendingConnection()
        visitor.disconnected.connect(visitor.deleteLater)
        visitor.write(ANSWER)
        visitor.flush()
        self.rung.emit()


def knock(file: Path) -> bool:
    """Ask the window that has the file to come forward; whether it answered."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(socket_name(file))
    if not socket.waitForConnected(PATIENCE_MS):
        return False
    answered = socket.waitForReadyRead(PATIENCE_MS) and bytes(socket.readAll().data()) == ANSWER
    socket.disconnectFromServer()
    return answered


def socket_name(file: Path) -> str:
    """The same for every way of writing the file's name, and short enough for a socket."""
    import hashlib

    return f"desk-{hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:16]}"


if sys.platform == "win32":
    import msvcrt

    def _locked(held: IO[bytes]) -> bool:
        try:
            msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(held: IO[bytes]) -> bool:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
