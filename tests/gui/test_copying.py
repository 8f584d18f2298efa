"""Before much is taken away at once a copy is made, and the window lives on meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.copying import CopyingDialog
from desk.services import house, visitors
from desk.store import kept_copies
from desk.store.database import Database
from tests import build
from tests.conftest import at


@pytest.fixture
def inside(database: Database) -> list[int]:
    with database.write("test") as tx:
        host = build.resident(tx).id
        return [build.entry(tx, host, arrived_at=at(8)).id for _ in range(house.MUCH)]


@pytest.fixture
def seen(qapp: QApplication, controls: Controls) -> list[str]:
    """What is said while the window is halted; its clocks go on."""
    found: list[str] = []

    def look() -> None:
        window = qapp.activeModalWidget()
        if isinstance(window, CopyingDialog):
            found.append(window.windowTitle())

    beat = QTimer(controls, interval=0)
    beat.timeout.connect(look)
    beat.start()
    return found


def left(database: Database) -> int:
    with database.read() as tx:
        return len(visitors.inside(tx))


def test_much_is_taken_away_when_the_copy_is_there_and_the_dialog_says_so(
    controls: Controls,
    client: Client,
    database: Database,
    inside: list[int],
    seen: list[str],
    tmp_path: Path,
) -> None:
    client.do("Remove many", visitors.remove, inside)

    assert left(database) == 0
    assert set(seen) == {"Copying the database"}
    [copy] = kept_copies.listed(tmp_path / "desk.db")
    assert kept_copies.contents(copy.path).visitors == house.MUCH
    assert "Remove many" in controls.bar.text.text()
    controls.perform("edit.undo")
    assert left(database) == house.MUCH


def test_little_is_taken_away_at_once(
    client: Client, database: Database, inside: list[int], seen: list[str], tmp_path: Path
) -> None:
    client.do("Remove fewer", visitors.remove, inside[1:])

    assert left(database) == 1
    assert seen == []
    assert kept_copies.listed(tmp_path / "desk.db") == []


def test_without_a_copy_nothing_is_taken_away(
    controls: Controls,
    client: Client,
    database: Database,
    inside: list[int],
    seen: list[str],
    tmp_path: Path,
) -> None:
    kept_copies.folder(tmp_path / "desk.db").write_text("in the way")

    client.do("Remove many", visitors.remove, inside)

    assert left(database) == house.MUCH
    assert "desk.db.copies" in controls.bar.text.text()
