"""The outbox without a mouse: to the message that failed, and whom to call on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desk.domain.message import Fate
from desk.gui.controls import Controls
from desk.gui.outbox.page import OutboxPage
from desk.store.database import Database
from tests.gui.keys import Keyboard
from tests.gui.outbox_screen import fate, message, names, one_of_each, person, tells


@pytest.fixture
def made(database: Database) -> dict[Fate, int]:
    tells(database)
    return one_of_each(database)


@pytest.fixture
def keys(qtbot: QtBot, controls: Controls, made: dict[Fate, int]) -> Keyboard:
    return Keyboard(qtbot, controls.window)


def in_front(controls: Controls) -> OutboxPage:
    shown = controls.window.stack.current
    assert isinstance(shown, OutboxPage)
    return shown


def test_a_message_that_failed_is_found_and_sent_again(
    database: Database, controls: Controls, keys: Keyboard, made: dict[Fate, int]
) -> None:
    keys.press("Ctrl+8")
    page = in_front(controls)
    page.head.tabs.setFocus()
    keys.press("Right Tab")
    assert page.table.hasFocus()
    assert names(page) == ["Émile Weber", "Dora Marsh", "Cid Novak"]
    keys.press("Down Down")

    keys.type("s")

    assert fate(database, made[Fate.FAILED]) is Fate.PENDING
    assert "Cid Novak" not in names(page)
    assert page.table.hasFocus()


def test_whom_to_call_is_printed_from_anywhere_with_f9(
    controls: Controls, keys: Keyboard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "calls.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    keys.press("Ctrl+2")

    keys.press("Shift+F9")

    assert path.read_bytes().startswith(b"%PDF")
    assert str(path) in controls.bar.text.text()
    assert controls.window.stack.shown == "page.today"


def test_with_nobody_to_call_f9_says_so(
    qtbot: QtBot, database: Database, controls: Controls
) -> None:
    tells(database)
    keys = Keyboard(qtbot, controls.window)

    keys.press("Shift+F9")

    assert controls.bar.text.text().startswith("Nobody has to be called")


def test_del_stops_a_message_and_the_search_leads_to_others(
    database: Database, controls: Controls, keys: Keyboard, made: dict[Fate, int]
) -> None:
    somebody = person(database, "Zoe Ahn")
    with database.write("test") as tx:
        other = message(tx, somebody)
    keys.press("Ctrl+8 Ctrl+F")
    keys.type("zoe")
    keys.press("Return Del")

    assert fate(database, other) is Fate.ABORTED
    assert fate(database, made[Fate.PENDING]) is Fate.PENDING
    assert names(in_front(controls)) == []
