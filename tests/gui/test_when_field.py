"""A field for a time: what is typed, stepped or picked, and what it says that it means."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QWidget
from pytestqt.qtbot import QtBot

from desk.gui.naming import named
from desk.gui.when_field import DateField, Unclear, When, WhenField

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2030, 2, 4, 10, 0, tzinfo=ROME)
NOON = When(dt.date(2030, 2, 8), dt.time(12))


def field(qtbot: QtBot, kind: type[WhenField] = WhenField) -> WhenField:
    made = named(kind(lambda: NOW), "when", "When")
    qtbot.addWidget(made)
    qtbot.addWidget(made.meaning)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_what_is_typed_stays_and_its_meaning_is_said_beside_it(qtbot: QtBot) -> None:
    when = field(qtbot)

    QTest.keyClicks(when, "fri 12")

    assert when.text() == "fri 12"
    assert when.meaning.text() == "Fri 8 Feb 2030 12:00"
    assert when.accessibleDescription() == when.meaning.text()
    assert when.when() == NOON


def test_a_date_without_a_time_stays_without_one(qtbot: QtBot) -> None:
    when = field(qtbot)

    when.setText("fri")

    assert when.when() == When(dt.date(2030, 2, 8))
    assert when.meaning.text() == "Fri 8 Feb 2030"


def test_what_has_no_meaning_says_what_to_write_instead(qtbot: QtBot) -> None:
    when = field(qtbot)

    when.setText("soonish")

    assert "today 14:30" in when.meaning.text()
    with pytest.raises(Unclear):
        when.when()


def test_what_is_shown_reads_back_as_the_same(qtbot: QtBot) -> None:
    when = field(qtbot)

    when.show_when(NOON)

    assert when.when() == NOON


@pytest.mark.parametrize(
    ("key", "written"),
    [
        (Qt.Key.Key_Up, "Fri 8 Feb 2030 12:15"),
        (Qt.Key.Key_Down, "Fri 8 Feb 2030 11:45"),
        (Qt.Key.Key_PageUp, "Sat 9 Feb 2030 12:00"),
        (Qt.Key.Key_PageDown, "Thu 7 Feb 2030 12:00"),
    ],
)
def test_arrows_step_what_is_written(qtbot: QtBot, key: Qt.Key, written: str) -> None:
    when = field(qtbot)
    when.show_when(NOON)

    QTest.keyClick(when, key)

    assert when.text() == written


def test_stepping_an_empty_field_begins_with_now(qtbot: QtBot) -> None:
    when = field(qtbot)

    QTest.keyClick(when, Qt.Key.Key_Up)

    assert when.text() == "Mon 4 Feb 2030 10:15"


def test_a_date_picked_from_the_calendar_keeps_the_time(qtbot: QtBot) -> None:
    when = field(qtbot)
    when.setText("today 14:30")

    QTest.keyClick(when, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = when.findChild(QCalendarWidget)
    assert calendar is not None
    assert calendar.accessibleName() == "Calendar"
    calendar.activated.emit(QDate(2030, 3, 1))

    assert when.text() == "Fri 1 Mar 2030 14:30"
    assert not calendar.isVisible()


def test_a_date_field_takes_no_time(qtbot: QtBot) -> None:
    date = field(qtbot, DateField)
    assert isinstance(date, DateField)

    date.setText("today 14:30")
    with pytest.raises(Unclear):
        date.date()
    date.setText("tomorrow")
    QTest.keyClick(date, Qt.Key.Key_Up)

    assert date.date() == dt.date(2030, 2, 6)


def test_nothing_written_is_no_date(qtbot: QtBot) -> None:
    when = field(qtbot)

    assert when.when() is None
    assert isinstance(when, QWidget)
