"""A process that opens databases, which makes or migrates them, and is killed while it does so.

Read from the input is a list of pairs in JSON: the address of a database, and the moment at which
to be killed, counted in statements begun and ended. Written is how each of the attempts ended.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

import alembic.command
import psycopg
from sqlalchemy import Engine, event

from desk.store.database import Database

# Imported before the first attempt, so that each need not wait for them.
assert alembic.command
assert psycopg


def open_database(address: str, moment: int) -> None:
    """Open the database, but kill this process at the `moment`."""
    passed = 0

    def count(*_facts: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, count)
    Database(address).close()


def attempt(address: str, moment: int) -> int:
    """Open it in a process of its own; gives what became of that."""
    child = os.fork()
    if child == 0:
        open_database(address, moment)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    print(json.dumps([attempt(*each) for each in json.load(sys.stdin)]))  # noqa: T201
