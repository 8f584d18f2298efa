"""The editor of open hours and the list of them."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.scope import Scope
from desk.gui.controls import Controls
from desk.gui.slots.hours_dialog import HoursDialog
from desk.gui.slots.page import SlotsPage
from desk.gui.slots.providers_dialog import ProvidersDialog
from desk.gui.slots.repetition import Every
from desk.gui.slots.scope_dialog import ScopeDialog
from desk.services import directory, flags
from desk.store.database import Database
from tests import build
from tests.conftest import at
from tests.gui import slots_screen
from tests.gui.parts import dialog
from tests.gui.slots_screen import fault, fill_in, on_screen, providers, stored, texts


@pytest.fixture
def page(database: Database, controls: Controls) -> SlotsPage:
    providers(database)
    return on_screen(controls)


def test_without_providers_the_empty_list_asks_for_some(
    database: Database, controls: Controls
) -> None:
    page = on_screen(controls)

    assert "no providers yet" in page.rules.empty.sentence.text()
    page.rules.empty.button.click()

    shown = dialog(page, ProvidersDialog)
    assert shown.empty.isVisible()
    shown.reject()


def test_without_hours_the_empty_list_opens_the_editor(page: SlotsPage) -> None:
    page.rules.empty.button.click()

    dialog(page, HoursDialog).done(0)


def test_hours_are_written_down_and_told_in_words(
    qtbot: QtBot, database: Database, page: SlotsPage
) -> None:
    page.new()
    hours = dialog(page, HoursDialog)
    fill_in(qtbot, hours, "moss", "24", "26 times")

    assert hours.preview.count.text() == "52 slots"
    assert hours.preview.rule.text().startswith("Every week on Tue and Thu, 09:00")
    hours.accept()

    assert slots_screen.closed(page)
    [kept] = stored(database)
    assert kept.rule == "FREQ=WEEKLY;BYDAY=TU,TH"
    assert kept.until is not None
    assert texts(page.rules, 0) == ["Dr Moss"]
    assert texts(page.rules, 1) == ["Every week on Tue and Thu"]
    assert texts(page.rules, 3) == ["30 min, 1 place"]
    assert texts(page.rules, 4) == ["Tue 5 Feb 2030"]
    assert texts(page.rules, 5) == ["Thu 2 May 2030"]


def test_what_does_not_make_sense_is_marked_at_its_field(page: SlotsPage) -> None:
    page.new()
    hours = dialog(page, HoursDialog)
    hours.fields.provider.setText("nobody")
    hours.fields.times.opens.setText("25")
    hours.fields.end.setText("sometime")

    hours.accept()

    assert fault(hours, "resource_id") == "must be somebody who is in the list"
    assert fault(hours, "until") == "is not understood"
    assert hours.fields.times.overnight.text() == "not understood"
    assert hours.fields.days.accessibleDescription() == "must be at least one"
    hours.done(0)


def test_a_zone_and_a_rule_that_do_not_exist_are_refused_before_saving(
    qtbot: QtBot, database: Database, page: SlotsPage
) -> None:
    page.new()
    hours = dialog(page, HoursDialog)
    fill_in(qtbot, hours, "moss", "2", "")
    hours.fields.every.setCurrentIndex(hours.fields.every.findData(Every.CUSTOM))
    hours.fields.rule.setText("FREQ=SOMETIMES")
    hours.fields.zone.show_zone("Europe/Nowhere")

    hours.accept()

    assert "time zone" in fault(hours, "zone")
    assert fault(hours, "recurrence_rule")
    assert stored(database) == []
    hours.done(0)


def test_hours_too_short_for_a_slot_say_so(qtbot: QtBot, page: SlotsPage) -> None:
    page.new()
    hours = dialog(page, HoursDialog)
    fill_in(qtbot, hours, "moss", "2", "")

    hours.fields.length.setValue(90)

    qtbot.waitUntil(lambda: "shorter than one slot" in hours.preview.count.text())
    hours.done(0)


def test_a_month_without_that_day_is_pointed_out_while_typing(
    qtbot: QtBot, page: SlotsPage
) -> None:
    page.new()
    hours = dialog(page, HoursDialog)
    fill_in(qtbot, hours, "moss", "2", "")
    hours.fields.first.setText("31 mar")

    hours.fields.every.setCurrentIndex(hours.fields.every.findData(Every.MONTH))

    qtbot.waitUntil(lambda: "skips short months" in hours.preview.notes.text())
    assert hours.fields.every.currentText() == "every month on day 31"
    hours.done(0)


def test_an_endless_rule_cannot_skip_single_slots(
    qtbot: QtBot, database: Database, page: SlotsPage
) -> None:
    with database.write("ann") as tx:
        build.closure(tx, build.span(8, day=1, minutes=60))
    page.new()
    hours = dialog(page, HoursDialog)

    fill_in(qtbot, hours, "moss", "2", "")

    assert hours.preview.closed.text() == "closed: 2"
    assert not hours.preview.skipping.isEnabled()
    hours.done(0)


def test_the_search_confines_the_list_to_a_provider(database: Database, page: SlotsPage) -> None:
    lee, moss = _ids(database)
    with database.write("ann") as tx:
        build.mornings(tx, lee)
        build.mornings(tx, moss)

    page.head.search.setText("mo")
    assert texts(page.rules, 0) == ["Dr Moss"]
    assert page.head.hits.text() == "Found: 1"

    page.head.search.setText("zeno")
    assert "No provider is called “zeno”" in page.rules.empty.sentence.text()


def test_hours_are_changed_from_a_date_on_and_the_past_stays(
    qtbot: QtBot, database: Database, page: SlotsPage
) -> None:
    lee, _ = _ids(database)
    with database.write("ann") as tx:
        known = build.mornings(tx, lee)
        build.appointment(tx, known, build.span(11, 30, day=8))
    page.part.edit()
    hours = dialog(page, HoursDialog)
    assert hours.preview.clashing.text() == ""

    hours.fields.times.closes.setText("12:30")
    hours.accept()
    asked = dialog(page, ScopeDialog)
    asked.choices[Scope.FOLLOWING].setChecked(True)
    asked.on.setText("11 feb")
    assert asked.affected.count.text() == "1 booking affected"
    asked.accept()

    assert slots_screen.closed(page)
    first, second = stored(database)
    assert first.until is not None
    assert first.until <= second.span.start
    assert second.span.start == at(9, day=7)
    with database.read() as tx:
        assert flags.count(tx) == 1


def test_a_date_on_which_nothing_is_open_is_refused_at_its_field(
    database: Database, page: SlotsPage
) -> None:
    lee, _ = _ids(database)
    with database.write("ann") as tx:
        build.mornings(tx, lee)
    page.part.remove()
    asked = dialog(page, ScopeDialog)
    asked.choices[Scope.THIS].setChecked(True)
    asked.on.setText("10 feb")  # a Sunday

    asked.accept()

    assert "date on which this is open" in fault(asked, "on")
    asked.done(0)


def test_withdrawing_shows_who_is_affected_and_can_be_undone(
    database: Database, controls: Controls, page: SlotsPage
) -> None:
    lee, _ = _ids(database)
    with database.write("ann") as tx:
        known = build.availability(tx, lee, build.span(9, day=1, minutes=120))
        build.appointment(tx, known, build.span(9, day=1))
    page.part.remove()
    asked = dialog(page, ScopeDialog)
    assert asked.affected.count.text() == "1 booking affected"

    asked.accept()
    assert stored(database) == []
    assert page.head.tabs.tabText(3).endswith("(1)")

    controls.perform("edit.undo")
    assert [each.id for each in stored(database)] == [known.id]


def test_hours_nobody_is_booked_on_are_withdrawn_at_once(
    database: Database, controls: Controls, page: SlotsPage
) -> None:
    lee, _ = _ids(database)
    with database.write("ann") as tx:
        build.availability(tx, lee, build.span(9, day=1, minutes=120))

    page.part.remove()

    assert slots_screen.closed(page)
    assert stored(database) == []
    assert "Withdraw Dr Lee" in controls.bar.text.text()


def test_hours_over_midnight_end_on_the_next_day(
    qtbot: QtBot, database: Database, page: SlotsPage
) -> None:
    page.new()
    hours = dialog(page, HoursDialog)
    fill_in(qtbot, hours, "moss", "2", "5 feb")
    hours.fields.times.opens.setText("22")
    hours.fields.times.closes.setText("6")

    hours.accept()

    [kept] = stored(database)
    assert kept.span.length == timedelta(hours=8)
    assert kept.until == kept.span.end


def test_the_first_day_of_known_hours_is_theirs(database: Database, page: SlotsPage) -> None:
    lee, _ = _ids(database)
    with database.write("ann") as tx:
        build.mornings(tx, lee, rule="FREQ=MONTHLY;BYDAY=MO,2TU")
    page.part.edit()
    hours = dialog(page, HoursDialog)

    found = hours.fields.hours()

    assert found.first == dt.date(2030, 2, 4)
    assert found.rule == "FREQ=MONTHLY;BYDAY=MO,2TU"
    hours.done(0)


def _ids(database: Database) -> tuple[int, int]:
    with database.read() as tx:
        lee, moss = directory.resources(tx)
    return lee.id, moss.id
