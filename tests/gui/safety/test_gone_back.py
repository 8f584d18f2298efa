"""Having gone back to a copy: what is there then, and when nothing was changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desk import settings
from desk.domain.errors import Busy, DiskFull, NewerDatabase, ReadOnly, Unreachable
from desk.gui.copy_choice import CopyChoice
from desk.gui.going_back import GoingBackDialog
from desk.gui.main_window import MainWindow
from desk.gui.network import server
from desk.gui.network.attendance import Attendance
from desk.gui.network.standing import State
from desk.gui.opening import Failure
from desk.gui.safety.backups.part import BackupsPart
from desk.gui.safety.page import SafetyPage
from desk.running import SAMPLE, Running
from desk.services import people
from desk.settings import Settings
from desk.store import kept_copies
from desk.store.database import Database
from tests import build
from tests.conftest import Clock
from tests.gui.desks import Begin, beginning
from tests.gui.network_screen import free_port
from tests.gui.parts import dialog, part
from tests.gui.safety.going import go_back

PATIENCE_MS = 20_000


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    monkeypatch.delenv(settings.VARIABLE, raising=False)


@pytest.fixture
def begin(qapp: QApplication, window: MainWindow) -> Iterator[Begin]:
    with beginning(qapp, window) as begin:
        yield begin


@pytest.fixture
def copied(furnished_file: Path, tmp_path: Path) -> Path:
    """A database with Ann in it, a copy of that, and Bo, who came later."""
    file = tmp_path / "house.db"
    file.write_bytes(furnished_file.read_bytes())
    clock = Clock(datetime.now(UTC) - timedelta(hours=2))
    database = Database(settings.address(str(file)), clock=clock)
    with database.write("ann") as tx:
        build.resident(tx, "Ann")
    kept_copies.keep(database)
    clock.advance(timedelta(minutes=30))
    with database.write("ann") as tx:
        build.resident(tx, "Bo")
    database.close()
    return file


def shown_page(qtbot: QtBot, window: MainWindow) -> BackupsPart:
    """The tab of the copies, as soon as there is a desk."""
    qtbot.waitUntil(lambda: bool(window.stack.shown), timeout=PATIENCE_MS)
    window.stack.turn_to("page.safety")
    page = window.stack.current
    assert isinstance(page, SafetyPage)
    assert isinstance(page.part, BackupsPart)
    return page.part


def known(running: Running) -> int:
    """How many people the open desk knows."""
    assert running.opened is not None
    with running.opened.database.read() as tx:
        return people.count(tx)


def said(window: MainWindow) -> str:
    return part(window, QLabel, "bar.text").text()


def test_the_desk_comes_back_as_it_was_and_what_was_there_is_kept(
    qtbot: QtBot, window: MainWindow, begin: Begin, copied: Path
) -> None:
    running = begin(settings.address(str(copied)))
    backups = shown_page(qtbot, window)
    assert known(running) == 2

    go_back(backups).go.click()

    qtbot.waitUntil(lambda: "as it was" in said(window), timeout=PATIENCE_MS)
    kept = copied.with_name("house.db.replaced-1")
    assert said(window).endswith(f"What stood there before is kept as {kept}.")
    assert known(running) == 1
    shown_page(qtbot, window)
    assert kept_copies.contents(kept).people == 2
    assert [kept_copies.contents(each.path).people for each in kept_copies.listed(copied)] == [2, 1]


def test_it_is_possible_to_go_forward_again(
    qtbot: QtBot, window: MainWindow, begin: Begin, copied: Path
) -> None:
    running = begin(settings.address(str(copied)))
    go_back(shown_page(qtbot, window)).go.click()
    qtbot.waitUntil(lambda: "as it was" in said(window), timeout=PATIENCE_MS)

    running.controls.bar.clear()
    go_back(shown_page(qtbot, window)).go.click()  # The latest is chosen: of before going back.

    qtbot.waitUntil(lambda: "replaced-2" in said(window), timeout=PATIENCE_MS)
    assert known(running) == 2


def test_while_another_program_has_the_file_open_nothing_is_changed(
    qtbot: QtBot, window: MainWindow, begin: Begin, copied: Path
) -> None:
    running = begin(settings.address(str(copied)))
    backups = shown_page(qtbot, window)
    other = Database(settings.address(str(copied)))
    with other.read() as tx:
        people.count(tx)

    go_back(backups).go.click()

    qtbot.waitUntil(lambda: "has" in said(window) and "open" in said(window), timeout=PATIENCE_MS)
    assert said(window).startswith("Nothing was changed, because a server or another program has")
    assert "stop it first" in said(window)
    assert known(running) == 2
    assert not list(copied.parent.glob("*.replaced-*"))
    other.close()


def test_while_this_window_serves_other_machines_it_is_refused(
    qtbot: QtBot, window: MainWindow, begin: Begin, copied: Path
) -> None:
    settings.save(Settings(network=True, network_port=free_port(), network_on_close="ends"))
    running = begin(settings.address(str(copied)))
    backups = shown_page(qtbot, window)
    qtbot.waitUntil(lambda: window.findChild(Attendance) is not None, timeout=PATIENCE_MS)
    serving = server.of(backups.client)
    qtbot.waitUntil(lambda: serving.state is State.ON, timeout=60_000)

    go_back(backups).go.click()

    qtbot.waitUntil(lambda: "switch the server off" in said(window), timeout=PATIENCE_MS)
    assert serving.state is State.ON
    assert known(running) == 2


def test_sample_data_stays_as_it_is(qtbot: QtBot, window: MainWindow, begin: Begin) -> None:
    running = begin(SAMPLE)
    backups = shown_page(qtbot, window)
    before = running.opened
    backups.acts.back_up()
    qtbot.waitUntil(lambda: len(backups.list.model.rows) == 1, timeout=PATIENCE_MS)

    go_back(backups).go.click()

    qtbot.waitUntil(lambda: "Sample data" in said(window), timeout=PATIENCE_MS)
    assert running.opened is before


def test_a_damaged_database_offers_its_copies(
    qtbot: QtBot, window: MainWindow, begin: Begin, copied: Path
) -> None:
    damaged = b"This is not what it was."
    copied.write_bytes(damaged)
    running = begin(settings.address(str(copied)))
    qtbot.waitUntil(lambda: bool(window.findChildren(Failure)), timeout=PATIENCE_MS)
    offered = part(window, QLabel, "failure.copies").text()
    assert offered.startswith("There are copies of the database as it was before (1); the last is")

    part(window, QPushButton, "failure.back").click()
    dialog(window, CopyChoice).accept()
    asking = dialog(window, GoingBackDialog)
    assert asking.lost.text() == "Everything that was done since then is lost."
    assert asking.kept.text().endswith(f"house.db.replaced-1 in {copied.parent}.")
    asking.go.click()

    qtbot.waitUntil(lambda: "as it was" in said(window), timeout=PATIENCE_MS)
    assert known(running) == 1
    assert copied.with_name("house.db.replaced-1").read_bytes() == damaged


def test_a_database_that_is_gone_offers_its_copies(
    qtbot: QtBot, window: MainWindow, begin: Begin, copied: Path
) -> None:
    copied.unlink()
    running = begin(settings.address(str(copied)))
    qtbot.waitUntil(lambda: bool(window.findChildren(Failure)), timeout=PATIENCE_MS)

    part(window, QPushButton, "failure.back").click()
    dialog(window, CopyChoice).accept()
    asking = dialog(window, GoingBackDialog)
    assert asking.kept.text() == "Nothing is there now that would have to be kept."
    asking.go.click()

    qtbot.waitUntil(lambda: "as it was" in said(window), timeout=PATIENCE_MS)
    assert "is kept as" not in said(window)
    assert known(running) == 1


def test_a_copy_that_turns_out_to_be_damaged_too_is_told_and_another_can_be_taken(
    qtbot: QtBot, window: MainWindow, begin: Begin, copied: Path
) -> None:
    copied.write_bytes(b"This is not what it was.")
    [copy] = kept_copies.listed(copied)
    copy.path.write_bytes(b"Neither is this.")
    begin(settings.address(str(copied)))
    qtbot.waitUntil(lambda: bool(window.findChildren(Failure)), timeout=PATIENCE_MS)

    part(window, QPushButton, "failure.back").click()
    dialog(window, CopyChoice).accept()
    dialog(window, GoingBackDialog).go.click()

    def told_of_the_copy() -> bool:
        current = window.stack.currentWidget()
        return isinstance(current, Failure) and copy.path.name in current.text.text()

    qtbot.waitUntil(told_of_the_copy, timeout=PATIENCE_MS)
    assert copied.read_bytes() == b"This is not what it was."
    assert part(window, QPushButton, "failure.back").isVisible()


@pytest.mark.parametrize("trouble", [Busy, DiskFull, NewerDatabase, ReadOnly, Unreachable])
def test_other_trouble_is_not_mended_by_going_back(
    qtbot: QtBot, window: MainWindow, begin: Begin, copied: Path, trouble: type[Busy]
) -> None:
    running = begin(settings.address(str(copied)))
    shown_page(qtbot, window)

    running.fail(trouble(str(copied)))

    assert isinstance(window.stack.currentWidget(), Failure)
    assert not window.findChildren(QPushButton, "failure.back")


def test_without_copies_none_are_offered(
    qtbot: QtBot, window: MainWindow, begin: Begin, tmp_path: Path
) -> None:
    (tmp_path / "house.db").write_text("no database")
    begin(settings.address(str(tmp_path / "house.db")))

    qtbot.waitUntil(lambda: bool(window.findChildren(Failure)), timeout=PATIENCE_MS)
    assert not window.findChildren(QPushButton, "failure.back")
