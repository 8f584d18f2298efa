"""A process that puts a file in the place of a server's rows and is killed while it does so.

Given are the file, the server's address, and a folder. Each attempt ends so many moments later than
the one before, and what the server holds then is written into a file of the folder; the last is
not killed. A moment is a statement begun or ended, or a commit.
"""

from __future__ import annotations

import signal
import sys
from functools import partial
from itertools import count
from pathlib import Path

from desk.store import copies, engines, portable
from tests.store.dying import die_at_statement, in_a_child

APART = 40


def restore(copy: Path, address: str, moment: int) -> None:
    """Restore, but kill this process at the `moment`."""
    engine = engines.engine(address)
    die_at_statement(engine, moment)
    portable.restore(copy, engine, copy.parent, portable.save)


def save(address: str, to: Path) -> None:
    copies.save(engines.engine(address), to)


def main(copy: str, address: str, folder: str) -> None:
    for moment in count(5, APART):
        ended = in_a_child(partial(restore, Path(copy), address, moment))
        assert in_a_child(partial(save, address, Path(folder) / f"{moment}.db")) == 0
        if ended == 0:
            return
        assert ended == -signal.SIGKILL


if __name__ == "__main__":
    main(*sys.argv[1:])
