"""Small disks in memory, to be filled to the last byte."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A disk; `folder` is all of it."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "desk.db"

    @property
    def reserve(self) -> Path:
        return self.folder / "desk.db.reserve"

    @property
    def room(self) -> int:
        return shutil.disk_usage(self.folder).free

    def fill(self, leaving: int = 0) -> None:
        """Take up all the room there is but so much."""
        with self._ballast.open("ab", buffering=0) as ballast:
            while self.room > leaving:
                ballast.write(bytes(min(self.room - leaving, 1 << 16)))

    def clear(self) -> None:
        """Free what `fill` took up."""
        self._ballast.unlink()

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


@contextmanager
def mounted(folder: Path, size: str = "24m") -> Iterator[bool]:
    """Make the folder a disk of its own while this lasts; whether that was allowed."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    allowed = not subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode
    try:
        yield allowed
    finally:
        if allowed:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
