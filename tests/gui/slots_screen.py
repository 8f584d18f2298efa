"""The page of slots on the screen, over a house with two providers."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.availability import Availability
from desk.domain.directory import Resource
from desk.gui.controls import Controls
from desk.gui.slots.hours_dialog import HoursDialog
from desk.gui.slots.page import SlotsPage
from desk.gui.slots.part import Part
from desk.services import availabilities
from desk.store.database import Database
from tests import build
from tests.gui.parts import part


def on_screen(controls: Controls) -> SlotsPage:
    controls.perform("page.slots")
    shown = controls.window.stack.current
    assert isinstance(shown, SlotsPage)
    return shown


def closed(page: SlotsPage) -> bool:
    """Whether no dialog is open any more."""
    return not [each for each in page.window().findChildren(QDialog) if each.isVisible()]


def texts(listed: Part[Any], column: int) -> list[str]:
    """What stands in a column of a list."""
    model = listed.sorting
    return [model.index(row, column).data() for row in range(model.rowCount())]


def providers(database: Database) -> tuple[Resource, Resource]:
    with database.write("ann") as tx:
        return build.resource(tx, "Dr", "Lee"), build.resource(tx, "Dr", "Moss", team="Ground")


def stored(database: Database) -> list[Availability]:
    with database.read() as tx:
        return availabilities.listed(tx)


def fill_in(qtbot: QtBot, hours: HoursDialog, provider: str, days: str, until: str) -> None:
    """Write hours down: nine to ten in slots of half an hour, on the days of these figures."""
    hours.fields.provider.setText(provider)
    for figure in days:
        hours.fields.days.buttons[hours.fields.days.order[int(figure) - 1]].click()
    hours.fields.times.opens.setText("9")
    hours.fields.times.closes.setText("10")
    hours.fields.end.setText(until)
    qtbot.waitUntil(lambda: bool(hours.preview.model.rows))


def fault(shown: QDialog, field: str) -> str:
    """What is said to be wrong with a field."""
    widget = part(shown, QWidget, f"{shown.objectName()}.{field}")
    return widget.accessibleDescription()
