"""A server told to start that cannot: how it ends, and what it says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from desk.domain.errors import (
    ForeignDatabase,
    NewerDatabase,
    NotADatabase,
    Unreachable,
    Unusable,
)
from tests.api.live import ROOT

SECONDS = 5  # of work at most; waiting is no work
LIMIT = 40  # seconds at most in all: others may be at work as well
COPIED = "2030-02-04T090000Z"
# Rights are refused to whoever is nobody in a name space of users, also to the one who is root.
NOBODY = ("unshare", "--user")
OWN_DISKS = ("unshare", "--map-root-user", "--mount")

WORDS: dict[type[Unusable], str] = {
    NotADatabase: "is not a database, or it is damaged",
    NewerDatabase: "was written by a later version of Desk",
    ForeignDatabase: "is a database of another program",
    Unreachable: "cannot be reached",
}


def refused(
    *arguments: object, home: Path, within: Sequence[str] = (), first: str = "", lines: int = 1
) -> str:
    """What `desk serve` says, which must end by itself with a sentence and the exit status 1.

    It is started `within` another program, after the commands `first` of a shell.
    """
    command = [sys.executable, "-P", "-m", "desk", "serve", "--port", "0", *map(str, arguments)]
    script = f'ulimit -t {SECONDS}; {first} exec "$@"'
    ran = subprocess.run(
        [*within, "sh", "-c", script, "sh", *command],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home)},
    )
    assert (ran.returncode, ran.stdout) == (1, ""), ran.stderr
    assert ran.stderr.count("\n") == lines, ran.stderr
    assert "Traceback" not in ran.stderr
    return ran.stderr.strip()


def copied(file: Path) -> Path:
    """A copy of a database file as it is kept beside it."""
    folder = file.with_name(f"{file.name}.copies")
    folder.mkdir()
    return Path(shutil.copy(file, folder / f"{COPIED}.db"))
