"""Leaves a database as an earlier version would have left it, with somebody in it.

Run by the smoke test in the environment that Desk was frozen from: FILE REVISION.
"""

from __future__ import annotations

import sys

from sqlalchemy import text

from desk.store import engines, opening

FIRST_NAME = "Grace"


def main(file: str, revision: str) -> None:
    engine = engines.engine(f"sqlite:///{file}")
    writing = engine.execution_options(**{engines.WRITES: 5})
    with writing.begin() as connection:
        connection.execute(text(f"PRAGMA application_id = {engines.APPLICATION_ID}"))
    opening.migrate(engine, to=revision)
    with writing.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO person (uid, kind, first_name, last_name, note, folded, version)"
                " VALUES ('1', 'resident', :name, 'Okafor', '', 'grace okafor', 1)"
            ),
            {"name": FIRST_NAME},
        )
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
