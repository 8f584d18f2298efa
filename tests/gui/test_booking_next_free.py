"""The next free times: what is listed while a wish is typed, and that nothing is guessed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk.domain.appointment import Details
from desk.gui.booking.next_free import NextFreeDialog
from desk.gui.client import Client
from desk.services import appointments
from desk.store.database import Database
from tests.build import span
from tests.conftest import at
from tests.gui.booking_screen import house


@pytest.fixture
def asked(qtbot: QtBot, database: Database, client: Client) -> NextFreeDialog:
    house(database)
    made = NextFreeDialog(client)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.open()
    return made


def test_every_free_time_of_everybody_is_listed_before_anything_is_typed(
    asked: NextFreeDialog,
) -> None:
    assert [free.span.start for free in asked.list.shown[:3]] == [at(9), at(9), at(9, 15)]
    assert asked.list.marked == asked.list.shown[0]
    assert "smith 30" in asked.understood.meaning.text()


def test_what_was_understood_is_said_while_it_is_typed(qtbot: QtBot, asked: NextFreeDialog) -> None:
    qtbot.keyClicks(asked.line, "smith thu pm 30")

    assert asked.understood.meaning.text() == "Dr. Ann Smith · 30 min · Thu 7 Feb · afternoon"
    assert asked.line.accessibleDescription() == asked.understood.spoken


def test_nothing_is_looked_for_until_every_word_is_understood(
    qtbot: QtBot, asked: NextFreeDialog
) -> None:
    qtbot.keyClicks(asked.line, "smiht 30")

    assert asked.understood.fault.text() == "Not understood: “smiht”"
    assert asked.list.shown == []
    assert not asked.button.isEnabled()


def test_a_day_without_anything_free_is_followed_by_what_comes_next(
    qtbot: QtBot, asked: NextFreeDialog
) -> None:
    qtbot.keyClicks(asked.line, "smith sat")

    assert asked.later.isVisible()
    assert asked.list.shown[0].span.start == at(9, day=7)


def test_the_arrows_mark_another_time_while_the_keyboard_stays_in_the_line(
    qtbot: QtBot, asked: NextFreeDialog
) -> None:
    qtbot.keyClicks(asked.line, "smith")
    with qtbot.waitSignal(asked.chosen) as taken:
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return):
            qtbot.keyClick(asked.line, key)

    assert taken.args[0].span == span(9, 30)


def test_what_another_desk_takes_goes_from_the_list_and_the_mark_stays(
    asked: NextFreeDialog, database: Database
) -> None:
    asked.line.setText("smith")
    asked.list.selectRow(2)
    before = asked.list.marked

    with database.write("ben") as tx:
        appointments.book(tx, 1, span(9), Details(title="Rival"))

    assert asked.list.shown[0].span == span(9, 30)
    assert asked.list.marked == before
