"""Closing time: whom it hits is shown before it is done, and flagged when it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.appointment import Appointment
from desk.domain.span import Span
from desk.gui.controls import Controls
from desk.gui.slots.closure_dialog import ClosureDialog
from desk.gui.slots.page import CLOSURES, SlotsPage
from desk.services import closures, flags
from desk.store.database import Database
from tests import build
from tests.conftest import at
from tests.gui import slots_screen
from tests.gui.parts import dialog
from tests.gui.slots_screen import fault, on_screen, providers, texts

WHEN, WHO, REASON = 0, 1, 2


@pytest.fixture
def page(database: Database, controls: Controls) -> SlotsPage:
    """Dr Lee has people at eight, which is past, and at ten and eleven; Dr Moss one at ten."""
    lee, moss = providers(database)
    with database.write("ann") as tx:
        days = [build.availability(tx, each.id, Span(at(8), at(12))) for each in (lee, moss)]
        for title, hour in (("Ida", 8), ("Max", 10), ("Eva", 11)):
            build.appointment(tx, days[0], build.span(hour), title)
        build.appointment(tx, days[1], build.span(10), "Jo")
    shown = on_screen(controls)
    shown.show_part(CLOSURES)
    return shown


def shut(database: Database) -> list[Span]:
    with database.read() as tx:
        return [closure.span for closure in closures.ahead(tx)]


def flagged(database: Database) -> list[Appointment]:
    with database.read() as tx:
        return flags.flagged(tx)


def test_a_day_is_closed_after_the_bookings_have_been_shown(
    qtbot: QtBot, database: Database, page: SlotsPage
) -> None:
    page.new()
    closing = dialog(page, ClosureDialog)
    closing.provider.setText("lee")
    closing.since.setText("today")
    qtbot.waitUntil(lambda: closing.affected.number == 2)
    assert closing.affected.count.text() == "2 bookings affected"

    closing.accept()
    assert shut(database) == []
    assert closing.button.text() == "Close and flag 2 bookings"

    closing.accept()

    assert [span.length for span in shut(database)] == [timedelta(hours=24)]
    assert [each.name for each in flagged(database)] == ["Max", "Eva"]
    assert page.part is page.to_call


def test_the_question_is_asked_again_when_somebody_is_booked_meanwhile(
    database: Database, page: SlotsPage
) -> None:
    page.new()
    closing = dialog(page, ClosureDialog)
    closing.provider.setText("lee")
    closing.since.setText("today 11:30")
    closing.accept()
    assert shut(database) == []
    closing.till.setText("12:00")
    with database.write("bo") as tx:
        on = build.availability(tx, 1, build.span(10, 45, minutes=60), timedelta(minutes=15))
        build.appointment(tx, on, build.span(10, 45, minutes=15), "Lea")

    closing.accept()

    assert closing.button.text() == "Close and flag 1 booking"
    assert shut(database) == []
    closing.done(0)


def test_the_whole_site_is_closed_from_hour_to_hour(database: Database, page: SlotsPage) -> None:
    page.new()
    closing = dialog(page, ClosureDialog)
    closing.provider.setText("whole")
    closing.since.setText("tomorrow 9:00")
    closing.till.setText("11:00")
    closing.reason.setText("Inventory")

    closing.accept()

    assert slots_screen.closed(page)
    assert shut(database) == [build.span(8, day=1, minutes=120)]
    assert texts(page.closures, WHO) == ["Whole site"]
    assert texts(page.closures, WHEN) == ["Tue 5 Feb 2030, 09:00 \u2013 11:00"]


@pytest.mark.parametrize(
    ("provider", "since", "till", "field", "said"),
    [
        ("", "today", "", "resource_id", "must be a provider, or the whole site"),
        ("lee", "", "", "start", "must not be empty"),
        ("lee", "someday", "", "start", "is not understood"),
        ("lee", "today 14:00", "13:00", "end", "must be after the beginning"),
    ],
)
def test_what_does_not_make_sense_is_marked_at_its_field(
    page: SlotsPage, provider: str, since: str, till: str, field: str, said: str
) -> None:
    page.new()
    closing = dialog(page, ClosureDialog)
    closing.provider.setText(provider)
    closing.since.setText(since)
    closing.till.setText(till)

    closing.accept()

    assert fault(closing, field).lower() == said
    closing.done(0)


def test_a_letter_is_enough_for_a_reason_that_was_given_before(
    qtbot: QtBot, database: Database, page: SlotsPage
) -> None:
    with database.write("ann") as tx:
        build.closure(tx, build.span(9, day=-9), 1, "Sick leave")
    page.new()
    closing = dialog(page, ClosureDialog)

    qtbot.keyClicks(closing.reason, "s")

    assert closing.reason.text().lower() == "sick leave"
    closing.done(0)


def test_a_closure_is_changed_and_reopened(
    database: Database, controls: Controls, page: SlotsPage
) -> None:
    with database.write("ann") as tx:
        build.closure(tx, tx.whole_day(at(9, day=2).date()), 1, "Course")
    page.part.edit()
    changing = dialog(page, ClosureDialog)
    assert (changing.since.text(), changing.till.text()) == ("Wed 6 Feb 2030", "Wed 6 Feb 2030")
    changing.till.setText("+1d")

    changing.accept()
    assert [span.length for span in shut(database)] == [timedelta(hours=48)]
    assert texts(page.closures, WHEN) == ["Wed 6 Feb 2030 \u2013 Thu 7 Feb 2030"]

    page.part.remove()
    assert shut(database) == []
    controls.perform("edit.undo")
    assert len(shut(database)) == 1


def test_closures_that_are_over_are_listed_when_asked_for(
    database: Database, page: SlotsPage
) -> None:
    with database.write("ann") as tx:
        build.closure(tx, build.span(9, day=-9), 1, "Course")
    assert texts(page.closures, REASON) == []

    page.closures.past.setChecked(True)

    assert texts(page.closures, REASON) == ["Course"]
