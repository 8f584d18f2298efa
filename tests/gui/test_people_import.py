"""Bringing people in through the window: a look first, then the deed, and every way it can end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk.domain.directory import PersonKind
from desk.gui.client import Client
from desk.gui.people.bring_in import ImportDialog
from desk.services import people
from desk.services.people import Details
from desk.store.database import Database
from desk.transfer.outcome import Outcome

FILE = """name,phone,flat,kind
Ana Hernandez,+39 06 1234 567,12B,resident
Milan Novak,06 99 88 77 66,,patient
Grace Okafor,,3A,resident
,06 1,,resident
Ada Lind,,7C,lodger
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "people.csv"
    made.write_text(FILE, "utf-8")
    return made


@pytest.fixture
def dialog(qtbot: QtBot, client: Client, database: Database) -> ImportDialog:
    with database.write("setup") as tx:
        people.add(tx, Details(kind=PersonKind.RESIDENT, first_name="Grace", last_name="Okafor"))
    made = ImportDialog(client)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def look(qtbot: QtBot, dialog: ImportDialog, file: Path) -> None:
    dialog.look_at(file)
    qtbot.waitUntil(lambda: not dialog.running)


def names(client: Client) -> list[str]:
    return sorted(person.name for person in client.ask(people.find))


def test_nothing_can_be_imported_before_a_file_was_looked_at(dialog: ImportDialog) -> None:
    assert not dialog.button.isEnabled()
    assert dialog.choose.hasFocus() or dialog.focusWidget() is dialog.choose


def test_a_look_tells_everything_and_changes_nothing(
    qtbot: QtBot, dialog: ImportDialog, client: Client, file: Path
) -> None:
    look(qtbot, dialog, file)

    assert names(client) == ["Grace Okafor"]
    assert dialog.summary.text() == "2 new people in 5 rows"
    assert "Refused: 3" in dialog.detail.text()
    assert dialog.button.text() == "Import 2 people"
    shown = dialog.preview.model()
    assert shown.headerData(0, Qt.Orientation.Horizontal) == "name"
    assert shown.index(0, 2).data() == "12B"
    reasons = [dialog.faults.model().index(row, 1).data() for row in range(3)]
    assert [dialog.faults.model().index(row, 0).data() for row in range(3)] == ["4", "5", "6"]
    assert "Grace Okafor" in reasons[0]
    assert reasons[1] == "has no name"
    assert "lodger" in reasons[2]


def test_importing_adds_the_new_ones_and_sets_the_refused_aside(
    qtbot: QtBot, dialog: ImportDialog, client: Client, file: Path
) -> None:
    look(qtbot, dialog, file)

    with qtbot.waitSignal(dialog.imported) as imported:
        qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)

    outcome: Outcome = imported.args[0]
    assert names(client) == ["Ana Hernandez", "Grace Okafor", "Milan Novak"]
    assert (outcome.added, outcome.rejected, outcome.left) == (2, 3, 0)
    assert dialog.summary.text() == "2 people imported"
    assert file.with_name("people.rejected.csv").name in dialog.detail.text()
    assert file.with_name("people.rejected.csv").exists()
    assert not dialog.button.isVisible()


def test_a_second_import_of_the_same_file_adds_nobody(
    qtbot: QtBot, dialog: ImportDialog, client: Client, file: Path
) -> None:
    look(qtbot, dialog, file)
    with qtbot.waitSignal(dialog.imported):
        dialog.accept()

    look(qtbot, dialog, file)

    assert dialog.summary.text() == "0 new people in 5 rows"
    assert "Known already: 2" in dialog.detail.text()
    assert not dialog.button.isEnabled()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"colour,size\nred,3\n"])
def test_a_file_that_cannot_be_used_is_refused_in_words(
    qtbot: QtBot, dialog: ImportDialog, client: Client, tmp_path: Path, content: bytes
) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_bytes(content)

    look(qtbot, dialog, broken)

    assert dialog.summary.text() == "Nothing was imported"
    assert "Nothing was changed" in dialog.detail.text()
    assert not dialog.button.isEnabled()
    assert names(client) == ["Grace Okafor"]


def test_closing_while_it_runs_stops_first_and_loses_nothing_that_is_in(
    qtbot: QtBot, dialog: ImportDialog, client: Client, tmp_path: Path
) -> None:
    many = tmp_path / "many.csv"
    lines = [f"Person{n} Number{n}\n" for n in range(600)]
    many.write_text("name\n" + "".join(lines), "utf-8")
    look(qtbot, dialog, many)
    dialog.accept()

    with qtbot.waitSignal(dialog.finished, timeout=20_000):
        dialog.reject()

    assert not dialog.running
    assert 1 <= client.ask(people.count) <= 601
