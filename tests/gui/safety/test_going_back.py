"""Asking to go back to a copy: what is said before, and when it is not even asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk import upkeep
from desk.domain.errors import DiskFull, NotADatabase
from desk.domain.staff import Role
from desk.gui import messages
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.copy_choice import CopyChoice
from desk.gui.going_back import GoingBackDialog, Went, told
from desk.gui.message_bar import Tone
from desk.gui.safety.backups.part import BackupsPart
from desk.gui.safety.page import SafetyPage
from desk.services import staff
from desk.store import kept_copies
from desk.store.database import Database
from desk.store.kept_copies import Copy
from tests import build
from tests.conftest import Clock, at
from tests.gui.parts import dialog
from tests.gui.safety.going import go_back
from tests.gui.test_accessibility import complaints


@pytest.fixture
def backups(page: SafetyPage, database: Database, clock: Clock) -> BackupsPart:
    """The tab with a copy of ten o'clock, after which somebody came."""
    upkeep.keep_copy(database)
    clock.advance(timedelta(minutes=30))
    with database.write("ann") as tx:
        build.resident(tx, "Bo")
    page.refresh()
    assert isinstance(page.part, BackupsPart)
    return page.part


def test_the_question_says_what_is_lost_and_what_is_kept(backups: BackupsPart, file: Path) -> None:
    asking = go_back(backups)

    assert asking.heading.text() == (
        "Go back to how the desk was on Monday, 4 February 2030 at 10:00?"
    )
    assert asking.lost.text() == (
        "Everything that was done since then is lost. Changes in the journal since then: 1."
    )
    assert asking.kept.text() == (
        f"What is there now is kept as desk.db.replaced-1 in {file.parent}."
        " A copy of it is made first."
    )
    assert asking.go.text() == "&Go back to 4 Feb, 10:00"


def test_where_nothing_was_changed_nothing_is_lost(
    page: SafetyPage, database: Database, file: Path
) -> None:
    upkeep.keep_copy(database)
    page.refresh()
    assert isinstance(page.part, BackupsPart)

    assert go_back(page.part).lost.text().startswith("Nothing was changed since then")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_escape_leave_everything_as_it_is(
    qtbot: QtBot, backups: BackupsPart, file: Path, key: Qt.Key
) -> None:
    asking = go_back(backups)
    assert asking.focusWidget() is asking.stay

    with qtbot.assertNotEmitted(backups.client.going_back):
        qtbot.keyClick(asking.stay, key)

    assert not asking.isVisible()
    assert len(kept_copies.listed(file)) == 1


@pytest.mark.parametrize("way", ["Enter", "the menu", "Alt+Enter"])
def test_it_is_asked_for_by_hand_and_by_keys(
    qtbot: QtBot, controls: Controls, backups: BackupsPart, way: str
) -> None:
    table = backups.list.table
    ways: dict[str, Callable[[], object]] = {
        "Enter": lambda: qtbot.keyClick(table, Qt.Key.Key_Return),
        "the menu": controls.actions["backup.back"].trigger,
        "Alt+Enter": controls.actions["list.edit"].trigger,
    }

    ways[way]()

    assert dialog(controls.window, GoingBackDialog)


def test_a_copy_that_cannot_be_read_is_not_gone_back_to(
    qtbot: QtBot, controls: Controls, backups: BackupsPart, file: Path
) -> None:
    [copy] = kept_copies.listed(file)
    copy.path.write_bytes(b"This was a copy once.")
    backups.refresh()
    qtbot.waitUntil(lambda: isinstance(backups.list.model.rows[0].held, NotADatabase))

    controls.perform("backup.back")

    assert "is not a database" in controls.bar.text.text()
    assert not controls.window.findChildren(GoingBackDialog)


def test_only_an_administrator_may_go_back_where_there_are_accounts(
    controls: Controls, backups: BackupsPart, database: Database
) -> None:
    with database.write("setup") as tx:
        staff.add(tx, "Ada Lind", Role.ADMIN, None, "hash")

    controls.perform("backup.back")

    assert "ask an administrator" in controls.bar.text.text()
    assert not controls.window.findChildren(GoingBackDialog)


def test_there_is_a_copy_of_what_is_there_now_first(
    qtbot: QtBot, backups: BackupsPart, client: Client, file: Path
) -> None:
    before = kept_copies.listed(file)

    with qtbot.waitSignal(client.going_back) as wished:
        go_back(backups).go.click()

    # It is of the same hour, in which only the latest would be worth keeping.
    assert wished.args == before
    assert len(kept_copies.listed(file)) == 2


def test_everything_in_the_choice_of_a_copy_has_a_name(qtbot: QtBot) -> None:
    choice = CopyChoice([Copy(Path("a.db"), at(9), 1000)], UTC, at(12))
    qtbot.addWidget(choice)
    choice.show()

    assert complaints(choice) == []
    assert choice.chosen() == Copy(Path("a.db"), at(9), 1000)


def test_trouble_of_another_kind_is_told_as_ever() -> None:
    copy = Copy(Path("a.db"), at(9), 1)
    full = DiskFull("desk.db")

    words = told(Went(copy, refused=full), UTC, at(12))

    assert words == (messages.sentence(full), Tone.REFUSED)
