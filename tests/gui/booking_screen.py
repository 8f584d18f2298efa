"""A house with two providers and a window over it from which everything about booking is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desk.domain.appointment import Appointment
from desk.domain.directory import Per, PersonKind, Resource
from desk.services import directory, people
from desk.store.database import Database
from desk.store.records import AppointmentRecord
from tests.build import WORKDAYS, availability, resource, span

D = TypeVar("D", bound=QDialog)
PEOPLE = (
    ("Maria", "Gomez", "+39 06 5550 4821"),
    ("Mario", "Gomes", "+39 06 5550 7777"),
    ("Ada", "Lind", "+39 06 5551 1000"),
)
QUARTER = timedelta(minutes=15)


def house(database: Database) -> tuple[Resource, Resource]:
    """Dr Smith has half hours, Dr Weber quarters of them, from nine to twelve UTC each workday."""
    with database.write("test") as tx:
        smith = resource(tx, "Dr. Ann", "Smith", key="smith")
        weber = resource(tx, "Dr. Tom", "Weber", key="weber")
        availability(tx, smith.id, rule=WORKDAYS)
        availability(tx, weber.id, slot_length=QUARTER, rule=WORKDAYS)
        availability(tx, weber.id, span(13, minutes=120), rule=WORKDAYS)
        for code, name in (("consultation", "Consultation"), ("therapy", "Therapy")):
            directory.put_type(tx, code, name, site="main", per=Per.SLOT, code=code)
        for first, last, phone in PEOPLE:
            known = people.Details(
                kind=PersonKind.PATIENT, first_name=first, last_name=last, phone=phone
            )
            people.add(tx, known)
    return smith, weber


def everything(database: Database) -> list[Appointment]:
    """Every appointment there is, in order of time."""
    with database.read() as tx:
        found = select(AppointmentRecord).order_by(AppointmentRecord.starts, AppointmentRecord.id)
        return [record.value() for record in tx.session.scalars(found)]


def dialog(qtbot: QtBot, window: QWidget, kind: type[D]) -> D:
    """The dialog of this kind, as soon as it is open."""

    def there() -> None:
        assert any(found.isVisible() for found in window.findChildren(kind))

    qtbot.waitUntil(there)
    return next(found for found in window.findChildren(kind) if found.isVisible())
