"""Whatever was acknowledged is there, even if the program is killed the moment after."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import pytest

from desk.store.database import Database
from tests import build
from tests.conftest import address_of
from tests.store.files import ROOT, opened
from tests.store.killed_writing import DATE

KILLS = [20, pytest.param(100, marks=pytest.mark.long)]


class Writers:
    """The process of `killed_writing.py`, and what its writers have acknowledged."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.entries: set[int] = set()
        self.taken = 0

    def kill_one(self, dice: random.Random) -> None:
        """Begin a writer, and kill it after some acknowledgements, at any moment of the next."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("begin\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline().split()[1])
        for _ in range(dice.randrange(20)):
            self._hear(self._process.stdout.readline())
        sleep(dice.uniform(0, 0.01))  # A moment is wanted, not that something has come about.
        os.kill(pid, signal.SIGKILL)
        while (line := self._process.stdout.readline()) != "killed\n":
            self._hear(line)

    def _hear(self, line: str) -> None:
        what, number = line.split()
        if what == "entry":
            self.entries.add(int(number))
        else:
            self.taken = int(number)


@pytest.fixture
def writers(database: Database) -> Iterator[Writers]:
    with database.write("ann") as tx:
        build.resident(tx)
        build.day(tx, DATE, places=100_000)
    with running("tests.store.killed_writing", address_of(database)) as process:
        yield Writers(process)


@contextmanager
def running(module: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


@pytest.mark.parametrize("kills", KILLS)
def test_every_acknowledged_write_survives_every_kill(
    database: Database, writers: Writers, kills: int
) -> None:
    dice = random.Random(20300204)
    database.close()
    for _ in range(kills):
        writers.kill_one(dice)

        with opened(Path(database.where)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            entries = {row[0] for row in connection.execute("SELECT id FROM visitor_entry")}
            (taken,) = connection.execute("SELECT occupied FROM day").fetchone()
            (changes,) = connection.execute("SELECT count(*) FROM change").fetchone()
            found = {row[0] for row in connection.execute("SELECT id FROM visitor_gram_docsize")}
        # The last write may have been committed without there being time to say so.
        assert entries >= writers.entries
        assert taken >= writers.taken
        # Each write is there with its line of the journal and its place in the search, or not.
        assert found == entries
        assert changes == 3 + len(entries) + taken

    assert len(writers.entries) > kills
