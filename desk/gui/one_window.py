"""One window for each file: whoever starts a second one gets the first.

The lock is the operating system's, on a file beside the database, so that it is gone with the
process that held it however that ended. The first window listens for a knock on a local socket.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desk.file_lock import FileLock

ANSWER = b"coming"
PATIENCE_MS = 1500


class Lock:
    """The right to show a file in a window. Nobody else has it while this object is open."""

    def __init__(self, file: Path) -> None:
        self._lock = FileLock(file.with_name(f"{file.name}.lock"))

    def take(self) -> bool:
        """Whether the right could be had; true as well where no lock can be written at all.

        What is wrong with such a place is said when the database itself is opened.
        """
        try:
            return self._lock.take()
        except OSError:
            return True

    def release(self) -> None:
        """Give the right back."""
        self._lock.release()


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
