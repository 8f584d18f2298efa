"""A process that opens databases, which makes or migrates them, and is killed while it does so.

Read from the input is a list of pairs in JSON: the address of a database, and the moment at which
to be killed, counted in statements begun and ended. Written is how each of the attempts ended.
"""

from __future__ import annotations

import json
import sys
from functools import partial

import alembic.command
import psycopg
from sqlalchemy import Engine

from desk.store.database import Database
from tests.store.dying import die_at_statement, in_a_child

# Imported before the first attempt, so that each need not wait for them.
assert alembic.command
assert psycopg


def open_database(address: str, moment: int) -> None:
    """Open the database, but kill this process at the `moment`."""
    die_at_statement(Engine, moment)
    Database(address).close()


if __name__ == "__main__":
    ended = [in_a_child(partial(open_database, *each)) for each in json.load(sys.stdin)]
    print(json.dumps(ended))  # noqa: T201
