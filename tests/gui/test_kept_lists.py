"""Who is in the house and who is to come is at hand after a start without the server, too."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from desk.gui.kept_lists_dialog import KeptListsDialog
from desk.gui.main_window import MainWindow
from desk.gui.opening import Failure, Known
from desk.gui.printing import rolls
from desk.services import kept_lists, last_lists
from desk.services.last_lists import Lists
from desk.store.database import Database
from tests import build
from tests.conftest import Clock, at
from tests.gui.parts import part
from tests.gui.server_screen import PATIENCE_MS, at_the_server

WHERE = "postgresql://server/desk"


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


@pytest.fixture
def lists(database: Database) -> Lists:
    """Ada is inside, Bo is to come, and Milan has an appointment."""
    with database.write("test") as tx:
        host = build.resident(tx, unit="4 B").id
        build.entry(tx, host, "Ada Lind", people=2, companions=("Cy Dahl",), arrived_at=at(8))
        build.entry(tx, host, "Bo Berg", expected_at=at(14))
        provider = build.resource(tx)
        build.appointment(tx, None, build.span(11), "Milan Novak", resource_id=provider.id)
    return last_lists.of(database)


def test_the_lists_are_there_again_as_they_were(lists: Lists) -> None:
    kept_lists.keep(WHERE, lists)

    assert kept_lists.found(WHERE) == lists
    assert kept_lists.found("postgresql://server/other") is None


def test_nobody_else_may_read_them(lists: Lists, cache: Path) -> None:
    kept_lists.keep(WHERE, lists)

    [file] = cache.rglob("*.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_cannot_be_read_is_as_if_it_were_not_there(lists: Lists, cache: Path) -> None:
    kept_lists.keep(WHERE, lists)
    [file] = cache.rglob("*.json")
    file.write_text("{}")

    assert kept_lists.found(WHERE) is None


def test_they_go_when_the_database_is_left_for_another(lists: Lists) -> None:
    kept_lists.keep(WHERE, lists)
    kept_lists.keep("postgresql://server/other", lists)

    kept_lists.forget_others("postgresql://server/other")

    assert kept_lists.found(WHERE) is None
    assert kept_lists.found("postgresql://server/other") == lists


def test_a_desk_on_a_server_keeps_them_by_itself(
    qtbot: QtBot,
    window: MainWindow,
    clock: Clock,
    tmp_path: Path,
    new_server_database: Callable[[str], str],
) -> None:
    address = new_server_database("furnished")
    with at_the_server(qtbot, window, address, clock, tmp_path) as desk:
        where = desk.client.where
        qtbot.waitUntil(lambda: kept_lists.found(where) is not None, timeout=PATIENCE_MS)

        kept = kept_lists.found(where)

    assert kept is not None
    assert (kept.house, kept.roll.made_at) == ("Main entrance", clock.now)


def test_a_start_without_the_server_offers_them_with_their_age(qtbot: QtBot, lists: Lists) -> None:
    failure = Failure("The server cannot be reached.", None, Known(lists, at(9, 7)))
    qtbot.addWidget(failure)
    failure.show()

    part(failure, QPushButton, "failure.lists").click()

    dialog = part(failure, KeptListsDialog)
    assert dialog.age.said == (
        "Main entrance as it was 10:00, 7 min ago. Nothing can be changed here."
    )
    assert dialog.lines(0) == [("Ada Lind", "2", "Grace Okafor", "4 B", "09:00")]
    assert dialog.lines(1) == [("15:00", "Bo Berg", "Grace Okafor", "1")]
    assert dialog.lines(2) == [("12:00", "Milan Novak", "Dr. Eva Rossi")]


def test_where_nothing_is_known_nothing_is_offered(qtbot: QtBot) -> None:
    failure = Failure("The server cannot be reached.")
    qtbot.addWidget(failure)

    assert failure.findChild(QPushButton, "failure.lists") is None


def test_the_key_of_the_emergency_list_prints_the_last_known_one_with_its_age(
    qtbot: QtBot, lists: Lists, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failure = Failure("The server cannot be reached.", None, Known(lists, at(9, 7)))
    qtbot.addWidget(failure)
    with qtbot.waitActive(failure):
        failure.show()
    file = tmp_path / "list.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))

    qtbot.keySequence(failure, QKeySequence("F12"))

    dialog = part(failure, KeptListsDialog)
    assert file.read_bytes().startswith(b"%PDF")
    assert str(file) in dialog.told.said
    file.unlink()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keySequence(dialog, QKeySequence("F12"))
    assert file.exists()


def test_on_paper_it_says_how_old_it_is_and_who_was_there(lists: Lists) -> None:
    said = rolls.last_known(lists.roll, lists.house, ZoneInfo(lists.zone), at(9, 7))

    assert said.made == "as of 10:00, Mon 4 Feb 2030, 7 min old"
    assert (said.site, said.people) == ("Main entrance", "2 people inside")
    [row] = said.groups[0].rows
    assert (row.name, row.companions, row.host, row.safe) == (
        "Ada Lind",
        "Cy Dahl",
        "Grace Okafor",
        False,
    )
