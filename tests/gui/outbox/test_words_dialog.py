"""The words of messages: changed while one sees how they read, and put back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from desk.domain.message import Event
from desk.gui.client import Client
from desk.gui.outbox.words_dialog import WordsDialog
from desk.services import message_settings, message_text, site
from desk.store.database import Database

BOOKED, REMINDER = 0, 3


@pytest.fixture
def dialog(qtbot: QtBot, client: Client) -> WordsDialog:
    made = WordsDialog(client)
    qtbot.addWidget(made, before_close_func=lambda _: made.saved())
    with qtbot.waitActive(made):
        made.open()
        made.activateWindow()
    return made


def subject(database: Database, key: str, language: str = "en") -> str:
    with database.read() as tx:
        return message_text.words(tx, key, language, Event.CREATE).subject


def test_the_words_are_shown_as_somebody_will_read_them(dialog: WordsDialog) -> None:
    assert dialog.subject.text() == "Your appointment on {{date data.startDate}}"
    reads = dialog.preview.toPlainText()
    assert "Dear Ada Lindberg," in reads
    assert "14 February 2030 at 10:30" in reads
    assert "As a text message:" in reads
    assert dialog.whose.text() == "The program's words"
    assert not dialog.reset.isEnabled()


def test_what_is_typed_is_read_at_once_and_kept_when_saved(
    qtbot: QtBot, database: Database, dialog: WordsDialog
) -> None:
    dialog.subject.setText("See you, {{user.firstName}}")
    qtbot.waitUntil(lambda: "See you, Ada" in dialog.preview.toPlainText())
    assert dialog.edited()

    dialog.accept()

    assert dialog.isVisible()
    assert not dialog.edited()
    assert subject(database, "appointment-booked") == "See you, {{user.firstName}}"
    assert dialog.whose.text() == "The house's own words"


def test_a_mark_that_is_not_understood_is_named_and_not_saved(
    qtbot: QtBot, database: Database, dialog: WordsDialog
) -> None:
    dialog.short.setFocus()
    dialog.subject.setText("See you, {{user.nickname}}")
    qtbot.waitUntil(lambda: "nickname" in dialog.subject.accessibleDescription())
    assert dialog.focusWidget() is dialog.short

    dialog.accept()

    assert "nickname" not in subject(database, "appointment-booked")
    assert dialog.edited()


def test_the_original_words_are_put_back(database: Database, dialog: WordsDialog) -> None:
    before = subject(database, "appointment-booked")
    dialog.subject.setText("Other words")
    dialog.accept()

    dialog.reset.click()

    assert subject(database, "appointment-booked") == before
    assert dialog.subject.text() == before
    assert not dialog.reset.isEnabled()


def test_another_language_has_words_of_its_own(database: Database, dialog: WordsDialog) -> None:
    dialog.language.setCurrentIndex(dialog.language.findData("de"))
    assert dialog.subject.text().startswith("Ihr Termin")
    assert "14. Februar 2030" in dialog.preview.toPlainText()

    dialog.subject.setText("Bis bald")
    dialog.accept()

    assert subject(database, "appointment-booked", "de") == "Bis bald"
    assert subject(database, "appointment-booked") != "Bis bald"


@pytest.mark.parametrize(("verb", "row", "typed"), [("Keep", BOOKED, True), ("Throw", 3, False)])
def test_going_to_another_template_asks_about_what_was_typed(
    qtbot: QtBot, dialog: WordsDialog, verb: str, row: int, typed: bool
) -> None:
    dialog.text.setPlainText("Typed and not saved")

    def answer() -> None:
        box = dialog.findChild(QMessageBox)
        assert box is not None
        next(each for each in box.buttons() if each.text().startswith(verb)).click()

    qtbot.waitUntil(dialog.edited)
    QTimer.singleShot(0, dialog, answer)
    dialog.list.setCurrentRow(REMINDER)

    assert dialog.list.currentRow() == row
    assert (dialog.text.toPlainText() == "Typed and not saved") is typed


def test_a_mark_is_put_in_where_somebody_typed_last(dialog: WordsDialog) -> None:
    dialog.subject.setFocus()
    dialog.subject.setText("On ")
    dialog.marks.click()
    menu = dialog.findChild(QMenu, "outbox.words.menu")
    assert menu is not None

    next(each for each in menu.actions() if each.text() == "Date").trigger()

    assert dialog.subject.text() == "On {{date data.startDate}}"
    menu.close()


def test_the_house_s_language_comes_first(qtbot: QtBot, database: Database, client: Client) -> None:
    with database.write("test") as tx:
        site.choose(tx, message_settings.LANGUAGE.key, "it")

    made = WordsDialog(client)
    qtbot.addWidget(made)

    assert made.language.currentData() == "it"
