"""A calendar that is being brought in by a process of its own: `desk import calendar`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desk.gui.command_run import CommandRun


@dataclass(frozen=True, slots=True)
class Time:
    """One of the first times that somebody is busy; `known` if it was brought in before."""

    id: int
    start: datetime
    end: datetime
    whole_day: bool
    title: str
    known: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """An event that does not come in, or what of the file is odd; `id` counts them."""

    id: int
    line: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What became of a calendar, as `desk.transfer.calendar_outcome` counts it."""

    dry_run: bool
    into: str
    provider: str
    first: dt.date
    last: dt.date
    events: int
    added: int
    known: int
    left: int
    passed_over: int
    rejected: int
    flagged: int
    beyond: int
    rejected_file: str
    beginning: Sequence[Time]
    problems: Sequence[Problem]


class CalendarImportRun(CommandRun):
    """Runs one import, or the trial of one; `ended` gives its `Summary`."""

    def start(self, file: Path, provider: str, into: str, *, dry_run: bool) -> None:
        """Begin; `provider` is a key, `into` what the busy time becomes."""
        arguments = ["import", "calendar", str(file), "--json-progress"]
        arguments += ["--provider", provider, "--as", into]
        arguments += ["--dry-run"] if dry_run else []
        self.run(arguments)

    def outcome(self, found: dict[str, Any]) -> Summary:
        return summary(found)


def summary(found: dict[str, Any]) -> Summary:
    """The last line that an import tells."""
    several = [*found["faults"], *found["notes"]]
    return Summary(
        dry_run=found["dry_run"],
        into=found["as"],
        provider=found["provider"],
        first=dt.date.fromisoformat(found["from"]),
        last=dt.date.fromisoformat(found["to"]),
        events=found["events"],
        added=found["added"],
        known=found["known"],
        left=found["left"],
        passed_over=found["passed_over"],
        rejected=found["rejected"],
        flagged=found["flagged"],
        beyond=found["beyond"],
        rejected_file=found["rejected_file"] or "",
        beginning=[_time(number, each) for number, each in enumerate(found["beginning"])],
        problems=[
            Problem(number, each["line"], each.get("title", ""), each["reason"])
            for number, each in enumerate(several)
        ],
    )


def _time(number: int, each: dict[str, Any]) -> Time:
    return Time(
        id=number,
        start=datetime.fromisoformat(each["start"]),
        end=datetime.fromisoformat(each["end"]),
        whole_day=each["whole_day"],
        title=each["title"],
        known=each["known"],
    )
