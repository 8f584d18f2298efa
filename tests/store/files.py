"""What tests say of database files: what is in a folder, and who else has a file open."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from desk.store import driver

ROOT = Path(__file__).parents[2]

# Commits and dies at once, as in a power cut: the log and its index stay beside the file.
_DIE = """
import os, signal, sys
from desk.store import driver
connection = driver.module().connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute(sys.argv[2])
os.kill(os.getpid(), signal.SIGKILL)
"""
_HOLD = """
import sys
from desk.store import driver
connection = driver.module().connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2:]:
    connection.execute(statement).fetchall()
print("held", flush=True)
sys.stdin.readline()
connection.close()
"""


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in the folder and below, byte for byte."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A bare connection that commits each statement at once."""
    with closing(driver.module().connect(str(path), isolation_level=None)) as connection:
        yield connection


def leave_traces(path: Path, word: str) -> None:
    """Write and delete as SQLite does by itself, which leaves the word in pages that are free."""
    with opened(path) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE other (text TEXT)")
        connection.execute("INSERT INTO other VALUES (?)", (word * 5_000,))
        connection.execute("DROP TABLE other")


def die_after(path: Path, statement: str) -> None:
    """Let another process carry out the statement and be killed with the file open."""
    command = [sys.executable, "-c", _DIE, str(path), statement]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL


@contextmanager
def held(path: Path, *statements: str) -> Iterator[subprocess.Popen[str]]:
    """Another process has the file open, and has carried out the statements."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path), *statements],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process


def killed_while_opening(attempts: list[tuple[str, int]]) -> list[int]:
    """Open databases and be killed at a moment of each; gives how each process ended.

    A moment is counted in statements begun and ended.
    """
    said = subprocess.run(
        [sys.executable, "-m", "tests.store.killed_opening"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        input=json.dumps(attempts).encode(),
    )
    ended: list[int] = json.loads(said.stdout)
    return ended


def run(program: str, *arguments: object) -> str:
    """What a Python program of its own prints."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
