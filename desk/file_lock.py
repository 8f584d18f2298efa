"""A lock that is the operating system's, gone with the process that held it however that ended."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO


class FileLock:
    """On a file of its own, which stays. Nobody else has the lock while this object holds it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: IO[bytes] | None = None

    def take(self) -> bool:
        """Whether it could be had; `OSError` where no lock can be written at all."""
        if self._held is not None:
            return True
        held = self._path.open("ab")
        if not _locked(held):
            held.close()
            return False
        self._held = held
        return True

    def release(self) -> None:
        """Give it back."""
        if self._held is not None:
            self._held.close()
            self._held = None


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
