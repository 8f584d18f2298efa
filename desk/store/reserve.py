"""A reserve of room beside a database file, for the day on which the disk is full.

A file with a write-ahead log cannot even be opened on a disk that is completely full. The reserve
takes up room that nobody else can have; it is let go when there is no other room left, so that what
is under way can be finished, and it is made anew when there is plenty again.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from pathlib import Path

from desk.domain.errors import NoRoomForCopy
from desk.store import look

SIZE = 4 << 20
# Less would be taken up again as soon as it was let go, and by it alone.
_PLENTY = 3 * SIZE
_log = logging.getLogger(__name__)


def beside(file: Path) -> Path:
    """Where the reserve of a database file lies."""
    return file.with_name(f"{file.name}.reserve")


def keep(file: Path) -> None:
    """Have a reserve, if there is plenty of room for one."""
    path = beside(file)
    try:
        made = path.exists() and path.stat().st_size >= SIZE
        if not made and room(file) >= _PLENTY:
            _make(path)
    except OSError as error:
        # The database can be used without one.
        _log.warning("there is no reserve of room beside %s: %s", file, error)


def let_go(file: Path) -> bool:
    """Give the room of the reserve back to the disk; whether there was one."""
    try:
        beside(file).unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        _log.warning("the reserve of room beside %s stays: %s", file, error)
        return False
    _log.warning("the disk is full, the reserve of room beside %s was let go", file)
    return True


def room(file: Path) -> int:
    """How many bytes are free where the file lies."""
    return shutil.disk_usage(file.parent).free


def require_room_for_copy(file: Path) -> None:
    """Refuse unless as much as the reserve is left beside a copy; it is made anew here as well."""
    keep(file)
    size = sum(each.stat().st_size for each in (file, look.log(file)) if each.exists())
    if room(file) < size + SIZE:
        raise NoRoomForCopy(str(file))


def _make(path: Path) -> None:
    """Take up the room, or none of it.

    The disk need not have it for good: one that a power cut took away is made anew.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        _fill(handle)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    finally:
        os.close(handle)


def _fill(handle: int) -> None:
    """Give the file all of its blocks: a mere length would take up no room."""
    if sys.platform == "linux":
        os.posix_fallocate(handle, 0, SIZE)
    else:
        zeros = memoryview(bytes(SIZE))
        while zeros:
            zeros = zeros[os.write(handle, zeros) :]
