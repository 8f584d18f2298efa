"""What became of a file: every row of it is counted once, under exactly one word."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from desk.domain.errors import DeskError

MOST_FAULTS = 100

Tell = Callable[[int, int], None]


def _nobody(_done: int, _total: int) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a file is to be brought in.

    With `dry_run` nothing is changed and the outcome tells what would be. `tell` hears from time
    to time how many rows of how many are done, and setting `stop` ends the work after the
    transaction that is under way.
    """

    dry_run: bool = False
    tell: Tell = _nobody
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True, kw_only=True)
class Outcome:
    """How many `rows` a file has, and what became of them.

    `zone` is the one that times were read in. `imported` ones are in, or with a dry run would be;
    `repeated` ones say again what another row of the file says; those `known` were in before;
    `rejected` ones are in `rejected_file`, with the reason, and `faults` has line and reason of
    the first of them; `left` ones were not reached, because the work was stopped or because of
    `trouble` with the database. `added` counts the things that the imported rows have made.
    """

    file: str
    mapping: str
    zone: str | None = None
    dry_run: bool = False
    rows: int = 0
    added: int = 0
    imported: int = 0
    repeated: int = 0
    known: int = 0
    rejected: int = 0
    rejected_file: str | None = None
    faults: list[tuple[int, str]] = field(default_factory=list)
    trouble: DeskError | None = None

    @property
    def left(self) -> int:
        return self.rows - self.imported - self.repeated - self.known - self.rejected

    def as_json(self, thing: str) -> dict[str, Any]:
        """The same for another program; `thing` is what the rows make, in the plural."""
        return {
            "file": self.file,
            "mapping": self.mapping,
            "zone": self.zone,
            "dry_run": self.dry_run,
            "rows": self.rows,
            thing: self.added,
            "imported": self.imported,
            "repeated": self.repeated,
            "known": self.known,
            "rejected": self.rejected,
            "left": self.left,
            "rejected_file": self.rejected_file,
            "faults": [{"line": line, "reason": reason} for line, reason in self.faults],
        }
