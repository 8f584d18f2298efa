"""A process that puts a copy in the place of a database and is killed while it does so.

Given are a folder with `desk.db` and `copy.db`, and another for the attempts. Each attempt has a
folder of its own there, and ends one moment later than the one before; the last is not killed.
Moments are those at which files are opened, linked, renamed or removed.
"""

from __future__ import annotations

import shutil
import sys
from functools import partial
from itertools import count
from pathlib import Path

from desk.store import backup
from tests.store.dying import dying, in_a_child

MOMENTS = {"open", "os.link", "os.rename", "os.remove", "sqlite3.connect"}


def restore(folder: Path, moment: int) -> None:
    """Restore, but kill this process at the `moment`."""
    pass_by = dying(moment)

    def watch(event: str, _facts: object) -> None:
        if event in MOMENTS:
            pass_by()

    sys.addaudithook(watch)
    backup.restore(folder / "copy.db", folder / "desk.db")


def main(model: Path, attempts: Path) -> None:
    for moment in count(1):
        folder = attempts / str(moment)
        shutil.copytree(model, folder)
        if in_a_child(partial(restore, folder, moment)) == 0:
            return


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
