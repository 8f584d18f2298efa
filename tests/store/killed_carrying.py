"""A process that puts a file in the place of a server's rows and is killed while it does so.

Given are the file, the server's address, and a folder. Each attempt ends so many moments later than
the one before, and what the server holds then is written into a file of the folder; the last is
not killed. A moment is a statement begun or ended, or a commit.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from sqlalchemy import event

from desk.store import copies, engines, portable

APART = 40


def restore(copy: Path, address: str, moment: int) -> None:
    """Restore, but kill this process at the `moment`."""
    left = moment

    def pass_by(*_facts: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    engine = engines.engine(address)
    for kind in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(engine, kind, pass_by)
    portable.restore(copy, engine, copy.parent, portable.save)


def in_a_child(act: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        act()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(copy: str, address: str, folder: str) -> None:
    for moment in count(5, APART):
        ended = in_a_child(lambda at=moment: restore(Path(copy), address, at))  # type: ignore[misc]
        found = Path(folder) / f"{moment}.db"
        assert in_a_child(lambda to=found: copies.save(engines.engine(address), to)) == 0  # type: ignore[misc]
        if ended == 0:
            return
        assert ended == -signal.SIGKILL


if __name__ == "__main__":
    main(*sys.argv[1:])
