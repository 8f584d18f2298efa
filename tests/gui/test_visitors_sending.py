"""What the list shows, written to a file and printed."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.visitor import Standing
from desk.gui.client import Client
from desk.gui.visitors.sending import Progress, Sending, write
from desk.services import audit
from desk.services.audit import Sought
from desk.services.visitor_log import View
from desk.store.database import Database
from tests.build import entry, resident
from tests.gui.accounts import administrator


@pytest.fixture
def sending(qtbot: QtBot, client: Client, database: Database) -> Sending:
    with database.write("ann") as tx:
        host = resident(tx)
        entry(tx, host.id, "Ada Lind", license_plate="AB-1")
        entry(tx, host.id, "Bo Roth", subject="=cmd()")
        entry(tx, host.id, "Cy Soon", expected_at=tx.now + timedelta(hours=1))
    window = QWidget()
    qtbot.addWidget(window)
    return Sending(client, window)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_rows_of_the_list_are_written_to_csv(
    qtbot: QtBot, sending: Sending, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"

    with qtbot.waitSignal(sending.said) as said:
        sending.write(View(standing=Standing.INSIDE), path)

    assert said.args == [f"2 entries are in {path}"]
    assert [row["visitorName"] for row in read(path)] == ["Bo Roth", "Ada Lind"]
    assert read(path)[0]["subject"] == "'=cmd()"


@pytest.mark.parametrize(("text", "found"), [("ab1", ["Ada Lind"]), ("okaf cy", ["Cy Soon"])])
def test_a_search_is_written_as_it_is_shown(
    qtbot: QtBot, sending: Sending, tmp_path: Path, text: str, found: list[str]
) -> None:
    path = tmp_path / "list.csv"

    with qtbot.waitSignal(sending.said):
        sending.write(View(text=text), path)

    assert [row["visitorName"] for row in read(path)] == found


@pytest.mark.long
def test_hundreds_of_lists_are_written_one_after_the_other(
    qtbot: QtBot, sending: Sending, tmp_path: Path
) -> None:
    for number in range(400):
        path = tmp_path / f"{number}.csv"

        with qtbot.waitSignal(sending.said):
            sending.write(View(text="ab1"), path)

        assert [row["visitorName"] for row in read(path)] == ["Ada Lind"]


def test_a_name_without_an_ending_gets_that_of_the_kind(
    qtbot: QtBot, sending: Sending, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = (str(tmp_path / "list"), "Excel file (*.xlsx)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: chosen)

    with qtbot.waitSignal(sending.said):
        sending.ask_file(View())

    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 4


def test_a_place_that_cannot_be_written_is_refused(
    qtbot: QtBot, sending: Sending, client: Client, tmp_path: Path
) -> None:
    with qtbot.waitSignal(client.refused):
        sending.write(View(), tmp_path / "missing" / "list.csv")


def test_stopping_leaves_no_file(client: Client, sending: Sending, tmp_path: Path) -> None:
    progress = Progress(lambda _done: None)
    progress.stop.set()

    assert client.ask(write, View(), tmp_path / "list.csv", progress) is None
    assert list(tmp_path.glob("list*")) == []


def test_without_a_printer_the_list_is_saved_as_pdf(
    qtbot: QtBot, sending: Sending, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))

    with qtbot.waitSignal(sending.said):
        sending.print(View(), "All")

    assert path.read_bytes().startswith(b"%PDF")


def test_who_takes_a_list_along_stands_in_the_journal(
    qtbot: QtBot,
    sending: Sending,
    client: Client,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "list.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    administrator(client)

    with qtbot.waitSignal(sending.said):
        sending.print(View(), "All")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    sending.ask_file(View())
    path = tmp_path / "list.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    with qtbot.waitSignal(sending.said):
        sending.ask_file(View())

    taken = [line.entry for line in client.ask(audit.page, Sought()) if not line.entry.id]
    assert [(each.kind, each.reason) for each in taken] == [
        ("visitor_entry", "exported"),
        ("visitor_entry", "printed"),
    ]
    assert {each.actor for each in taken} == {"Ada Lind #1"}
