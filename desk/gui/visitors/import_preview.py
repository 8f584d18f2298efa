"""The first rows of a file to be imported, as the entries they would become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from desk.domain.directory import full_name
from desk.domain.errors import BadFile
from desk.domain.visitor import Times
from desk.gui import discretion, format, icons
from desk.gui.table import TRAILING, Column
from desk.transfer import csv_rows, visitor_csv
from desk.transfer.csv_rows import Fault
from desk.transfer.mapping import Mapping
from desk.transfer.visitor_drafts import Draft

if TYPE_CHECKING:
    from desk.store.database import Database

MOST = 20
DATE = len("2022-03-29")
WRONG = 0  # the column that says what is wrong
WIDTHS = (200, 150, 130, 60, 120, 80, 130, 130, 130)
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file: what it becomes, or why it becomes nothing."""

    id: int
    draft: Draft | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What stands in a file; `trouble` is why its columns cannot be read as was asked."""

    heading: tuple[str, ...]
    lines: tuple[Line, ...]
    trouble: BadFile | None = None


def look(path: Path, mapping: Mapping | None, database: Database, _actor: str) -> Look:
    """The first rows of a file, read by `mapping` or by what its heading asks for."""
    with csv_rows.opened(path) as file:
        heading = tuple(file.heading)
    try:
        found = visitor_csv.preview(database, path, mapping, limit=MOST)
    except BadFile as error:
        # The heading is known, so that whoever looks can say which column is what.
        return Look(heading, (), error)
    lines = (
        Line(number, None, each.reason) if isinstance(each, Fault) else Line(number, each)
        for number, each in enumerate(found.drafts)
    )
    return Look(heading, tuple(lines))


def columns(zone: ZoneInfo) -> list[Column[Line]]:
    """What is shown of each row, in the order of the check-in form."""

    def column(title: str, say: Callable[[Draft], str], **more: Any) -> Column[Line]:
        return Column(title, lambda line: say(line.draft) if line.draft else "", **more)

    return [
        Column(translate("Import", "What is wrong"), _trouble, icon=_mark),
        column(translate("Import", "Visitor"), lambda draft: discretion.name(draft.party.visitor)),
        column(translate("Import", "Host"), _host),
        column(
            translate("Import", "People"),
            lambda draft: format.count(draft.party.people),
            align=TRAILING,
        ),
        column(translate("Import", "Purpose"), lambda draft: discretion.text(draft.party.subject)),
        column(
            translate("Import", "Plate"),
            lambda draft: discretion.plate(draft.party.license_plate),
        ),
        column(translate("Import", "Expected"), lambda draft: _expected(draft.times, zone)),
        column(translate("Import", "Arrived"), lambda draft: _arrived(draft.times, zone)),
        column(
            translate("Import", "Left"),
            lambda draft: _time(draft.times.departed_at, draft.times.departure_text, zone),
        ),
        column(
            translate("Import", "With"),
            lambda draft: ", ".join(discretion.names(draft.party.companions)),
        ),
    ]


def _trouble(line: Line) -> str:
    return line.reason


def _mark(line: Line) -> QIcon | None:
    return icons.state_icon("circle-alert", "full") if line.reason else None


def _host(draft: Draft) -> str:
    return full_name(draft.host.first_name, draft.host.last_name)


def _expected(times: Times, zone: ZoneInfo) -> str:
    text = None if times.arrived_at else times.arrival_text
    return _time(times.expected_at, text, zone)


def _arrived(times: Times, zone: ZoneInfo) -> str:
    return _time(times.arrived_at, times.arrival_text, zone)


def _time(when: datetime | None, text: str | None, zone: ZoneInfo) -> str:
    """A moment as it will be kept; of `text` without a time of day only the date."""
    if when is None:
        return ""
    date = format.short_date(when.astimezone(zone).date())
    only_date = text is not None and len(text) == DATE
    return date if only_date else f"{date} {format.time(when, zone)}"
