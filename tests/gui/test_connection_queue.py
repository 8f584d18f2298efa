"""Who comes and goes while there is no server is queued, and written down when it is back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desk.domain.privacy import Gone
from desk.domain.queued import Deed, Queued
from desk.domain.visitor import Standing, VisitorEntry
from desk.gui.later_dialogs import CheckInLater, CheckOutLater, QueueDialog
from desk.gui.main_window import MainWindow
from desk.gui.visitors.counter import Counter
from desk.services import kept_lists, this_computer, visitor_log, visitors
from tests import build
from tests.conftest import Clock, at
from tests.faults.cables import AtCommit
from tests.gui.parts import part
from tests.gui.server_screen import PATIENCE_MS, ServerDesk, at_the_server

pytestmark = pytest.mark.qt_no_exception_capture


@dataclass(frozen=True)
class Counted:
    """The desk, who is inside and who is expected."""

    desk: ServerDesk
    ada: VisitorEntry
    bo: VisitorEntry

    def now(self, entry: VisitorEntry) -> VisitorEntry:
        with self.desk.beside.read() as tx:
            return visitor_log.one(tx, entry.id)

    def wait_until_written(self) -> None:
        later = self.desk.connection.later
        self.desk.qtbot.waitUntil(lambda: not later.waiting, timeout=PATIENCE_MS)


@pytest.fixture
def counted(
    qtbot: QtBot,
    window: MainWindow,
    clock: Clock,
    tmp_path: Path,
    new_server_database: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Counted]:
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "data"))
    address = new_server_database("furnished")
    with at_the_server(qtbot, window, address, clock, tmp_path) as desk:
        with desk.beside.write("bob") as tx:
            host = build.resident(tx).id
            ada = build.entry(tx, host, "Ada Lind", arrived_at=at(8))
            bo = build.entry(tx, host, "Bo Berg", expected_at=at(10))
        lists = desk.connection.lists
        qtbot.waitUntil(
            lambda: lists.lists is not None and len(lists.lists.roll.present) == 1,
            timeout=PATIENCE_MS,
        )
        yield Counted(desk, ada, bo)


def test_a_check_out_is_queued_and_written_down_with_its_moment(
    counted: Counted, clock: Clock
) -> None:
    desk = counted.desk
    desk.pull()

    desk.controls.perform("visitor.check_out")
    dialog = part(desk.window, CheckOutLater)
    assert [party.name for party in dialog.model.rows] == ["Ada Lind"]
    desk.qtbot.waitUntil(dialog.filter.hasFocus, timeout=PATIENCE_MS)
    desk.qtbot.keyClick(dialog.filter, Qt.Key.Key_Return)

    assert "Queued: Check out Ada Lind." in desk.banner
    assert desk.controls.bar.text.text() == (
        "Check out Ada Lind is queued and is written down when the server is back."
    )
    went = clock.now
    clock.advance(timedelta(minutes=20))
    desk.cable.plug()
    counted.wait_until_written()
    assert counted.now(counted.ada).departed_at == went
    desk.qtbot.waitUntil(lambda: not desk.banner, timeout=PATIENCE_MS)


def test_a_check_in_is_queued_and_written_down(counted: Counted) -> None:
    desk = counted.desk
    desk.pull()

    desk.controls.perform("visitor.check_in")
    dialog = part(desk.window, CheckInLater)
    dialog.accept()
    assert dialog.isVisible()
    for field, text in (
        (dialog.visitor, "Cy Dahl"),
        (dialog.host, "Grace Okafor"),
        (dialog.subject, "Tea"),
    ):
        field.setText(text)
    dialog.accept()
    desk.cable.plug()
    counted.wait_until_written()

    with desk.beside.read() as tx:
        assert {entry.visitor for entry in visitors.inside(tx)} == {"Ada Lind", "Cy Dahl"}


def test_chosen_parties_come_and_go_from_the_lists_as_ever(counted: Counted) -> None:
    desk = counted.desk
    counter = Counter(desk.client, desk.window)
    desk.pull()

    counter.admit([counted.bo])
    counter.depart([counted.ada])
    desk.cable.plug()
    counted.wait_until_written()

    assert counted.now(counted.bo).standing is Standing.INSIDE
    assert counted.now(counted.ada).standing is Standing.LEFT


def test_what_a_colleague_did_first_is_said_and_kept_until_it_is_settled(
    counted: Counted,
) -> None:
    desk = counted.desk
    desk.pull()
    desk.client.queue(Deed.CHECK_OUT, "Ada Lind", entry_id=counted.ada.id)
    with desk.beside.write("bob") as tx:
        visitors.depart(tx, [counted.ada.id])

    desk.cable.plug()

    said = "Could not be written down: Check out Ada Lind."
    desk.qtbot.waitUntil(lambda: desk.banner == said, timeout=PATIENCE_MS)
    part(desk.window, QPushButton, "connection.queue").click()
    dialog = part(desk.window, QueueDialog)
    assert dialog.model.rows[0].deed.refused.startswith("Ada Lind is not inside.")
    dialog.settled.click()
    assert desk.banner == ""
    assert this_computer.queue(desk.client.where).all() == []


def test_what_is_queued_outlives_the_program(counted: Counted) -> None:
    desk = counted.desk
    desk.pull()
    desk.client.queue(Deed.CHECK_OUT, "Ada Lind", entry_id=counted.ada.id)

    desk.controls.leave()
    assert [each.visitor for each in this_computer.queue(desk.client.where).all()] == ["Ada Lind"]
    desk.cable.plug()
    desk.qtbot.waitUntil(lambda: desk.client.lost_at is None, timeout=PATIENCE_MS)
    desk.controls.open(desk.client, "Main entrance")

    counted.wait_until_written()
    assert counted.now(counted.ada).standing is Standing.LEFT


@pytest.mark.parametrize("cut", [AtCommit.BEFORE, AtCommit.AFTER])
def test_a_cut_while_it_is_written_down_writes_it_once(counted: Counted, cut: AtCommit) -> None:
    desk = counted.desk
    desk.pull()
    desk.client.queue(Deed.CHECK_IN, "Cy Dahl", host="Grace Okafor", subject="Tea")

    desk.cable.at_commit = cut
    desk.cable.plug()
    counted.wait_until_written()

    assert desk.cable.committed.is_set()
    with desk.beside.read() as tx:
        inside = [entry.visitor for entry in visitors.inside(tx)]
    assert sorted(inside) == ["Ada Lind", "Cy Dahl"]


def test_what_was_erased_is_queued_no_more(counted: Counted) -> None:
    desk = counted.desk
    later, queue = desk.connection.later, this_computer.queue(desk.client.where)
    left = Queued(
        key="1",
        deed=Deed.CHECK_OUT,
        at=at(9),
        actor="ann",
        visitor="Bo Berg",
        entry_id=counted.bo.id,
        refused="Somebody has to see to it.",
    )
    about_ada = replace(left, key="2", visitor="Ada Lind", entry_id=counted.ada.id)
    to_ada = replace(left, key="3", deed=Deed.CHECK_IN, entry_id=None, host="Ada Lind")
    deeds = [left, about_ada, to_ada]
    for deed in deeds:
        queue.keep(deed)

    ids = {"visitor_entry": frozenset({counted.ada.id})}
    desk.client.erased.emit(Gone(ids=ids, names=frozenset({"ada lind"})))

    assert later.waiting == queue.all() == [left]


def test_the_last_lists_are_kept_anew_as_soon_as_something_was_erased(counted: Counted) -> None:
    desk = counted.desk

    def kept() -> list[str]:
        found = kept_lists.found(desk.client.where)
        return [each.name for each in found.roll.present] if found else []

    assert kept() == []  # They were kept when the window began, less than a minute ago.

    desk.client.erased.emit(Gone(ids={}))

    desk.qtbot.waitUntil(lambda: kept() == ["Ada Lind"], timeout=PATIENCE_MS)
