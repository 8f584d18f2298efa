"""Importing a visitor log in the window: looked at, tried, done in its own process, stopped."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desk.gui.client import Client
from desk.gui.visitors.columns_dialog import ColumnsDialog
from desk.gui.visitors.import_dialog import ImportDialog
from desk.gui.visitors.import_run import Summary
from desk.services import visitor_log
from desk.store.database import Database
from desk.transfer import mapping_files

HEADING = ("visitorName", "residentName", "subject", "arrivalDate")
ADA = ("Ada Lind", "Grace Okafor", "Tea", "2030-02-01T10:00")
PATIENCE_MS = 30_000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where mappings are saved, for this process and for the one it starts."""
    found = tmp_path / "config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(found))
    return mapping_files.folder()


def file(tmp_path: Path, *rows: Sequence[str], heading: Sequence[str] = HEADING) -> Path:
    path = tmp_path / "log.csv"
    with path.open("w", newline="", encoding="utf-8") as written:
        csv.writer(written).writerows([heading, *rows])
    return path


def opened(qtbot: QtBot, client: Client) -> ImportDialog:
    dialog = ImportDialog(client)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def look(qtbot: QtBot, dialog: ImportDialog, path: Path) -> None:
    dialog.look_at(path)
    qtbot.waitUntil(lambda: bool(dialog.parts.lines.rows or dialog.parts.outcome.said))


def summary(qtbot: QtBot, dialog: ImportDialog, *, trial: bool = False) -> Summary:
    with qtbot.waitSignal(dialog.process.ended, timeout=PATIENCE_MS) as ended:
        (dialog.trial if trial else dialog.button).click()
    found: Summary = ended.args[0]
    return found


def entries(database: Database) -> int:
    with database.read() as tx:
        return visitor_log.count(tx, visitor_log.View())


def test_nothing_can_be_started_without_a_file(qtbot: QtBot, client: Client) -> None:
    dialog = opened(qtbot, client)

    assert dialog.parts.choose.hasFocus() or not dialog.isActiveWindow()
    assert not dialog.button.isEnabled()
    assert not dialog.trial.isEnabled()


def test_the_first_rows_are_shown_as_what_they_become(
    qtbot: QtBot, client: Client, database: Database, tmp_path: Path
) -> None:
    dialog = opened(qtbot, client)

    look(qtbot, dialog, file(tmp_path, ADA, ("", *ADA[1:])))

    lines = dialog.parts.lines
    first = [lines.index(0, column).data() for column in range(5)]
    assert first == ["", "Ada Lind", "Grace Okafor", "1", "Tea"]
    assert lines.index(1, 0).data() == "visitorName must not be empty"
    assert entries(database) == 0


def test_trying_counts_every_row_and_changes_nothing(
    qtbot: QtBot, client: Client, database: Database, tmp_path: Path
) -> None:
    dialog = opened(qtbot, client)
    look(qtbot, dialog, file(tmp_path, ADA, ADA, ("", *ADA[1:])))

    found = summary(qtbot, dialog, trial=True)

    assert (found.rows, found.entries, found.repeated, found.rejected) == (3, 1, 1, 1)
    assert "Nothing was changed" in dialog.parts.outcome.said
    assert [fault.line for fault in dialog.parts.faults.rows] == [4]
    assert entries(database) == 0


def test_an_import_is_done_and_done_twice_adds_nothing(
    qtbot: QtBot, client: Client, database: Database, tmp_path: Path
) -> None:
    dialog = opened(qtbot, client)
    look(qtbot, dialog, file(tmp_path, ADA, ("Bo Roth", *ADA[1:])))
    told = []
    dialog.process.told.connect(lambda done, total: told.append((done, total)))

    with qtbot.waitSignal(dialog.imported, timeout=PATIENCE_MS):
        dialog.button.click()
    assert dialog.parts.outcome.said.startswith("Imported 2 entries from 2 rows.")
    assert told[-1] == (2, 2)
    again = summary(qtbot, dialog)

    assert (again.entries, again.known) == (0, 2)
    assert entries(database) == 2


