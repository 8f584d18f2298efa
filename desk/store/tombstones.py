"""The list of what was erased, beside a database file.

It says which and when, and nothing of what it was. A copy from before does not know of it, so the
list lies in a file of its own, and whoever opens a copy in the place of the database erases again
what is on the list.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from desk.store import backup

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stood in the table `kind` under `id`; `mark` tells it from another with that number.

    `at` is when it was erased, in milliseconds since 1970.
    """

    kind: str
    id: int
    mark: str
    at: int


def beside(file: Path) -> Path:
    """Where the list of a database file lies."""
    return file.with_name(f"{file.name}.erased")


def listed(file: Path) -> list[Tombstone]:
    """What was erased from a database file; a line that a power cut left unfinished counts not."""
    try:
        text = beside(file).read_text("utf-8", "replace")
    except FileNotFoundError:
        return []
    found = []
    for line in text.splitlines():
        try:
            if line.strip():
                found.append(Tombstone(**json.loads(line)))
        except (ValueError, TypeError):
            _log.warning("a line of %s cannot be understood", beside(file).name)
    return found


def append(file: Path, several: Iterable[Tombstone]) -> None:
    """Write more down, and wait until the disk has it."""
    lines = [json.dumps(asdict(each)) for each in several]
    if not lines:
        return
    # Beginning on a line of its own, whatever the last one was that was left unfinished.
    text = "\n" + "\n".join(lines) + "\n"
    handle = os.open(beside(file), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as target:
        target.write(text.encode())
        target.flush()
        os.fsync(target.fileno())
    backup.settle(file.parent)
