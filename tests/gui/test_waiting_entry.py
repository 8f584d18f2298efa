"""Letting somebody wait: who, for what, and what is said when that is refused."""

from __future__ import annotations

import datetime as dt
from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desk.gui.booking.next_free import NextFreeDialog
from desk.gui.controls import Controls
from desk.gui.waiting.entry_dialog import EntryDialog
from desk.gui.waiting.page import WaitingPage
from desk.services import people, waiting_rules
from desk.store.database import Database
from tests import build
from tests.gui.parts import dialog, part
from tests.gui.waiting_screen import free_one, house, listed, names, on_screen, three


@pytest.fixture
def booked(database: Database) -> list[int]:
    return house(database)


@pytest.fixture
def page(database: Database, controls: Controls, booked: list[int]) -> WaitingPage:
    return on_screen(controls)


@pytest.fixture
def asked(page: WaitingPage) -> EntryDialog:
    """The dialog, as N opens it."""
    QTest.keyClick(page.table, Qt.Key.Key_N)
    return dialog(page, EntryDialog)


def fault(shown: EntryDialog, field: str) -> str:
    return part(shown, QWidget, f"waiting.entry.{field}").accessibleDescription()


def test_a_name_and_a_number_are_enough(
    page: WaitingPage, asked: EntryDialog, database: Database
) -> None:
    QTest.keyClicks(asked.fields.who, "Zoe Quinn")
    QTest.keyClicks(asked.fields.phone, "06 555 9")
    asked.accept()

    assert names(page) == ["Zoe Quinn"]
    entry = listed(database)["Zoe Quinn"].entry
    assert (entry.phone, entry.person_id, entry.party) == ("06 555 9", None, 1)


def test_every_wish_is_kept_and_read_back(
    page: WaitingPage, asked: EntryDialog, database: Database
) -> None:
    fields = asked.fields
    fields.who.setText("Zoe Quinn")
    fields.variation.setCurrentIndex(1)
    fields.dates.setText("tomorrow, fri")
    fields.part.parts.setCurrentIndex(2)
    fields.part.parts.activated.emit(2)
    fields.latest.setText("+2w")
    fields.show_notice(timedelta(hours=2))
    fields.note.setPlainText("Ring twice")
    asked.accept()

    entry = listed(database)["Zoe Quinn"].entry
    assert entry.variation_id is not None
    assert entry.dates == (dt.date(2030, 2, 5), dt.date(2030, 2, 8))
    assert (entry.since, entry.until) == (time(12), time(17))
    assert (entry.latest, entry.notice) == (dt.date(2030, 2, 18), timedelta(hours=2))
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    again = dialog(page, EntryDialog)
    assert again.windowTitle() == "Change what is waited for"
    assert waiting_rules.same_wish(entry, again.fields.joining(entry))
    assert again.fields.dates.dates() == entry.dates
    assert again.fields.part.parts.currentText() == "Afternoon"
    again.reject()


def test_an_entry_is_changed_and_keeps_its_place(page: WaitingPage, database: Database) -> None:
    three(database)
    page.table.selectRow(0)

    QTest.keyClick(page.table, Qt.Key.Key_Return)
    shown = dialog(page, EntryDialog)
    shown.fields.party.setValue(1)
    shown.fields.note.setPlainText("Mornings are best")
    shown.accept()

    assert names(page) == ["Ada Lind", "Bea Lind", "Cid Lind"]
    assert listed(database)["Ada Lind"].entry.note == "Mornings are best"


def test_somebody_unknown_is_written_down_with_the_entry_and_undone_with_it(
    page: WaitingPage, asked: EntryDialog, database: Database, controls: Controls
) -> None:
    QTest.keyClicks(asked.fields.who, "Zoe Quinn 06 555 9123")
    asked.fields.who.choose(asked.fields.who.offered[-1])
    asked.accept()

    with database.read() as tx:
        assert [each.phone for each in people.find(tx, "zoe")] == ["06 555 9123"]
    controls.perform("edit.undo")
    with database.read() as tx:
        assert people.find(tx, "zoe") == []
    assert names(page) == []


def test_whoever_waits_already_is_named_at_the_field(
    page: WaitingPage, database: Database, asked: EntryDialog
) -> None:
    three(database)
    asked.fields.who.setText("Ada L.")
    asked.fields.phone.setText("06 5551000")

    asked.accept()

    assert "Ada Lind" in fault(asked, "who")
    assert asked.isVisible()
    asked.saved()
    asked.reject()


def test_what_is_not_understood_is_said_at_its_field(asked: EntryDialog) -> None:
    asked.fields.dates.setText("someday")
    asked.fields.part.since.setText("soon")

    asked.accept()

    assert fault(asked, "dates") == "is not understood"
    assert asked.isVisible()
    asked.saved()
    asked.reject()


def test_nobody_at_all_cannot_wait(asked: EntryDialog) -> None:
    asked.accept()

    assert "must not be empty" in fault(asked, "who")
    asked.saved()
    asked.reject()


def test_something_free_is_offered_to_be_booked_instead(
    page: WaitingPage, asked: EntryDialog, database: Database, booked: list[int]
) -> None:
    free_one(database, booked[2])
    asked.fields.who.setText("Zoe Quinn")

    asked.accept()
    assert asked.instead.isVisible()
    asked.instead.click()

    assert not asked.isVisible()
    found = dialog(page, NextFreeDialog)
    assert found.list.shown[0].span.start.hour == 10
    found.reject()


def test_a_known_person_is_called_at_their_own_number(
    page: WaitingPage, asked: EntryDialog, database: Database
) -> None:
    with database.write("test") as tx:
        build.patient(tx, "Kim", "Sato", phone="06 77")
    QTest.keyClicks(asked.fields.who, "kim")
    QTest.keyClick(asked.fields.who, Qt.Key.Key_Return)
    asked.accept()

    assert listed(database)["Kim Sato"].entry.phone == "06 77"
