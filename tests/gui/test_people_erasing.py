"""Erasing somebody at the screen, handing out what is kept about them, and holding them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desk.domain.staff import Role
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.hold_dialog import HoldDialog
from desk.gui.people.erase import ErasePersonDialog
from desk.gui.people.page import PeoplePage
from desk.services import audit, holds, people, visitors
from desk.services.audit import Sought
from desk.store.database import Database
from tests import build
from tests.gui import parts
from tests.gui.accounts import account, administrator
from tests.services import somebody
from tests.services.somebody import Known, files_with_a_word

NAME = "Zwenka Quallenberg"


@pytest.fixture
def known(database: Database) -> Known:
    return somebody.settle_in(database)


@pytest.fixture
def page(known: Known, controls: Controls, database: Database) -> PeoplePage:
    """The page, on which the one who is to be erased is chosen."""
    controls.perform("page.people")
    shown = controls.window.stack.current
    assert isinstance(shown, PeoplePage)
    with database.read() as tx:
        shown.list.show_person(people.one(tx, known.person))
    return shown


def said(dialog: ErasePersonDialog) -> str:
    return "\n".join(label.text() for label in dialog.said)


def test_the_question_says_what_goes_and_what_stays(page: PeoplePage, controls: Controls) -> None:
    controls.perform("person.erase")

    dialog = parts.dialog(page, ErasePersonDialog)
    assert dialog.go.text().replace("&", "") == f"Erase {NAME}"
    assert dialog.stay.isDefault()
    assert NAME not in dialog.windowTitle()
    assert "visitor entries: 1" in said(dialog)
    assert "appointments: 2; of these cancelled first: 1" in said(dialog)
    assert "Copies that Desk keeps" in said(dialog)
    assert dialog.namesakes.text().endswith(": 2")


def test_it_is_erased_and_nothing_is_left_nor_to_be_undone(
    qtbot: QtBot, page: PeoplePage, controls: Controls, known: Known, tmp_path: Path
) -> None:
    controls.perform("person.erase")
    dialog = parts.dialog(page, ErasePersonDialog)
    dialog.namesakes.click()

    with qtbot.waitSignal(dialog.erased):
        dialog.go.click()

    assert files_with_a_word(tmp_path) == {}
    assert page.person is None or page.person.id != known.person
    assert "Erased for good." in controls.bar.text.text()
    assert not controls.actions["edit.undo"].isEnabled()


def test_enter_and_escape_keep_the_person(
    qtbot: QtBot, page: PeoplePage, controls: Controls, known: Known, client: Client
) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        controls.perform("person.erase")
        dialog = parts.dialog(page, ErasePersonDialog)
        qtbot.keyClick(dialog, key)
        assert not dialog.isVisible()

    assert client.ask(people.one, known.person).name == NAME


def test_why_it_cannot_be_done_is_said_at_once(
    page: PeoplePage, controls: Controls, database: Database, known: Known
) -> None:
    with database.write("ann") as tx:
        visitors.arrive(tx, build.party(known.person, "Bo"))
    controls.perform("person.erase")

    dialog = parts.dialog(page, ErasePersonDialog)
    assert not dialog.go.isEnabled()
    assert "Check them out first" in dialog.notice.said


def test_somebody_who_is_held_is_not_erased(
    page: PeoplePage, controls: Controls, client: Client, known: Known
) -> None:
    controls.perform("person.hold")
    asking = parts.dialog(page, HoldDialog)
    asking.accept()
    assert asking.isVisible()
    asking.reason.setText("a case at court")
    asking.accept()

    assert [hold.subject for hold in client.ask(holds.standing)] == [known.person]
    controls.perform("person.erase")
    assert "a case at court" in parts.dialog(page, ErasePersonDialog).notice.said


def test_everything_about_somebody_is_written_to_a_file(
    qtbot: QtBot,
    page: PeoplePage,
    controls: Controls,
    known: Known,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offered: list[str] = []

    def choose(_window: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / "out"), "JSON (*.json)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    with qtbot.waitSignal(page.said):
        controls.perform("person.export")

    assert offered == [f"person-{known.person}.zip"]
    document = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert document["people"][0]["last name"] == "Quallenberg"


def test_everything_about_somebody_is_handed_out_by_an_administrator_only_and_that_is_written_down(
    qtbot: QtBot,
    page: PeoplePage,
    controls: Controls,
    client: Client,
    known: Known,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen = (str(tmp_path / "out.json"), "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: chosen)
    admin = administrator(client)
    client.sign_in(account(client, Role.DESK))
    page.privacy.hand_out()

    assert "may not take this out of the desk (everything about a person)" in (
        controls.bar.text.text()
    )
    assert not (tmp_path / "out.json").exists()
    client.sign_in(admin)
    with qtbot.waitSignal(page.said):
        page.privacy.hand_out()

    found = [line.entry for line in client.ask(audit.page, Sought())]
    assert ("person", known.person, "exported", "Ada Lind #1") in {
        (each.kind, each.id, each.reason, each.actor) for each in found
    }
