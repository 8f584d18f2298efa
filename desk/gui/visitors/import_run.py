"""An import that is under way in a process of its own: `desk import visitors`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk.gui.command_run import CommandRun


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was refused; `id` counts them, `line` is where it stands in the file."""

    id: int
    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What became of a file, as `desk.transfer.outcome` counts it; `entries` were made of it."""

    dry_run: bool
    mapping: str
    rows: int
    entries: int
    repeated: int
    known: int
    rejected: int
    left: int
    rejected_file: str
    faults: Sequence[Fault]


class ImportRun(CommandRun):
    """Runs one import, or the trial of one; `ended` gives its `Summary`."""

    def start(self, file: Path, mapping: str, *, dry_run: bool) -> None:
        """Begin; `mapping` is a name or a file, empty to go by the heading of `file`."""
        arguments = ["import", "visitors", str(file), "--json-progress"]
        arguments += ["--map", mapping] if mapping else []
        arguments += ["--dry-run"] if dry_run else []
        self.run(arguments)

    def outcome(self, found: dict[str, Any]) -> Summary:
        return summary(found)


def summary(found: dict[str, Any]) -> Summary:
    """The last line that an import tells."""
    faults = enumerate(found["faults"])
    return Summary(
        dry_run=found["dry_run"],
        mapping=found["mapping"],
        rows=found["rows"],
        entries=found["entries"],
        repeated=found["repeated"],
        known=found["known"],
        rejected=found["rejected"],
        left=found["left"],
        rejected_file=found["rejected_file"] or "",
        faults=[Fault(number, each["line"], each["reason"]) for number, each in faults],
    )
