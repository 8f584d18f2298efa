"""A process that has its children restore or bring in, and kills each while it does so.

Read is a line of JSON per child: what to do, with which two files, and the seconds to let it live;
without any it lives until it is done. Said is how long it lived and how it ended.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from desk.store import backup
from desk.store.database import Database
from tests.transfer.made import bring_in


def restore(copy: Path, to: Path) -> None:
    backup.restore(copy, to)


def bring(file: Path, to: Path) -> None:
    database = Database(f"sqlite:///{to}")
    bring_in(database, file)
    database.close()


ACTS: dict[str, Callable[[Path, Path], None]] = {"restore": restore, "bring": bring}


def attempt(act: str, source: str, to: str, lives: float | None) -> tuple[float, int]:
    begun = perf_counter()
    child = os.fork()
    if child == 0:
        ACTS[act](Path(source), Path(to))
        os._exit(0)
    killing = threading.Timer(lives or 0, os.kill, (child, signal.SIGKILL))
    if lives is not None:
        killing.start()
    _, status = os.waitpid(child, 0)
    killing.cancel()
    return perf_counter() - begun, os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(attempt(*json.loads(line))), flush=True)  # noqa: T201
