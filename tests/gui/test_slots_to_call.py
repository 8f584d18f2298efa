"""The work list of those whose time is gone: one key each, two desks at once."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.appointment import Details
from desk.domain.span import Span
from desk.gui.controls import Controls
from desk.gui.printing import paper
from desk.gui.slots import sending
from desk.gui.slots.page import CLOSURES, TO_CALL, SlotsPage
from desk.services import appointments, closures, flags
from desk.store.database import Database
from tests import build
from tests.conftest import at
from tests.gui.slots_screen import on_screen, providers, texts

PHONE, NAME, WAS, FIRST, SECOND, NOW = 0, 1, 3, 4, 5, 6


@pytest.fixture
def page(database: Database, controls: Controls) -> SlotsPage:
    """Dr Lee is away today, and three who were to come are to be called."""
    lee, moss = providers(database)
    with database.write("bo") as tx:
        opened = build.mornings(tx, lee.id)
        build.mornings(tx, moss.id)
        for number, name in enumerate(("Ada", "Bea", "Cid"), 1):
            guest = build.patient(tx, name, "Lind", phone=f"06 555 {number}")
            time = build.span(9, 30 * number)
            build.appointment(tx, opened, time, "", person_id=guest.id)
    with database.write("bo") as tx:
        closures.close(tx, Span(at(0), at(23)), lee.id, "Sick leave")
    shown = on_screen(controls)
    shown.work_list()
    return shown


def waiting(database: Database) -> list[str]:
    with database.read() as tx:
        return [each.name for each in flags.flagged(tx)]


def callers(database: Database) -> dict[str, str]:
    with database.read() as tx:
        return {call.appointment.name: call.caller for call in flags.calls(tx)}


def test_each_row_has_a_number_a_time_that_is_gone_and_two_to_offer(page: SlotsPage) -> None:
    assert page.part is page.to_call
    assert texts(page.to_call, PHONE)[0] == "06 555 1"
    assert texts(page.to_call, NAME) == ["Ada Lind", "Bea Lind", "Cid Lind"]
    assert texts(page.to_call, WAS)[0] == "Mon 4 Feb 10:30, Dr Lee"
    assert texts(page.to_call, FIRST)[0] == "Tue 5 Feb 10:00, Dr Lee"
    assert texts(page.to_call, SECOND)[0] == "Mon 4 Feb 10:00, Dr Moss"
    assert page.head.tabs.tabText(TO_CALL) == "To c&all (3)"


def test_whoever_the_keyboard_rests_on_is_being_called_by_this_desk(
    qtbot: QtBot, database: Database, page: SlotsPage
) -> None:
    qtbot.waitUntil(lambda: callers(database)["Ada Lind"] == "ann")

    QTest.keyClick(page.to_call.table, Qt.Key.Key_Down)

    qtbot.waitUntil(lambda: callers(database)["Bea Lind"] == "ann")
    assert callers(database)["Ada Lind"] == ""


def test_whom_another_desk_is_calling_is_marked_and_left_to_it(
    qtbot: QtBot, database: Database, page: SlotsPage
) -> None:
    qtbot.waitUntil(lambda: callers(database)["Ada Lind"] == "ann")
    page.to_call.claims.let_go()
    with database.write("bo") as tx:
        flags.claim_call(tx, flags.flagged(tx)[0].id)
    qtbot.waitUntil(lambda: texts(page.to_call, NOW)[0] == "bo is calling")

    page.to_call.begin()
    assert page.to_call.table.currentIndex().row() == 1

    page.to_call.table.selectRow(0)
    QTest.keyClick(page.to_call.table, Qt.Key.Key_Return)
    assert len(waiting(database)) == 3


def test_a_call_is_let_go_when_the_list_is_left(
    qtbot: QtBot, controls: Controls, database: Database, page: SlotsPage
) -> None:
    qtbot.waitUntil(lambda: callers(database)["Ada Lind"] == "ann")

    controls.perform("page.today")

    assert set(callers(database).values()) == {""}


def test_the_second_key_takes_the_other_time_and_undo_brings_it_back(
    database: Database, controls: Controls, page: SlotsPage
) -> None:
    QTest.keyClick(page.to_call.table, Qt.Key.Key_2)

    assert waiting(database) == ["Bea Lind", "Cid Lind"]
    with database.read() as tx:
        moved = appointments.one(tx, 1)
    assert (moved.resource_id, moved.span) == (2, build.span(9))

    controls.perform("edit.undo")
    assert waiting(database) == ["Ada Lind", "Bea Lind", "Cid Lind"]


def test_a_time_that_somebody_else_took_is_refused_and_others_are_offered(
    database: Database, controls: Controls, page: SlotsPage
) -> None:
    with database.write("bo") as tx:
        appointments.book(tx, 2, build.span(9), Details(title="Zoe"))

    assert texts(page.to_call, SECOND)[0] == "Mon 4 Feb 10:30, Dr Moss"


def test_one_is_cancelled_and_one_is_left_for_later(database: Database, page: SlotsPage) -> None:
    QTest.keyClick(page.to_call.table, Qt.Key.Key_S)
    assert texts(page.to_call, NAME) == ["Bea Lind", "Cid Lind", "Ada Lind"]

    QTest.keyClick(page.to_call.table, Qt.Key.Key_X)

    assert waiting(database) == ["Ada Lind", "Cid Lind"]


def test_the_buttons_do_what_the_keys_do(database: Database, page: SlotsPage) -> None:
    buttons = page.to_call.buttons.buttons.values()
    first, second, cancel, skip = buttons
    assert first.text() == "Move to Tue 5 Feb 10:00, Dr Lee  (1)"
    assert second.text() == "Move to Mon 4 Feb 10:00, Dr Moss  (2)"

    first.click()
    cancel.click()
    skip.click()

    assert waiting(database) == ["Cid Lind"]


def test_the_menu_follows_the_list_that_is_shown(controls: Controls, page: SlotsPage) -> None:
    assert controls.actions["list.print"].isEnabled()
    assert not controls.actions["list.new"].isEnabled()

    page.show_part(CLOSURES)

    assert not controls.actions["list.print"].isEnabled()
    assert controls.actions["list.new"].isEnabled()


def test_the_list_is_printed_and_written_to_a_file(page: SlotsPage, tmp_path: Path) -> None:
    rows = page.to_call.listed()

    lay_out = partial(sending.pages, page.client, rows)
    laid_out = lay_out(QSizeF(595, 842))
    done = paper.to_pdf(tmp_path / "calls.pdf", "To call", lay_out)
    page.sending.write(page.part, tmp_path / "calls.csv")

    assert len(laid_out.pages) == 1
    assert done
    assert "06 555 1,Ada Lind" in (tmp_path / "calls.csv").read_text("utf-8-sig")


def test_an_empty_work_list_says_that_nobody_has_to_be_called(
    database: Database, page: SlotsPage
) -> None:
    for _ in range(3):
        QTest.keyClick(page.to_call.table, Qt.Key.Key_Return)

    assert page.to_call.empty.sentence.text() == "Nobody has to be called."
    assert page.head.tabs.tabText(TO_CALL) == "To c&all"
