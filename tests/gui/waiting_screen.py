"""A house whose Dr Lee is booked out today, and people who wait for her."""

from __future__ import annotations

from typing import Any

from desk.domain.directory import Per
from desk.domain.waiting import Joining, WaitingEntry
from desk.gui.controls import Controls
from desk.gui.waiting.page import WaitingPage
from desk.services import appointments, directory, waiting, waiting_line
from desk.services.directory import NewVariation
from desk.services.waiting_line import Listed
from desk.store.database import Database, Write
from desk.store.records import AppointmentTypeRecord
from tests import build
from tests.build import span

HALVES = ((9, 30), (10, 0), (10, 30), (11, 0), (11, 30))  # that are still to come at nine


def house(database: Database, *, automatic: bool = False) -> list[int]:
    """Dr Lee's morning is booked from half past nine on; gives the ids of the appointments."""
    with database.write("test") as tx:
        lee = build.resource(tx, "Dr", "Lee", key="lee")
        with_lee = NewVariation(key="lee", name="With Dr Lee", resource="lee")
        made = directory.put_type(
            tx,
            "consultation",
            "Consultation",
            site="main",
            per=Per.SLOT,
            code="consultation",
            waiting_list=True,
            variations=[with_lee],
        )
        tx.get(AppointmentTypeRecord, made.id).automatic = automatic
        opened = build.availability(tx, lee.id)
        booked = [
            build.appointment(tx, opened, span(hour, minute), f"Guest {number}")
            for number, (hour, minute) in enumerate([(9, 0), *HALVES])
        ]
    return [each.id for each in booked[1:]]


def wait(tx: Write, name: str, phone: str = "", **fields: Any) -> WaitingEntry:
    """Somebody joins the list for a consultation."""
    type_id = directory.appointment_types(tx)[0].id
    return waiting.join(tx, Joining(type_id=type_id, name=name, phone=phone or None, **fields))


def three(database: Database) -> list[WaitingEntry]:
    """Ada, Bea and Cid wait for a consultation, in this order."""
    found = []
    for number, name in enumerate(("Ada", "Bea", "Cid"), 1):
        with database.write("test") as tx:
            found.append(wait(tx, f"{name} Lind", f"06 555 {number}000"))
    return found


def listed(database: Database) -> dict[str, Listed]:
    """Everybody who ever waited, by name."""
    with database.read() as tx:
        return {each.entry.name: each for each in waiting_line.listed(tx)}


def on_screen(controls: Controls) -> WaitingPage:
    controls.perform("page.waiting")
    shown = controls.window.stack.current
    assert isinstance(shown, WaitingPage)
    return shown


def names(page: WaitingPage) -> list[str]:
    """Whoever is listed, in the order shown."""
    return [row.entry.name for row in page.listed()]


def text(page: WaitingPage, row: int, column: int) -> str:
    found: str = page.sorting.index(row, column).data()
    return found


def free_one(database: Database, appointment_id: int) -> None:
    """Somebody cancels at another desk."""
    with database.write("bo") as tx:
        appointments.cancel(tx, [appointment_id], reason="Ill")
