"""Single slots: opened and withdrawn many at once, with what came of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.appointment import Details
from desk.domain.availability import Pattern
from desk.domain.open_time import NewSlot
from desk.domain.scope import Scope
from desk.gui.controls import Controls
from desk.gui.slots.hours_dialog import HoursDialog
from desk.gui.slots.page import SINGLES, SlotsPage
from desk.gui.slots.results_dialog import ResultsDialog
from desk.gui.slots.series_dialog import SeriesDialog
from desk.gui.slots.slot_dialog import SlotDialog
from desk.services import appointments, provider_slots
from desk.store.database import Database
from tests import build
from tests.gui import slots_screen
from tests.gui.parts import dialog
from tests.gui.slots_screen import fault, fill_in, on_screen, providers, stored, texts

DAY, TIME, BOOKED = 1, 2, 4


@pytest.fixture
def lee(database: Database) -> int:
    return providers(database)[0].id


@pytest.fixture
def page(lee: int, controls: Controls) -> SlotsPage:
    shown = on_screen(controls)
    shown.show_part(SINGLES)
    return shown


def single(database: Database, resource_id: int, hour: int, *, day: int = 1) -> int:
    """A slot of half an hour that stands by itself, on the Tuesday or another day."""
    with database.write("ann") as tx:
        span = build.span(hour, day=day)
        return build.availability(tx, resource_id, span).id


def test_many_are_opened_at_once_and_what_was_open_is_told_row_by_row(
    qtbot: QtBot, database: Database, lee: int, page: SlotsPage
) -> None:
    single(database, lee, 8, day=8)  # nine on the clock of the house
    page.new()
    hours = dialog(page, HoursDialog)
    fill_in(qtbot, hours, "lee", "2", "2 times")
    hours.accept()

    shown = dialog(page, ResultsDialog)
    assert shown.summary.text() == "Opened: 3, not opened: 1"
    first = shown.model.rows[0]
    assert (first.what, first.done) == ("Tue 12 Feb 2030, 09:00 \u2013 09:30", False)
    assert "open already" in first.said
    shown.done(0)
    assert len(stored(database)) == 4
    assert len(texts(page.singles, TIME)) == 4


def test_one_undo_takes_all_of_them_back(
    qtbot: QtBot, database: Database, controls: Controls, page: SlotsPage
) -> None:
    page.new()
    hours = dialog(page, HoursDialog)
    fill_in(qtbot, hours, "lee", "24", "+2w")
    hours.accept()
    assert slots_screen.closed(page)
    assert len(stored(database)) == 8

    controls.perform("edit.undo")

    assert stored(database) == []


def test_undo_takes_nothing_back_that_somebody_is_booked_on(
    qtbot: QtBot, database: Database, controls: Controls, page: SlotsPage
) -> None:
    page.new()
    hours = dialog(page, HoursDialog)
    fill_in(qtbot, hours, "lee", "2", "2 times")
    hours.accept()
    with database.write("bo") as tx:
        first = stored(database)[0]
        appointments.book(tx, first.id, first.span, Details(title="Zoe"))

    controls.perform("edit.undo")

    assert len(stored(database)) == 4
    assert "Somebody else has changed this meanwhile" in controls.bar.text.text()


def test_single_slots_need_an_end(qtbot: QtBot, page: SlotsPage) -> None:
    page.new()
    hours = dialog(page, HoursDialog)
    fill_in(qtbot, hours, "lee", "2", "")

    hours.accept()

    assert "single slots need a last day" in fault(hours, "until")
    hours.done(0)


def test_skipping_leaves_out_what_is_closed_or_open_already(
    qtbot: QtBot, database: Database, lee: int, page: SlotsPage
) -> None:
    single(database, lee, 8)
    with database.write("ann") as tx:
        build.closure(tx, build.span(8, day=8, minutes=60), reason="Carnival")
    page.new()
    hours = dialog(page, HoursDialog)
    fill_in(qtbot, hours, "lee", "2", "2 times")
    assert (hours.preview.closed.text(), hours.preview.clashing.text()) == (
        "closed: 2",
        "clashing: 1",
    )
    notes = [hours.preview.model.index(row, 2).data() for row in range(4)]
    assert notes == ["clashes: open already", "", "closed: Carnival", "closed: Carnival"]

    hours.preview.skipping.setChecked(True)
    hours.accept()

    assert slots_screen.closed(page)
    assert [each.span for each in stored(database)] == [
        build.span(8, day=1),
        build.span(8, 30, day=1),
    ]


def test_what_somebody_is_booked_on_stays_and_is_told(
    database: Database, controls: Controls, lee: int, page: SlotsPage
) -> None:
    single(database, lee, 9)
    with database.write("ann") as tx:
        booked = build.availability(tx, lee, build.span(10, day=1))
        build.appointment(tx, booked, build.span(10, day=1))
    page.singles.table.selectAll()
    assert texts(page.singles, BOOKED) == ["free", "booked"]

    page.part.remove()

    shown = dialog(page, ResultsDialog)
    assert "Withdrawn: 1, kept: 1" in shown.summary.text()
    assert "stays: People are booked on it: 1" in shown.model.rows[0].said
    shown.done(0)
    assert [each.id for each in stored(database)] == [booked.id]

    controls.perform("edit.undo")
    assert len(stored(database)) == 2


def test_only_free_ones_and_only_some_dates_are_listed_when_asked_for(
    qtbot: QtBot, database: Database, lee: int, page: SlotsPage
) -> None:
    single(database, lee, 9, day=40)
    single(database, lee, 11)
    with database.write("ann") as tx:
        booked = build.availability(tx, lee, build.span(10, day=1), capacity=1)
        build.appointment(tx, booked, build.span(10, day=1))
    assert len(texts(page.singles, DAY)) == 2

    page.singles.only_free.setChecked(True)
    assert texts(page.singles, DAY) == ["Tue 5 Feb 2030"]

    page.singles.until.setText("+8w")
    qtbot.waitUntil(lambda: len(texts(page.singles, DAY)) == 2)

    page.singles.until.setText("yesterday")
    qtbot.waitUntil(lambda: "end before they begin" in page.singles.empty.sentence.text())


def test_one_slot_is_changed_without_the_others(
    database: Database, lee: int, page: SlotsPage
) -> None:
    single(database, lee, 9)
    single(database, lee, 11)
    page.part.edit()
    changing = dialog(page, SlotDialog)
    changing.times.show_times(*(build.span(12, day=1).start.time(), build.span(13).start.time()))

    changing.accept()
    assert fault(changing, "times") == ""
    assert "open already" in changing.notice.said

    changing.times.opens.setText("14:00")
    changing.times.closes.setText("14:45")
    changing.accept()

    assert [each.span for each in stored(database)] == [
        build.span(11, day=1),
        build.span(13, day=1, minutes=45),
    ]


def test_a_slot_of_a_series_asks_once_which_of_them_to_withdraw(
    database: Database, lee: int, page: SlotsPage
) -> None:
    with database.write("ann") as tx:
        provider_slots.add_slot(
            tx, NewSlot(resource_id=lee, span=build.span(9, day=1), pattern=Pattern.WEEKLY)
        )
    page.singles.table.selectRow(1)

    page.part.remove()
    asked = dialog(page, SeriesDialog)
    asked.choices[Scope.FOLLOWING].setChecked(True)
    asked.accept()

    assert [each.span for each in stored(database)] == [build.span(9, day=1)]


def test_what_is_listed_is_written_to_a_file(
    database: Database, lee: int, page: SlotsPage, tmp_path: Path
) -> None:
    single(database, lee, 9)

    page.sending.write(page.part, tmp_path / "slots.csv")

    head, row = (tmp_path / "slots.csv").read_text("utf-8-sig").splitlines()
    assert head.split(",")[:3] == ["provider", "start_time", "end_time"]
    assert row.startswith("Dr Lee,2030-02-05T10:00")
