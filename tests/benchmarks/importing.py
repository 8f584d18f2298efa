"""Taking a visitor log in while the window is being used."""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from desk.services import site
from desk.store.database import Database
from tests.benchmarks import children
from tests.benchmarks.lateness import percentile
from tests.benchmarks.registry import Figure, Place, benchmark

REAL = children.ROOT.parent / "shared" / "data" / "visitors"
ROWS, GROUP = 24_000, 4
FIRST = ("Ada", "Bruno", "Clara", "Dario", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas")
LAST = ("Albers", "Berger", "Costa", "Dubois", "Eder", "Faber", "Greco", "Huber", "Ivanova")
LONGEST_SECONDS, HALT_MS = 60, 100
HEADING = (
    *("NAMELAST", "NAMEFIRST", "NAMEMID", "UIN", "BDGNBR", "ACCESS_TYPE", "TOA", "POA", "TOD"),
    *("POD", "APPT_MADE_DATE", "APPT_START_DATE", "APPT_END_DATE", "APPT_CANCEL_DATE"),
    *("TOTAL_PEOPLE", "LAST_UPDATEDBY", "POST", "LASTENTRYDATE", "TERMINAL_SUFFIX"),
    *("VISITEE_NAMELAST", "VISITEE_NAMEFIRST", "MEETING_LOC", "MEETING_ROOM"),
    *("CALLER_NAME_LAST", "CALLER_NAME_FIRST", "CALLER_ROOM", "RELEASEDATE"),
)


@benchmark("import-jitter", goal=2.0, says="lateness of a 16 ms timer during an import; idle")
def jitter(_place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        path = Path(folder) / "desk.db"
        with closing(Database(f"sqlite:///{path}")) as database, database.write("bench") as tx:
            site.name(tx, "Bench", "America/New_York")
        files = sorted(REAL.glob("*.csv*")) or [_made_up(Path(folder) / "log.csv")]
        taken = children.told("jitter", path, *files)
    idle, late = (percentile(taken[which], 0.99) for which in ("idle", "meanwhile"))
    longest, seconds = max(taken["meanwhile"]), taken["seconds"]
    told = f"p99 {late:.1f} ms against {idle:.1f} ms"
    yield Figure(name="import-jitter, p99", ratio=late / idle, goal=2.0, told=told)
    told = f"longest halt {longest:.0f} ms"
    yield Figure(name="import-jitter, halt", ratio=longest / HALT_MS, goal=1.0, told=told)
    told = f"{seconds:.0f} s for {len(files)} files"
    yield Figure(name="import-time", ratio=seconds / LONGEST_SECONDS, goal=1.0, told=told)


def _made_up(path: Path) -> Path:
    """A log as large as the real ones, of people who never were."""
    dice = random.Random(7)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.DictWriter(file, HEADING)
        rows.writeheader()
        for number in range(ROWS):
            day = date(2022, 1, 3) + timedelta(days=number * 100 // ROWS)
            written = f"{day.month}/{day.day}/{day.year}"
            rows.writerow(
                {
                    "NAMELAST": dice.choice(LAST),
                    "NAMEFIRST": dice.choice(FIRST),
                    "UIN": f"U{number // GROUP}",
                    "TOA": f"{written} 9:{dice.randrange(10, 60)}",
                    "APPT_START_DATE": f"{written} 9:00",
                    "TOTAL_PEOPLE": str(GROUP),
                    "VISITEE_NAMELAST": LAST[number // GROUP % len(LAST)],
                    "VISITEE_NAMEFIRST": FIRST[number // GROUP % len(FIRST)],
                    "MEETING_LOC": "OEOB",
                    "MEETING_ROOM": str(dice.randrange(100, 500)),
                }
            )
    return path
