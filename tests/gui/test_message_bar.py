"""The message bar: how long things are said, and to whom."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desk.gui import message_bar
from desk.gui.message_bar import MessageBar, Tone


@pytest.fixture
def bar(qtbot: QtBot) -> MessageBar:
    made = MessageBar()
    qtbot.addWidget(made)
    made.resize(900, 40)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_at_rest_it_shows_the_main_keys(bar: MessageBar) -> None:
    assert bar.text.text() == ""
    assert "F3  Check in" in bar.hints.text()
    assert bar.hints.isVisible()


def test_undo_stays_offered_for_more_than_ten_seconds() -> None:
    assert message_bar.OFFERED_MS > 10_000


def test_a_confirmation_goes_away_by_itself(qtbot: QtBot, bar: MessageBar) -> None:
    bar.say("Check in Ada: saved", Tone.DONE, "edit.undo", "Undo")
    assert bar.fading

    bar.end.setInterval(1)

    qtbot.waitUntil(lambda: bar.text.text() == "")
    assert not bar.button.isVisible()


@pytest.mark.parametrize("tone", [Tone.REFUSED, Tone.WARNING])
def test_a_refusal_stays_until_somebody_has_read_it(bar: MessageBar, tone: Tone) -> None:
    bar.say("That day is full.", tone)

    assert not bar.fading
    bar.close_button.click()
    assert bar.text.text() == ""


def test_what_is_said_anew_takes_the_place_of_what_was_said(bar: MessageBar) -> None:
    bar.say("Check in Ada: saved", Tone.DONE, "edit.undo", "Undo")
    bar.say("Nobody is inside.")

    assert bar.text.text() == "Nobody is inside."
    assert not bar.button.isVisible()


def test_the_offer_says_its_key_and_gives_its_id(qtbot: QtBot, bar: MessageBar) -> None:
    bar.say("Check in Ada: saved", Tone.DONE, "edit.undo", "Undo")

    with qtbot.waitSignal(bar.chosen) as chosen:
        bar.button.click()

    assert bar.button.text() == "Undo (Ctrl+Z)"
    assert chosen.args == ["edit.undo"]


def test_a_click_in_the_bar_leaves_the_keyboard_where_it_is(qtbot: QtBot, bar: MessageBar) -> None:
    field = QLineEdit(bar)
    field.show()
    with qtbot.waitActive(bar):
        bar.activateWindow()
    field.setFocus()
    bar.say("Check in Ada: saved", Tone.DONE, "edit.undo", "Undo")

    qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)

    assert field.hasFocus()


def test_what_is_said_can_be_heard(bar: MessageBar) -> None:
    bar.say("That day is full.", Tone.REFUSED)

    found = QAccessible.queryAccessibleInterface(bar.text)

    assert found.text(QAccessible.Text.Name) == "That day is full."
