"""The tab of the copies: what is listed, what is said about them, and making one by hand."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desk import upkeep
from desk.domain.staff import Role
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.safety.backups.part import BackupsPart
from desk.gui.safety.page import SafetyPage
from desk.services import audit, house, staff
from desk.services.audit import Sought
from desk.store import driver, kept_copies, look
from desk.store.database import Database
from desk.store.revisions import HEAD
from tests import build
from tests.conftest import Clock, at
from tests.gui.accounts import account, administrator
from tests.gui.opener import opening

MADE, FILE, AGE, SIZE, PEOPLE = range(5)
HELD = slice(PEOPLE, PEOPLE + 4)


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], list[str]]:
    """Somebody chooses this file; gives back which names were offered."""

    def choose(file: Path) -> list[str]:
        offered: list[str] = []

        def ask(_window: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
            offered.append(name)
            return (str(file) if file.name else "", "")

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        return offered

    return choose


@pytest.fixture
def backups(page: SafetyPage) -> BackupsPart:
    shown = page.part
    assert isinstance(shown, BackupsPart)
    return shown


def lines(backups: BackupsPart) -> list[list[str]]:
    model = backups.list.model
    columns = range(model.columnCount())
    return [[model.index(row, at).data() for at in columns] for row in range(model.rowCount())]


def told(qtbot: QtBot, backups: BackupsPart, rows: int) -> list[list[str]]:
    """The lines when every copy has been read."""
    backups.refresh()
    qtbot.waitUntil(
        lambda: len(lines(backups)) == rows and all("…" not in line for line in lines(backups))
    )
    return lines(backups)


def test_before_there_is_a_copy_it_is_said_when_one_is_made(backups: BackupsPart) -> None:
    assert backups.list.empty.isVisible()
    assert backups.list.empty.sentence.text().startswith("No copy was made yet.")
    assert QApplication.focusWidget() is backups.list.empty.button
    assert not backups.made.isVisible()


@pytest.mark.parametrize("way", ["the button", "Ctrl+N", "the menu"])
def test_a_copy_is_made_at_once_and_listed(
    qtbot: QtBot, controls: Controls, backups: BackupsPart, file: Path, way: str
) -> None:
    ways: dict[str, Callable[[], object]] = {
        "the button": backups.list.empty.button.click,
        "Ctrl+N": lambda: qtbot.keySequence(backups, QKeySequence("Ctrl+N")),
        "the menu": controls.actions["backup.now"].trigger,
    }
    ways[way]()
    qtbot.waitUntil(lambda: "A copy" in controls.bar.text.text())

    [copy] = kept_copies.listed(file)
    assert controls.bar.text.text() == "A copy of Mon 4 Feb 10:00 was made."
    [line] = told(qtbot, backups, 1)
    assert line[MADE] == "Mon 4 Feb 10:00"
    assert line[FILE] == "2030-02-04T090000Z.db"
    assert line[SIZE] == f"{copy.size / 1000:.1f} kB"
    assert line[HELD] == ["1", "0", "0", "0"]


def test_the_latest_comes_first_and_each_says_what_it_holds(
    qtbot: QtBot, database: Database, clock: Clock, backups: BackupsPart
) -> None:
    upkeep.keep_copy(database)
    clock.advance(timedelta(days=1, hours=2))
    with database.write("ann") as tx:
        host = build.resident(tx, "Bo")
        build.entry(tx, host.id, "Ada Lind", arrived_at=at(8))
    upkeep.keep_copy(database)

    found = told(qtbot, backups, 2)

    assert [line[MADE] for line in found] == ["Tue 5 Feb 12:00", "Mon 4 Feb 10:00"]
    assert [line[AGE] for line in found] == ["0 min", "1 d 2 h"]
    assert [line[HELD] for line in found] == [["2", "1", "0", "0"], ["1", "0", "0", "0"]]


def test_one_that_was_written_anew_is_read_again(
    qtbot: QtBot, database: Database, file: Path, backups: BackupsPart
) -> None:
    upkeep.keep_copy(database)
    assert told(qtbot, backups, 1)[0][PEOPLE] == "1"
    [copy] = kept_copies.listed(file)
    with contextlib.closing(driver.module().connect(str(copy.path))) as raw, raw:
        raw.execute("DELETE FROM person")
    assert kept_copies.listed(file) == [copy]

    qtbot.waitUntil(lambda: told(qtbot, backups, 1)[0][PEOPLE] == "0")


def test_one_that_cannot_be_read_says_why(
    qtbot: QtBot, database: Database, file: Path, backups: BackupsPart
) -> None:
    upkeep.keep_copy(database)
    [copy] = kept_copies.listed(file)
    copy.path.write_bytes(b"This was a copy once.")

    [line] = told(qtbot, backups, 1)

    assert line[HELD] == ["not readable"] * 4
    why = backups.list.model.index(0, PEOPLE).data(Qt.ItemDataRole.ToolTipRole)
    assert "is not a database" in why


def test_the_head_says_when_the_last_was_made_and_when_the_next_is_due(
    database: Database, clock: Clock, backups: BackupsPart
) -> None:
    upkeep.keep_copy(database)
    backups.refresh()
    first = "The last copy was made on Mon 4 Feb 10:00, 0 min ago."
    unchanged = "Nothing has changed since; the next one is made when something does."
    assert backups.made.text() == f"{first} {unchanged}"

    clock.advance(timedelta(minutes=20))
    with database.write("ann") as tx:
        build.resident(tx, "Bo")
    backups.refresh()
    assert backups.made.text().endswith("20 min ago. The next one is made at 11:00.")

    clock.advance(timedelta(minutes=50))
    backups.refresh()
    assert backups.made.text().endswith("The next one is made within a minute.")


def test_the_folder_of_the_copies_is_named_and_opened(
    controls: Controls, database: Database, file: Path, backups: BackupsPart
) -> None:
    folder = kept_copies.folder(file)
    assert str(folder) in backups.place.text()

    with opening("file") as opened:
        controls.actions["backup.folder"].trigger()
        upkeep.keep_copy(database)
        controls.actions["backup.folder"].trigger()

    assert [each.toLocalFile() for each in opened] == [str(folder.parent), str(folder)]


def test_the_keyboard_goes_to_the_list_with_its_first_copy(
    qtbot: QtBot, backups: BackupsPart
) -> None:
    qtbot.keyClick(backups.list.empty.button, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: QApplication.focusWidget() is backups.list.table)


def test_a_copy_is_saved_wherever_one_chooses(
    qtbot: QtBot,
    controls: Controls,
    backups: BackupsPart,
    chosen: Callable[[Path], list[str]],
    tmp_path: Path,
) -> None:
    offered = chosen(tmp_path / "elsewhere.db")

    controls.actions["backup.copy"].trigger()

    qtbot.waitUntil(lambda: "is a copy" in controls.bar.text.text())
    assert look.at(tmp_path / "elsewhere.db") == HEAD
    assert offered == ["desk 2030-02-04.db"]
    assert controls.bar.text.text().startswith("elsewhere.db is a copy, checked and whole (")


def test_a_copy_is_taken_elsewhere_by_an_administrator_only_and_that_is_written_down(
    qtbot: QtBot,
    controls: Controls,
    backups: BackupsPart,
    client: Client,
    chosen: Callable[[Path], list[str]],
    tmp_path: Path,
) -> None:
    administrator(client)
    clerk = account(client, Role.DESK)
    offered = chosen(tmp_path / "elsewhere.db")
    client.sign_in(clerk)

    assert not backups.buttons["backup.copy"].isEnabled()
    backups.acts.save_as()

    assert offered == []
    assert "Desk may not take this out of the desk" in controls.bar.text.text()
    client.sign_in(client.ask(staff.get, 1))
    controls.perform("backup.copy")
    qtbot.waitUntil(lambda: "is a copy" in controls.bar.text.text())
    last = client.ask(audit.page, Sought())[0].entry
    assert (last.kind, last.reason, last.actor) == ("backup", "exported", "Ada Lind #1")


def test_a_copy_never_takes_the_place_of_the_database_itself(
    controls: Controls, backups: BackupsPart, chosen: Callable[[Path], list[str]], file: Path
) -> None:
    before = file.read_bytes()
    other = file.with_name("the same.db")
    other.hardlink_to(file)
    chosen(other)

    controls.actions["backup.copy"].trigger()

    assert "the same.db is the database itself" in controls.bar.text.text()
    assert file.read_bytes() == before


def test_nothing_is_done_when_nobody_chose_a_file(
    controls: Controls, backups: BackupsPart, chosen: Callable[[Path], list[str]]
) -> None:
    chosen(Path())

    controls.actions["backup.copy"].trigger()

    assert backups.doing.text() == ""


def test_a_sound_database_is_said_to_be_so(qtbot: QtBot, backups: BackupsPart) -> None:
    backups.buttons["backup.check"].click()

    assert backups.doing.text() == "Checking the database; work can go on meanwhile…"
    qtbot.waitUntil(lambda: bool(backups.verdict.said))
    assert backups.verdict.said == "Nothing is wrong with the database (checked at 10:00)."
    assert not backups.doing.isVisible()


def test_every_fault_that_is_found_is_counted(
    qtbot: QtBot, database: Database, controls: Controls, backups: BackupsPart
) -> None:
    with database.write("ann") as tx:
        for day in range(1, 6):
            build.day(tx, dt.date(2030, 3, day), places=10, occupied=4)
    with contextlib.closing(driver.module().connect(database.where)) as raw, raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("UPDATE day SET occupied = 11")

    controls.actions["backup.check"].trigger()

    qtbot.waitUntil(lambda: bool(backups.verdict.said))
    head, first, _, _, rest = backups.verdict.said.splitlines()
    assert head.startswith("The database has faults (checked at 10:00). Go back to the last")
    assert "constraint failed in day" in first
    assert rest.startswith("And more: ")


def test_a_copy_that_cannot_be_made_is_refused_in_words(
    qtbot: QtBot, controls: Controls, backups: BackupsPart, file: Path
) -> None:
    kept_copies.folder(file).write_text("in the way")

    controls.perform("backup.now")

    qtbot.waitUntil(lambda: "desk.db.copies" in controls.bar.text.text())


def test_on_a_server_a_copy_is_saved_and_the_rest_is_its_administrator_s_business(
    qtbot: QtBot,
    new_server_database: Callable[[str], str],
    chosen: Callable[[Path], list[str]],
    tmp_path: Path,
) -> None:
    database = house.opened(new_server_database("furnished"))
    with database.write("ann") as tx:
        build.resident(tx)
    shown = BackupsPart(Client(database, "ann"))
    qtbot.addWidget(shown)
    shown.show()
    chosen(tmp_path / "from the server.db")

    assert shown.server.isVisible()
    assert "whoever looks after that server" in shown.server.sentence.text()
    assert {name for name, button in shown.buttons.items() if button.isVisible()} == set(
        shown.commands()
    )

    shown.buttons["backup.check"].click()
    qtbot.waitUntil(lambda: bool(shown.verdict.said))
    assert shown.verdict.said.startswith("Nothing is wrong with the database")
    with qtbot.waitSignal(shown.said, timeout=20_000):
        shown.buttons["backup.copy"].click()
    assert kept_copies.contents(tmp_path / "from the server.db").people == 1
    shown.leave()
    database.close()


def test_a_check_says_how_far_it_is_and_can_be_called_off(
    qtbot: QtBot, controls: Controls, backups: BackupsPart
) -> None:
    def call_off() -> None:
        if backups.acts.checking is not None:
            backups.acts.checking.dialog.canceled.emit()

    backups.acts.busy.connect(call_off)
    controls.perform("backup.check")
    qtbot.waitUntil(lambda: "called off" in controls.bar.text.text())
    assert not backups.verdict.said
    assert backups.acts.checking is None

    backups.acts.busy.disconnect(call_off)
    told: list[int] = []

    def listen() -> None:
        if backups.acts.checking is not None:
            backups.acts.checking.told.connect(told.append)

    backups.acts.busy.connect(listen)
    controls.perform("backup.check")
    qtbot.waitUntil(lambda: bool(backups.verdict.said))

    assert backups.verdict.said.startswith("Nothing is wrong with the database")
    assert told[0] == 0
