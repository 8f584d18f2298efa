"""Moving, cancelling, marking and putting right what is booked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.appointment import Appointment, Details, Shelf, Standing
from desk.domain.scope import Scope
from desk.domain.span import Span
from desk.gui.booking.cancel import CancelDialog
from desk.gui.booking.day_list import DayListDialog
from desk.gui.booking.desk_acts import Acts
from desk.gui.booking.details import AppointmentDialog
from desk.gui.booking.find import FindDialog
from desk.gui.booking.move import MoveDialog
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.services import appointment_series, appointments, journal
from desk.services.appointment_series import Repetition
from desk.store.database import Database
from tests.build import span
from tests.conftest import Clock, at
from tests.gui.booking_screen import dialog, everything, house
from tests.gui.keys import Keyboard
from tests.gui.test_accessibility import of_dialogs

WEEK = 7


@pytest.fixture
def acts(database: Database, controls: Controls, client: Client) -> Acts:
    house(database)
    return Acts(client, controls.window)


@pytest.fixture
def keys(qtbot: QtBot, controls: Controls) -> Keyboard:
    return Keyboard(qtbot, controls.window)


def book(
    database: Database, availability_id: int, *spans: Span, person_id: int | None = 1
) -> list[Appointment]:
    with database.write("ann") as tx:
        details = Details(person_id=person_id, title="" if person_id else "Somebody")
        return [appointments.book(tx, availability_id, each, details) for each in spans]


def test_a_week_later_is_three_characters_and_two_keys(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    [friday] = book(database, 1, span(9, 30, day=4))

    acts.move(friday)
    asked = dialog(qtbot, controls.window, MoveDialog)
    keys.type("+1w")
    assert asked.understood.meaning.text() == "Fri 15 Feb 2030, 10:30\u201311:00 · Dr. Ann Smith"
    keys.press("Return")

    [moved] = everything(database)
    assert moved.span == span(9, 30, day=4 + WEEK)
    assert "Move Maria Gomez, Dr. Ann Smith, Fri 15 Feb 10:30: saved" in controls.bar.text.text()

    keys.press("Ctrl+Z")

    [back] = everything(database)
    assert back.span == friday.span


def test_a_time_that_is_taken_lists_the_nearest_free_ones(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    [friday] = book(database, 1, span(9, 30, day=4))
    book(database, 1, span(9, 30, day=4 + WEEK), person_id=None)

    acts.move(friday)
    asked = dialog(qtbot, controls.window, MoveDialog)
    keys.type("+1w")

    assert "is fully booked (ann: Somebody). Free near there:" in asked.why.text()
    nearest = [free.span.start for free in asked.list.shown[:2]]
    assert nearest == [at(9, day=4 + WEEK), at(10, day=4 + WEEK)]


def test_a_run_of_slots_moves_as_a_whole_also_onto_its_own_places(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    first, _ = book(database, 2, span(10, minutes=15), span(10, 15, minutes=15))

    acts.move(first)
    dialog(qtbot, controls.window, MoveDialog)
    keys.type("+15min")
    keys.press("Return")

    moved = everything(database)
    assert [each.span.start for each in moved] == [at(10, 15), at(10, 30)]

    keys.press("Ctrl+Z")

    assert [each.span.start for each in everything(database)] == [at(10), at(10, 15)]


def test_cancelling_asks_for_the_reason_by_one_letter_and_can_be_undone(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    [booked] = book(database, 1, span(10))

    acts.cancel([booked])
    dialog(qtbot, controls.window, CancelDialog)
    keys.type("i")
    keys.press("Return")

    [cancelled] = everything(database)
    assert cancelled.shelf is Shelf.TRASH
    with database.read() as tx:
        assert journal.of(tx, "appointment", booked.id)[0].reason == "Ill"
    assert "Undo" in controls.bar.button.text()

    keys.press("Ctrl+Z")

    assert everything(database)[0].shelf is Shelf.PUBLIC


def test_the_whole_visit_is_marked_and_what_cannot_be_said_is_not(
    qtbot: QtBot, database: Database, acts: Acts, clock: Clock
) -> None:
    first, second = book(database, 2, span(9, minutes=15), span(9, 15, minutes=15))
    remarks: list[str] = []
    acts.said.connect(remarks.append)

    acts.arrive([first])
    assert {each.standing(clock()) for each in everything(database)} == {Standing.ARRIVED}

    acts.miss([second])
    assert remarks == ["That cannot be said of Maria Gomez: arrived."]


def test_an_appointment_is_put_right_in_its_dialog(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    [booked] = book(database, 1, span(10))

    acts.open(booked)
    shown = dialog(qtbot, controls.window, AppointmentDialog)
    assert shown.standing.text() == "Booked"
    assert shown.history.item(0).text().endswith("ann: booked")
    shown.fields.note.setFocus()
    keys.type("brings the X-rays")
    keys.press("Ctrl+Return")

    assert everything(database)[0].note == "brings the X-rays"


def test_a_letter_in_the_dialog_goes_on_to_moving(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    [booked] = book(database, 1, span(10))
    acts.open(booked)
    dialog(qtbot, controls.window, AppointmentDialog)

    keys.press("M")

    assert dialog(qtbot, controls.window, MoveDialog).run[0].id == booked.id
    assert not any(d.isVisible() for d in controls.window.findChildren(AppointmentDialog))


def test_the_box_finds_people_by_the_last_digits_and_appointments_by_number(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts
) -> None:
    [booked] = book(database, 1, span(10))
    acts.find()
    box = dialog(qtbot, controls.window, FindDialog)

    box.line.setText("4821")
    assert [(hit.text, hit.mark) for hit in box.hits.shown] == [("Maria Gomez", "comes Mon 11:00")]

    box.line.setText(f"#{booked.id}")
    assert [hit.value.id for hit in box.hits.shown if isinstance(hit.value, Appointment)] == [1]

    box.line.setText("weber 30")
    assert [hit.text for hit in box.hits.shown] == ["Next free: Dr. Tom Weber, 30 min"]

    box.line.setText("nobody like this")
    assert box.nothing.isVisible()


def test_the_day_list_marks_by_one_key_and_points_out_who_is_late_and_who_waits(
    qtbot: QtBot,
    database: Database,
    controls: Controls,
    acts: Acts,
    keys: Keyboard,
    clock: Clock,
) -> None:
    book(database, 1, span(9))
    book(database, 1, span(9, 30), person_id=3)
    clock.advance(timedelta(minutes=35))
    acts.day_list()
    shown = dialog(qtbot, controls.window, DayListDialog).list
    standings = [line.tone for line in shown.model.rows]

    def said() -> str:
        return str(shown.model.index(0, 4).data())

    assert [shown.model.index(row, 4).data() for row in range(2)] == [
        "Late 35 min · no-show? (N)",
        "Booked",
    ]
    assert standings == ["full", "expected"]

    keys.press("A")
    assert said() == "Arrived"

    clock.advance(timedelta(minutes=25))
    shown.refresh()
    assert shown.model.index(0, 5).data() == "25 min"
    assert shown.model.rows[0].tone == "warning"

    keys.press("Space")
    assert said() == "In room"
    assert shown.sums.text() == "Waiting: 0   In room: 1   Late: 1"


def test_a_series_is_asked_which_of_it_is_meant_with_this_one_chosen(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    with database.write("ann") as tx:
        weekly = Repetition(rule="FREQ=WEEKLY", count=3)
        made = appointment_series.repeat(tx, 1, span(10), Details(person_id=1), weekly).booked

    acts.move(made[1])
    asked = dialog(qtbot, controls.window, MoveDialog)
    assert asked.scope.isVisible()
    assert asked.scope.scope is Scope.THIS
    asked.scope.choose(Scope.FOLLOWING)
    keys.type("12:00")
    keys.press("Return")

    assert [each.span for each in everything(database)] == [
        span(10),
        span(11, day=7),
        span(11, day=14),
    ]

    acts.cancel([made[0]])
    why = dialog(qtbot, controls.window, CancelDialog)
    why.scope.choose(Scope.ALL)
    keys.press("Return")

    assert {each.shelf for each in everything(database)} == {Shelf.TRASH}


def test_everything_in_every_dialog_has_a_name_and_an_identifier(
    database: Database, acts: Acts
) -> None:
    book(database, 1, span(10))
    made = acts.dialogs()

    assert len(made) == 8
    found = of_dialogs(made)
    assert not found, "\n".join(found)
