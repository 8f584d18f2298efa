"""The page of the visitor log on the screen, over the log of one day."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desk.domain.directory import Person
from desk.gui.controls import Controls
from desk.gui.visitors.page import VisitorsPage
from desk.services import visitors
from desk.store.database import Database
from tests.build import entry


def log_of_a_day(database: Database, host: Person) -> None:
    """Two are expected, three inside (one since yesterday), one gone, one in the bin."""
    with database.write("ann") as tx:
        now, hour = tx.now, timedelta(hours=1)
        entry(tx, host.id, "Eva Soon", expected_at=now + hour, subject="Concert")
        entry(tx, host.id, "Ewa Late", expected_at=now - hour)
        entry(tx, host.id, "Ida Now", arrived_at=now, license_plate="ID-77")
        entry(tx, host.id, "Ines Early", arrived_at=now - hour, people=4)
        entry(tx, host.id, "Ian Old", arrived_at=now - 25 * hour)
        entry(tx, host.id, "Lea Gone", arrived_at=now - 2 * hour, departed_at=now - hour)
        wrong = entry(tx, host.id, "Bea Wrong")
    with database.write("ann") as tx:
        visitors.remove(tx, [wrong.id])


def on_screen(qtbot: QtBot, controls: Controls) -> VisitorsPage:
    controls.perform("page.visitors")
    shown = controls.window.stack.current
    assert isinstance(shown, VisitorsPage)
    qtbot.waitUntil(lambda: all("  " in text for text in tabs(shown)))
    return shown


def tabs(page: VisitorsPage) -> list[str]:
    return [page.bar.tabs.tabText(n).replace("&", "") for n in range(page.bar.tabs.count())]


def names(page: VisitorsPage) -> list[str]:
    model = page.list.model
    found = [model.entry(row) for row in range(model.rowCount())]
    return [each.visitor for each in found if each]


def close(page: VisitorsPage, kind: type[QDialog]) -> None:
    """Close the dialog of this kind, which must be open."""
    dialog = page.window().findChild(kind)
    assert isinstance(dialog, kind)
    assert dialog.isVisible()
    dialog.done(0)


def search(qtbot: QtBot, page: VisitorsPage, text: str) -> None:
    with qtbot.waitSignal(page.bar.chosen):
        page.bar.search.setText(text)
