"""The small fields of the page of slots: days of the week, times of day, ends, stretches."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.gui.client import Client
from desk.gui.clock_field import ClockField
from desk.gui.controls import Controls
from desk.gui.slots.end_field import End, EndField
from desk.gui.slots.hours_dialog import HoursDialog
from desk.gui.slots.times_row import TimesRow
from desk.gui.slots.until_field import UntilField
from desk.gui.slots.weekdays import Weekdays
from desk.gui.type_names import TypeField
from desk.gui.when_field import Unclear, When
from desk.store.database import Database
from tests import build
from tests.conftest import MONDAY, ZONE
from tests.gui.parts import dialog
from tests.gui.slots_screen import fill_in, on_screen, providers, stored, texts

NOW = datetime(2030, 2, 4, 10, tzinfo=ZoneInfo(ZONE))
TUESDAY, THURSDAY, SUNDAY = 1, 3, 6
TYPE = 6  # the column


def test_figures_put_days_of_the_week_down_and_up(qtbot: QtBot) -> None:
    days = Weekdays("days")
    qtbot.addWidget(days)

    QTest.keyClicks(days.buttons[0], "244")

    assert days.chosen() == {TUESDAY}


def test_arrows_go_from_day_to_day_and_around(qtbot: QtBot) -> None:
    days = Weekdays("days")
    qtbot.addWidget(days)
    with qtbot.waitExposed(days):
        days.show()
    days.setFocus()

    QTest.keyClick(days.buttons[0], Qt.Key.Key_Left)
    QTest.keyClick(days.buttons[SUNDAY], Qt.Key.Key_Space)

    assert days.chosen() == {SUNDAY}


def test_the_week_begins_where_the_user_s_week_does(qtbot: QtBot) -> None:
    QLocale.setDefault(QLocale("en_US"))
    days = Weekdays("days")
    qtbot.addWidget(days)

    QTest.keyClicks(days.buttons[days.order[0]], "1")

    assert days.order[0] == SUNDAY
    assert days.chosen() == {SUNDAY}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", dt.time(9)),
        ("0930", dt.time(9, 30)),
        ("14:05", dt.time(14, 5)),
        ("3pm", dt.time(15)),
        ("noon", dt.time(12)),
        ("24:00", dt.time()),
        ("", None),
    ],
)
def test_a_time_of_day_is_typed_in_quick_words(
    qtbot: QtBot, typed: str, meant: dt.time | None
) -> None:
    field = ClockField()
    qtbot.addWidget(field)
    field.setText(typed)

    assert field.clock() == meant


@pytest.mark.parametrize("typed", ["25", "tomorrow 9", "soon"])
def test_what_is_no_time_of_day_is_not_guessed(qtbot: QtBot, typed: str) -> None:
    field = ClockField()
    qtbot.addWidget(field)
    field.setText(typed)

    with pytest.raises(Unclear):
        field.clock()


def test_the_arrows_step_a_time_by_a_quarter(qtbot: QtBot) -> None:
    field = ClockField()
    qtbot.addWidget(field)
    field.setText("9")

    QTest.keyClick(field, Qt.Key.Key_Up)

    assert field.text() == "09:15"


def test_hours_that_end_before_they_begin_are_told_to_end_the_next_day(qtbot: QtBot) -> None:
    row = TimesRow("times")
    qtbot.addWidget(row)

    row.show_times(dt.time(22), dt.time(6))

    assert row.overnight.text() == "on the next day"


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("", End()),
        ("27 jun", End(date=dt.date(2030, 6, 27))),
        ("26x", End(times=26)),
        ("26 times", End(times=26)),
    ],
)
def test_an_end_is_a_date_a_number_of_times_or_never(qtbot: QtBot, typed: str, end: End) -> None:
    field = EndField(lambda: NOW)
    qtbot.addWidget(field)
    field.setText(typed)

    assert field.last() == end
    again = EndField(lambda: NOW)
    qtbot.addWidget(again)
    again.show_end(end)
    assert again.last() == end


@pytest.mark.parametrize("typed", ["0 times", "99999x", "26 slots"])
def test_an_end_that_means_nothing_is_refused(qtbot: QtBot, typed: str) -> None:
    field = EndField(lambda: NOW)
    qtbot.addWidget(field)
    field.setText(typed)

    with pytest.raises(Unclear):
        field.last()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("16:00", When(dt.date(2030, 2, 8), dt.time(16))),
        ("+3d", When(dt.date(2030, 2, 11))),
        ("tue", When(dt.date(2030, 2, 12))),
        ("tomorrow", When(dt.date(2030, 2, 5))),
    ],
)
def test_the_end_of_a_stretch_counts_from_its_beginning(
    qtbot: QtBot, typed: str, meant: When
) -> None:
    friday = When(MONDAY.date() + dt.timedelta(days=4), dt.time(14))
    field = UntilField(lambda: NOW, lambda: friday)
    qtbot.addWidget(field)
    field.setText(typed)

    assert field.when() == meant


def test_a_type_is_written_by_its_name_and_kept_by_its_code(
    qtbot: QtBot, database: Database, controls: Controls
) -> None:
    providers(database)
    with database.write("ann") as tx:
        build.appointment_type(tx, "flu", name="Flu vaccination")
    page = on_screen(controls)
    page.new()
    hours = dialog(page, HoursDialog)
    hours.fields.type.setText("flu VACCINATION")
    fill_in(qtbot, hours, "lee", "2", "2 times")
    hours.accept()

    (kept,) = stored(database)
    assert kept.appointment_type == "flu"
    assert texts(page.part, TYPE) == ["Flu vaccination"]
    page.part.edit()
    assert dialog(page, HoursDialog).fields.type.text() == "Flu vaccination"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Flu vaccination", "flu"), ("FLU", "flu"), (" flu ", "flu"), ("other", "other"), ("", None)],
)
def test_what_is_no_type_of_the_house_stays_as_typed(
    qtbot: QtBot, database: Database, client: Client, typed: str, code: str | None
) -> None:
    with database.write("ann") as tx:
        build.appointment_type(tx, "flu", name="Flu vaccination")
    line = TypeField(client)
    qtbot.addWidget(line)

    line.setText(typed)

    assert line.code() == code
