"""Opening hours slot by slot: what the editor does when the single slots are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desk.domain.availability import Availability
from desk.domain.errors import DeskError
from desk.domain.span import Span
from desk.gui import format
from desk.gui.client import Client
from desk.gui.slots import words
from desk.gui.slots.hours import Hours
from desk.gui.slots.results_dialog import Result, why
from desk.services import availabilities, previews

if TYPE_CHECKING:
    from desk.services.previews import PlannedSlot
    from desk.store.database import Write

MOST = 20_000  # single slots that are made at once


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one slot: it is open now, was refused, or was left out on purpose."""

    span: Span
    opened: Availability | None = None
    refused: DeskError | None = None


def open_singles(tx: Write, hours: Hours, *, skip: bool) -> list[Outcome]:
    """Open every slot of the hours by itself; with `skip` without those closed or open already.

    What is open already is refused in any case, slot by slot (document 001, rows 23 and 24).
    """
    planned = previews.of_rule(tx, hours.asked(), MOST).slots
    wanted = [slot.span for slot in planned if not (skip and stands_out(slot))]
    results = availabilities.add_all(tx, hours.singles(wanted))
    made = {
        span: Outcome(span, refused=result)
        if isinstance(result, DeskError)
        else Outcome(span, opened=result)
        for span, result in zip(wanted, results, strict=True)
    }
    return [made.get(slot.span) or Outcome(slot.span) for slot in planned]


def stands_out(slot: PlannedSlot) -> bool:
    """Whether somebody may want to do without it: it is closed, or the time is open already."""
    return slot.clash or slot.closed is not None


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many were opened, left out and refused."""
    translate = QCoreApplication.translate
    opened = sum(each.opened is not None for each in outcomes)
    refused = sum(each.refused is not None for each in outcomes)
    skipped = len(outcomes) - opened - refused
    parts = [translate("Opening", "Opened: {n}").format(n=format.count(opened))]
    if refused:
        parts.append(translate("Opening", "not opened: {n}").format(n=format.count(refused)))
    if skipped:
        parts.append(translate("Opening", "skipped: {n}").format(n=format.count(skipped)))
    return ", ".join(parts)


def results(outcomes: Sequence[Outcome], client: Client) -> list[Result]:
    """The same, row by row."""
    translate = QCoreApplication.translate
    found = []
    for number, each in enumerate(outcomes, 1):
        said = translate("Opening", "skipped")
        if each.opened is not None:
            said = translate("Opening", "opened")
        elif each.refused is not None:
            said = why(each.refused, client)
        what = words.when(each.span, client.zone)
        found.append(Result(number, what, said, done=each.refused is None))
    return found
