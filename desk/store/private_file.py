"""A small file that only this user may read, and that is whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

from desk.store import backup
from desk.store.trouble import known


def write(path: Path, text: str) -> None:
    """Have the text on the disk under that name, instead of what was there."""
    beside = path.with_name(f"{path.name}.new")
    with known(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        own = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(own, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(own)
        beside.replace(path)
        backup.settle(path.parent)


def remove(path: Path) -> None:
    """Take it away for good, if it is there."""
    with known(path):
        if path.exists():
            path.unlink()
            backup.settle(path.parent)
