"""The words in which these tests speak of files: what is written into them, what came out."""

from __future__ import annotations

import csv
import gzip
import io
import threading
from collections.abc import Sequence
from pathlib import Path

from desk.domain.visitor import VisitorEntry
from desk.services import visitor_log
from desk.services.visitor_log import View
from desk.store.database import Database
from desk.transfer import visitor_csv
from desk.transfer.mapping import Mapping
from desk.transfer.outcome import Outcome, Wishes

DATA = Path(__file__).parent / "data"
# Published records lie beside a checkout of the project where there are any.
_PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "visitors"
RECORDS = sorted([*DATA.glob("records-*.csv"), *_PUBLISHED.glob("*.csv*")])

HEADING = ("visitorName", "residentName", "subject", "arrivalDate")
ADA = ("Ada Lind", "Grace Okafor", "Tea", "2030-02-01T10:00:00+01:00")


class Alone(threading.Event):
    """Wanting nothing to stop, and no rest between two transactions: nobody else writes here."""

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set()


def csv_file(
    path: Path, *rows: Sequence[str], heading: Sequence[str] = HEADING, delimiter: str = ","
) -> Path:
    """A CSV file of these rows below the heading."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(heading)
        writer.writerows(rows)
    return path


def records(path: Path) -> list[dict[str, str]]:
    """The rows of a file of access records, as the standard library reads them."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def bring_in(
    database: Database, path: Path, mapping: Mapping | None = None, *, dry_run: bool = False
) -> Outcome:
    return visitor_csv.bring_in(
        database, path, mapping, Wishes(dry_run=dry_run, stop=Alone()), "test"
    )


def log(database: Database) -> list[VisitorEntry]:
    """Every entry of the log, the latest arrival first."""
    with database.read() as tx:
        return [entry for batch in visitor_log.batches(tx, View()) for entry in batch]


def by_number(database: Database) -> dict[str, VisitorEntry]:
    """The entries that came from a file, by the number they have there."""
    entries = (entry for entry in log(database) if entry.import_key)
    return {str(entry.import_key).partition(":")[2]: entry for entry in entries}
