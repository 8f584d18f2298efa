"""Erasing single entries of the visitor log at the screen, and holding them for the law."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk.domain.errors import NotFound
from desk.domain.staff import Role
from desk.domain.visitor import Standing
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.hold_dialog import HoldDialog
from desk.gui.visitors.page import VisitorsPage
from desk.gui.visitors.privacy import EraseEntriesDialog
from desk.services import holds, visitor_log
from desk.store.database import Database
from tests.build import entry, resident
from tests.conftest import at
from tests.gui import parts
from tests.gui.accounts import account, administrator
from tests.gui.visitors_screen import names, on_screen

NAMES = ["Zwenka Quallenberg", "Bo Berg"]


@pytest.fixture
def ids(database: Database) -> list[int]:
    """Two who have left, and one who is inside."""
    with database.write("ann") as tx:
        host = resident(tx, "Alma", "Hernandez")
        left = {"arrived_at": at(7), "departed_at": at(8)}
        found = [entry(tx, host.id, name, **left).id for name in NAMES]
        return [*found, entry(tx, host.id, "Ida Now", arrived_at=tx.now).id]


@pytest.fixture
def page(ids: list[int], qtbot: QtBot, controls: Controls) -> VisitorsPage:
    """The page, on which the first who has left is chosen."""
    shown = on_screen(qtbot, controls)
    shown.bar.show_part(Standing.LEFT)
    qtbot.waitUntil(lambda: sorted(names(shown)) == sorted(NAMES))
    shown.list.choose(ids[0])
    return shown


def asking(page: VisitorsPage) -> EraseEntriesDialog:
    return parts.dialog(page, EraseEntriesDialog)


def test_the_question_says_what_goes_and_names_nobody_in_its_title(page: VisitorsPage) -> None:
    page.details.buttons["visitor.erase"].click()

    dialog = asking(page)
    said = "\n".join(label.text() for label in dialog.said)
    assert dialog.stay.isDefault()
    assert "Quallenberg" not in dialog.windowTitle()
    assert "with all that was written in them: 1" in said
    assert "Copies that Desk keeps" in said


def test_an_entry_is_erased_and_nothing_is_left_nor_to_be_undone(
    qtbot: QtBot, page: VisitorsPage, controls: Controls, ids: list[int], tmp_path: Path
) -> None:
    controls.perform("visitor.erase")
    with qtbot.waitSignal(asking(page).erased):
        asking(page).go.click()

    with pytest.raises(NotFound):
        page.client.ask(visitor_log.one, ids[0])
    assert names(page) == ["Bo Berg"]
    assert "Erased for good." in controls.bar.text.text()
    assert not controls.actions["edit.undo"].isEnabled()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"quallenberg" in path.read_bytes().lower()] == []


def test_several_are_erased_at_once(
    qtbot: QtBot, page: VisitorsPage, controls: Controls, ids: list[int]
) -> None:
    page.list.view.selectAll()
    controls.perform("visitor.erase")
    assert asking(page).found.ids == tuple(ids[:2])
    with qtbot.waitSignal(asking(page).erased):
        asking(page).go.click()

    assert names(page) == []


def test_enter_and_escape_keep_the_entry(
    qtbot: QtBot, page: VisitorsPage, controls: Controls
) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        controls.perform("visitor.erase")
        dialog = asking(page)
        qtbot.keyClick(dialog, key)
        assert not dialog.isVisible()

    assert sorted(names(page)) == sorted(NAMES)


def test_who_is_inside_is_not_offered_to_be_erased_and_it_is_said_why(
    page: VisitorsPage, controls: Controls, ids: list[int]
) -> None:
    page.bar.show_part(Standing.INSIDE)
    page.list.choose(ids[2])
    assert page.details.buttons["visitor.erase"].isHidden()

    controls.perform("visitor.erase")

    assert not asking(page).go.isEnabled()
    assert "Check them out first" in asking(page).notice.said


def test_an_entry_that_is_held_is_not_erased(
    page: VisitorsPage, controls: Controls, client: Client, ids: list[int]
) -> None:
    page.details.buttons["visitor.hold"].click()
    dialog = parts.dialog(page, HoldDialog)
    dialog.reason.setText("a case at court")
    dialog.accept()

    found = [(hold.kind, hold.subject) for hold in client.ask(holds.standing)]
    assert found == [("visitor_entry", ids[0])]
    controls.perform("visitor.erase")
    assert "a case at court" in asking(page).notice.said
    assert not asking(page).go.isEnabled()


def test_nothing_is_asked_where_nothing_is_chosen(page: VisitorsPage, controls: Controls) -> None:
    page.list.view.clearSelection()

    controls.perform("visitor.erase")
    assert "Choose the entries" in controls.bar.text.text()
    controls.perform("visitor.hold")
    assert "Choose one entry" in controls.bar.text.text()


def test_erasing_is_for_administrators_where_there_are_accounts(
    page: VisitorsPage, controls: Controls, client: Client
) -> None:
    administrator(client)
    client.sign_in(account(client, Role.DESK))

    for command in ("visitor.erase", "visitor.hold", "person.erase", "person.hold"):
        controls.perform(command)
        assert "Only an administrator" in controls.bar.text.text()
