"""A process that copies a file while somebody writes, puts the copies back, and tells how long.

Arguments: the file, and a folder with room for four of its size.
"""

from __future__ import annotations

import json
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter, process_time

from desk.store import copies
from desk.store.database import Database
from desk.store.records import PersonRecord

ROUNDS = 5
UNTROUBLED = 3  # seconds of writing before the first copy
BETWEEN = 0.005  # seconds from one write to the next
PASSWORD = "open sesame"


class Writer:
    """Somebody who writes all the while; `waits` are the milliseconds of each write."""

    def __init__(self, database: Database) -> None:
        self.waits: list[float] = []
        self._database = database
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._write)

    @contextmanager
    def writing(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._done.set()
            self._thread.join()

    def _write(self) -> None:
        while not self._done.wait(BETWEEN):
            began = perf_counter()
            with self._database.write("bench") as tx:
                tx.get(PersonRecord, 1).note = str(began)
            self.waits.append((perf_counter() - began) * 1000)


def main(file: str, place: str) -> None:
    folder = Path(place)
    path, plain, sealed = (folder / name for name in ("desk.db", "plain.db", "sealed"))
    shutil.copyfile(file, path)
    told: dict[str, object] = {"megabytes": path.stat().st_size / 1e6}
    with closing(Database(f"sqlite:///{path}")) as database:
        # The processor's time is taken where nobody else of this process uses it.
        _, told["processor"] = _taken(lambda: copies.save(database.engine, plain))
        writer = Writer(database)
        with writer.writing():
            time.sleep(UNTROUBLED)
            untroubled = len(writer.waits)
            told["backup"], _ = _taken(lambda: copies.save(database.engine, plain))
        told["untroubled"], told["waits"] = writer.waits[:untroubled], writer.waits[untroubled:]
        act = "sealing"
        told[act], told[f"{act} processor"] = _taken(
            lambda: copies.save(database.engine, sealed, PASSWORD)
        )
    url = f"sqlite:///{path}"

    def put_back(copy: Path) -> None:
        kept = copies.restore(copy, url, PASSWORD)
        assert kept
        kept.unlink()

    for act, copy in (("restore", plain), ("unsealing", sealed)):
        told[act], told[f"{act} processor"] = _taken(lambda copy=copy: put_back(copy))  # type: ignore[misc]
    print(json.dumps(told))


def _taken(act: Callable[[], object]) -> tuple[list[float], list[float]]:
    """The seconds of the clock and of the processor."""
    wall, processor = [], []
    for _ in range(ROUNDS):
        began, worked = perf_counter(), process_time()
        act()
        wall.append(perf_counter() - began)
        processor.append(process_time() - worked)
    return wall, processor


if __name__ == "__main__":
    main(*sys.argv[1:])