def test_refused_rows_are_kept_with_their_reason(
    qtbot: QtBot, client: Client, tmp_path: Path
) -> None:
    dialog = opened(qtbot, client)
    look(qtbot, dialog, file(tmp_path, ADA, ("", *ADA[1:])))

    found = summary(qtbot, dialog)

    assert Path(found.rejected_file).read_text("utf-8-sig").count("must not be empty") == 1
    assert dialog.parts.open_refused.isVisible()


def test_a_file_that_cannot_be_read_is_said_in_one_sentence(
    qtbot: QtBot, client: Client, tmp_path: Path
) -> None:
    path = tmp_path / "broken.csv.gz"
    path.write_bytes(gzip.compress(b"visitorName\n")[:-9])
    dialog = opened(qtbot, client)

    look(qtbot, dialog, path)

    assert "Nothing was changed" in dialog.parts.outcome.said
    assert str(path) in dialog.parts.outcome.said


def test_an_import_that_fails_says_why(
    qtbot: QtBot, client: Client, database: Database, tmp_path: Path
) -> None:
    path = file(tmp_path, ADA)
    dialog = opened(qtbot, client)
    look(qtbot, dialog, path)
    path.unlink()

    with qtbot.waitSignal(dialog.process.failed, timeout=PATIENCE_MS):
        dialog.button.click()

    assert str(path) in dialog.parts.outcome.said
    assert dialog.button.isEnabled()


def test_an_import_is_stopped_in_order_and_goes_on_next_time(
    qtbot: QtBot, client: Client, database: Database, tmp_path: Path
) -> None:
    rows = [(f"Guest {number}", *ADA[1:]) for number in range(4000)]
    dialog = opened(qtbot, client)
    look(qtbot, dialog, file(tmp_path, *rows))
    with qtbot.waitSignal(
        dialog.process.told, timeout=PATIENCE_MS, check_params_cb=lambda done, _total: done > 0
    ):
        dialog.button.click()
    assert dialog.closer.text() == "Stop"

    with qtbot.waitSignal(dialog.process.ended, timeout=PATIENCE_MS) as ended:
        dialog.closer.click()

    found: Summary = ended.args[0]
    assert 0 < found.entries < 4000
    assert found.entries + found.left == 4000
    assert entries(database) == found.entries
    assert not dialog.isVisible()


def test_columns_are_said_by_hand_and_kept_for_the_next_file(
    qtbot: QtBot, client: Client, database: Database, tmp_path: Path, folder: Path
) -> None:
    heading = ("Wer", "Nachname", "Zu wem", "Wozu", "Wann")
    path = file(tmp_path, ("Ada", "Lind", "Grace Okafor", "Tea", "01.02.2030"), heading=heading)
    dialog = opened(qtbot, client)
    look(qtbot, dialog, path)
    assert "not known" in dialog.parts.outcome.said

    dialog.parts.columns.click()
    columns = dialog.findChild(ColumnsDialog)
    assert columns is not None
    for field, text in {
        "visitor": "Wer + Nachname",
        "host": "Zu wem",
        "subject": "Wozu",
        "arrival": "Wann",
    }.items():
        columns.choices[field].setCurrentText(text)
    columns.times.setText("%d.%m.%Y")
    columns.name.setText("Unser Buch")
    columns.accept()
    qtbot.waitUntil(lambda: bool(dialog.parts.lines.rows))
    found = summary(qtbot, dialog)

    assert (found.mapping, found.entries) == ("Unser Buch", 1)
    assert [mapping.name for mapping in map(mapping_files.load, folder.glob("*.toml"))] == [
        "Unser Buch"
    ]
    assert dialog.parts.mapping.currentText() == "Unser Buch"


def test_columns_that_cannot_be_are_refused_at_their_field(qtbot: QtBot) -> None:
    dialog = ColumnsDialog(("A", "B"), None)
    qtbot.addWidget(dialog)
    dialog.choices["visitor"].setCurrentText("C")
    dialog.times.setText("%Q")

    dialog.accept()

    assert dialog.choices["visitor"].accessibleDescription() == "the file has no column C"
    assert dialog.choices["host"].accessibleDescription() == "must not be empty"
    assert "%Q" in dialog.times.accessibleDescription()
    assert isinstance(dialog, QDialog)
