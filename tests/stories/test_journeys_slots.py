"""The journeys of opening and closing time by keyboard alone, within their budgets (J8, J10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.availability import Availability
from desk.domain.directory import Resource
from desk.domain.span import Span
from desk.gui.controls import Controls
from desk.gui.slots import opening
from desk.gui.slots.closure_dialog import ClosureDialog
from desk.gui.slots.hours_dialog import HoursDialog
from desk.gui.slots.page import SlotsPage
from desk.services import appointments, availabilities, closures, flags, people
from desk.store.database import Database
from tests import build
from tests.conftest import ZONE, at
from tests.gui.keys import Keyboard

HOUSE = ZoneInfo(ZONE)
QUARTER = timedelta(minutes=15)


@pytest.fixture
def keys(qtbot: QtBot, controls: Controls) -> Keyboard:
    return Keyboard(qtbot, controls.window)


@pytest.fixture
def moss(database: Database) -> Resource:
    """Dr Moss, who works one hour on a Tuesday in March; the site is shut on half a holiday."""
    with database.write("ann") as tx:
        build.resource(tx, "Dr", "Lee")
        moss = build.resource(tx, "Dr", "Moss")
        build.availability(tx, moss.id, local(2030, 3, 12, 11, minutes=60), slot_length=QUARTER)
        build.closure(tx, local(2030, 4, 25, 9, minutes=90), reason="Liberation Day")
    return moss


def local(year: int, month: int, day: int, hour: int, *, minutes: int) -> Span:
    start = datetime(year, month, day, hour, tzinfo=HOUSE)
    return Span(start, start.astimezone(UTC) + timedelta(minutes=minutes))


def guest(database: Database, first_name: str) -> int:
    with database.read() as tx:
        return people.find(tx, first_name)[0].id


def open_times(database: Database, resource_id: int) -> list[Availability]:
    with database.read() as tx:
        return availabilities.listed(tx, [resource_id])


def page(controls: Controls) -> SlotsPage:
    shown = controls.window.stack.current
    assert isinstance(shown, SlotsPage)
    return shown


def write_down_three_months(keys: Keyboard) -> None:
    """From the calendar to a whole rule: Tuesdays and Thursdays, nine to twelve, by quarters."""
    keys.press("Ctrl+6 N")
    keys.type("moss")
    keys.press("Return Tab Tab")
    keys.type("24")
    for content in ("9", "12", "15"):
        keys.press("Tab")
        keys.type(content)
    keys.press("Tab Tab")
    keys.type("+3mo")


def editor(controls: Controls) -> HoursDialog:
    dialog = controls.window.findChild(HoursDialog)
    assert dialog is not None
    return dialog


def test_three_months_are_shown_slot_by_slot_before_they_are_saved(
    qtbot: QtBot, moss: Resource, controls: Controls, keys: Keyboard
) -> None:
    write_down_three_months(keys)

    preview = editor(controls).preview
    qtbot.waitUntil(lambda: preview.count.text() == "312 slots")
    assert (preview.closed.text(), preview.clashing.text()) == ("closed: 6", "clashing: 4")
    assert "31 Mar" in preview.notes.text()
    assert "09:00 stays 09:00" in preview.notes.text()
    editor(controls).done(0)


def test_three_months_of_a_new_clinic_are_opened_within_sixteen_keys(
    qtbot: QtBot, database: Database, moss: Resource, controls: Controls, keys: Keyboard
) -> None:
    before = open_times(database, moss.id)
    write_down_three_months(keys)
    preview = editor(controls).preview
    qtbot.waitUntil(lambda: len(preview.model.rows) == 312)
    wanted = [line.slot.span for line in preview.model.rows if not opening.stands_out(line.slot)]

    keys.press("Alt+K Ctrl+Return")

    made = [each for each in open_times(database, moss.id) if each not in before]
    assert [each.span for each in made] == wanted
    assert len(made) == 302
    assert {each.span.start.astimezone(HOUSE).hour for each in made} == {9, 10, 11}
    assert keys.commands <= 16
    assert keys.characters <= 25

    keys.press("Ctrl+Z")

    assert open_times(database, moss.id) == before


@pytest.fixture
def lee(database: Database) -> Resource:
    """Dr Lee, the fourth provider, booked by fourteen people today and by one before."""
    with database.write("ann") as tx:
        for last in ("Abel", "Byrne", "Cole"):
            build.mornings(tx, build.resource(tx, "Dr", last).id)
        lee = build.resource(tx, "Dr", "Lee")
        today = Span(at(8), at(16))
        opened = build.availability(tx, lee.id, today, QUARTER, rule="FREQ=DAILY")
        people = [build.patient(tx, f"Guest{n}", "Lind", phone=f"0{n}") for n in range(15)]
        build.appointment(tx, opened, Span(at(8), at(8) + QUARTER), person_id=people[0].id)
        for number in range(1, 15):
            start = at(10) + number * QUARTER
            guest = people[number].id
            build.appointment(tx, opened, Span(start, start + QUARTER), person_id=guest)
        build.closure(tx, Span(at(8, day=-7), at(9, day=-7)), lee.id, reason="Sick leave")
    return lee


def test_a_provider_calls_in_sick_and_is_blocked_within_six_keys(
    qtbot: QtBot, database: Database, lee: Resource, controls: Controls, keys: Keyboard
) -> None:
    controls.perform("page.calendar")

    keys.press("Alt+4 E")
    keys.type("today")
    keys.press("Tab Tab")
    keys.type("s")
    keys.press("Return")

    dialog = controls.window.findChild(ClosureDialog)
    assert dialog is not None
    assert dialog.notice.said.startswith("14 bookings affected")
    assert dialog.reason.text() == "Sick leave"

    keys.press("Return")

    with database.read() as tx:
        waiting = flags.flagged(tx)
    assert len(waiting) == 14
    assert all(each.span.start > at(9) for each in waiting)
    assert keys.commands <= 6
    assert page(controls).part is page(controls).to_call


def test_everybody_is_called_with_one_key_each(
    qtbot: QtBot, database: Database, lee: Resource, controls: Controls, keys: Keyboard
) -> None:
    with database.write("ann") as tx:
        closures.close(tx, tx.whole_day(tx.today), lee.id, "Sick leave")
    controls.perform("slots.flagged")
    table = page(controls).to_call.table
    assert len(page(controls).to_call.listed()) == 14

    keys.press("Return 2 S X")

    assert len(page(controls).to_call.listed()) == 11
    assert page(controls).head.tabs.tabText(3).endswith("(11)")
    with database.read() as tx:
        [moved] = appointments.of_person(tx, guest(database, "Guest1")).upcoming
    assert not moved.flagged
    assert table.hasFocus()

    keys.press(" ".join(["Return"] * 11))

    assert page(controls).to_call.listed() == []
    assert keys.commands <= 2 * 14
