"""The booking panel: what it holds, whom it books, and what it says when a place has gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk.domain.appointment import Appointment, Details, Shelf, Standing
from desk.domain.staff import Role
from desk.gui.booking.desk_acts import Acts
from desk.gui.booking.next_free import NextFreeDialog
from desk.gui.booking.panel import BookingDialog
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.services import appointments, audit, people
from desk.services.audit import Sought
from desk.store.database import Database
from tests.build import closure, span
from tests.conftest import Clock, at
from tests.gui.accounts import account, administrator
from tests.gui.booking_screen import dialog, everything, house
from tests.gui.keys import Keyboard


@pytest.fixture
def acts(database: Database, controls: Controls, client: Client) -> Acts:
    house(database)
    return Acts(client, controls.window)


@pytest.fixture
def keys(qtbot: QtBot, controls: Controls) -> Keyboard:
    return Keyboard(qtbot, controls.window)


def panel(qtbot: QtBot, controls: Controls) -> BookingDialog:
    """The panel, as soon as it holds its place."""
    found = dialog(qtbot, controls.window, BookingDialog)
    qtbot.waitUntil(lambda: bool(found.keeping.held))
    return found


def test_a_place_is_held_while_the_panel_is_open_and_given_back_with_esc(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard, clock: Clock
) -> None:
    acts.new(span(10), 1)
    panel(qtbot, controls)

    [held] = everything(database)
    assert held.standing(clock()) is Standing.HELD
    assert held.span == span(10)

    keys.press("Esc")

    [held] = everything(database)
    assert held.shelf is Shelf.TRASH


def test_a_known_person_is_booked_and_one_undo_takes_everything_back(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    acts.new(span(10), 1)
    panel(qtbot, controls)

    keys.type("maria g")
    keys.press("Return Ctrl+Return")

    [booked] = everything(database)
    assert (booked.name, booked.span, booked.held_until) == ("Maria Gomez", span(10), None)
    assert "Book Maria Gomez, Dr. Ann Smith, Mon 11:00" in controls.bar.text.text()

    keys.press("Ctrl+Z")
    assert everything(database) == []

    keys.press("Ctrl+Y")
    [again] = everything(database)
    assert (again.name, again.span, again.held_until) == ("Maria Gomez", span(10), None)


def test_a_new_person_is_written_down_with_the_booking_and_goes_with_it(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    acts.new(span(10), 1)
    shown = panel(qtbot, controls)

    keys.type("Xenia Orlova 0555 123456")
    keys.press("Return")

    assert shown.fields.phone.text() == "0555 123456"

    keys.press("Ctrl+Return")

    [booked] = everything(database)
    with database.read() as tx:
        assert booked.person_id is not None
        person = people.one(tx, booked.person_id)
    assert (person.name, person.phone) == ("Xenia Orlova", "0555 123456")

    keys.press("Ctrl+Z")

    with database.read() as tx:
        assert people.find(tx, "xenia") == []


def test_whoever_looks_alike_is_offered_before_somebody_is_written_down(
    qtbot: QtBot, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    acts.new(span(10), 1)
    shown = panel(qtbot, controls)

    keys.type("Maria G. Gonzales 06 5550 4821")

    offered = [(offer.text, offer.mark) for offer in shown.fields.who.offered]
    assert offered == [("Maria Gomez", "Looks alike"), ("Maria G. Gonzales", "New")]


def test_a_bare_name_is_enough(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    acts.new(span(10), 1)
    shown = panel(qtbot, controls)

    keys.type("The man with the hat")
    keys.press("Tab")
    keys.type("knows the way")
    assert shown.fields.meaning.text() == "Only the name is noted"
    keys.press("Ctrl+Return")

    [booked] = everything(database)
    assert (booked.title, booked.person_id, booked.note) == (
        "The man with the hat",
        None,
        "knows the way",
    )


def test_without_a_name_nothing_is_booked_and_the_field_says_why(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    acts.new(span(10), 1)
    shown = panel(qtbot, controls)

    keys.press("Ctrl+Return")

    assert shown.isVisible()
    assert "at least a name is needed" in shown.fields.who.accessibleDescription()
    assert [each.held_until is None for each in everything(database)] == [False]


def test_a_walk_in_arrives_in_the_same_act(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard, clock: Clock
) -> None:
    acts.new(span(9), 1)
    shown = panel(qtbot, controls)

    assert shown.fields.arrived.isChecked()

    keys.type("ada")
    keys.press("Return Ctrl+Return")

    [booked] = everything(database)
    assert booked.standing(clock()) is Standing.ARRIVED


def test_the_hold_is_renewed_at_half_time_and_the_time_is_shown(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, clock: Clock
) -> None:
    acts.new(span(10), 1)
    shown = panel(qtbot, controls)
    assert shown.head.held.text() == "Held for you 5:00"

    clock.advance(timedelta(minutes=2))
    shown.keeping.look()
    assert shown.head.held.text() == "Held for you 3:00"

    clock.advance(timedelta(seconds=30))
    shown.keeping.look()
    assert shown.head.held.text() == "Held for you 5:00"
    assert everything(database)[0].held_until == clock() + timedelta(minutes=5)


def rival(database: Database, taken: Appointment) -> None:
    """Another desk takes the very place, once the hold has run out."""
    with Database(str(database.engine.url), clock=database.clock).write("ben") as tx:
        appointments.book(tx, taken.availability_id, taken.span, Details(title="Rival"))


def test_a_place_that_is_lost_is_said_with_who_took_it_and_what_is_free_next(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard, clock: Clock
) -> None:
    acts.new(span(10), 1)
    shown = panel(qtbot, controls)
    keys.type("maria g")
    keys.press("Return")
    clock.advance(timedelta(minutes=6))
    rival(database, everything(database)[0])

    keys.press("Ctrl+Return")

    assert "ben: Rival" in shown.otherwise.said
    assert [button.text()[4:] for button in shown.otherwise.buttons] == [
        "today 11:30\u201312:00 with Dr. Ann Smith",
        "today 12:00\u201312:30 with Dr. Ann Smith",
        "today 12:30\u201313:00 with Dr. Ann Smith",
    ]

    keys.press("2")

    booked = [each for each in everything(database) if each.name == "Maria Gomez"]
    assert [each.span for each in booked] == [span(11)]


def test_a_panel_that_somebody_left_open_holds_on_in_their_name_and_tells_nobody_else(
    qtbot: QtBot,
    database: Database,
    controls: Controls,
    client: Client,
    acts: Acts,
    clock: Clock,
) -> None:
    admin = administrator(client)
    guest = account(client, Role.READ_ONLY)
    acts.new(span(10), 1)
    shown = panel(qtbot, controls)
    shown.hide()
    client.sign_in(guest)
    controls.bar.clear()

    clock.advance(timedelta(minutes=3))
    shown.keeping.look()

    assert everything(database)[0].held_until == clock() + timedelta(minutes=5)
    assert client.ask(audit.page, Sought())[0].entry.actor == f"Ada Lind #{admin.id}"
    clock.advance(timedelta(minutes=6))
    rival(database, everything(database)[0])
    shown.keeping.look()
    assert controls.bar.text.text() == ""
    assert not shown.keeping.held
    client.sign_in(admin)
    shown.show()
    qtbot.waitUntil(lambda: "ben: Rival" in shown.otherwise.said)


def test_the_hold_that_could_not_be_kept_offers_the_next_ones_at_once(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, clock: Clock
) -> None:
    with database.write("ben") as tx:
        appointments.book(tx, 1, span(10), Details(title="Rival"))

    acts.new(span(10), 1, 1)
    shown = dialog(qtbot, controls.window, BookingDialog)

    qtbot.waitUntil(lambda: bool(shown.otherwise.said))
    assert len(shown.otherwise.buttons) == 3


def test_a_reason_books_beyond_the_places_there_are(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    with database.write("ben") as tx:
        appointments.book(tx, 1, span(10), Details(title="Rival"))
    acts.new(span(10), 1, 1)
    shown = dialog(qtbot, controls.window, BookingDialog)
    qtbot.waitUntil(lambda: bool(shown.otherwise.said))

    shown.fields.who.setFocus()
    keys.type("Emergency")
    shown.otherwise.reason.setFocus()
    keys.type("agreed with the doctor")
    keys.press("Ctrl+Return")

    booked = [each for each in everything(database) if each.name == "Emergency"]
    assert [(each.beyond, each.span) for each in booked] == [("agreed with the doctor", span(10))]


def test_a_run_of_short_slots_is_booked_as_a_whole_and_undone_as_a_whole(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    acts.next_free("weber 30")
    asked = dialog(qtbot, controls.window, NextFreeDialog)
    assert asked.list.marked is not None
    assert len(asked.list.marked.parts) == 2

    keys.press("Return")
    panel(qtbot, controls)
    keys.type("ada")
    keys.press("Return Ctrl+Return")

    booked = everything(database)
    assert [each.name for each in booked] == ["Ada Lind", "Ada Lind"]
    assert [each.span.start for each in booked] == [at(9), at(9, 15)]

    keys.press("Ctrl+Z")
    assert everything(database) == []


def test_what_repeats_says_what_becomes_of_each_date_and_books_all_or_none(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard
) -> None:
    with database.write("ben") as tx:
        appointments.book(tx, 1, span(10, day=7), Details(title="Rival"))
        closure(tx, span(9, minutes=180, day=14), reason="Holiday")
    acts.new(span(10), 1)
    shown = panel(qtbot, controls)
    keys.type("ada")
    keys.press("Return")

    shown.repeat.rule.setCurrentIndex(1)
    shown.repeat.times.setValue(5)

    said = [shown.repeat.dates.item(row).text().split("   ")[1] for row in range(5)]
    assert said == ["free", "taken: ben: Rival", "closed: Holiday", "free", "free"]
    shown.repeat.dates.item(3).setCheckState(Qt.CheckState.Unchecked)
    assert shown.repeat.sum.text() == "2 of 5 dates will be booked"

    keys.press("Ctrl+Return")

    mine = [each for each in everything(database) if each.name == "Ada Lind"]
    assert [each.span for each in mine] == [span(10), span(10, day=28)]
    assert len({each.series_id for each in mine}) == 1
    assert "Mon 11:00, 2 times: saved" in controls.bar.text.text()

    keys.press("Ctrl+Z")

    assert [each.name for each in everything(database)] == ["Rival"]


def test_short_slots_repeat_as_a_whole_and_only_the_first_has_arrived(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, keys: Keyboard, clock: Clock
) -> None:
    acts.new(span(9), 2)
    shown = panel(qtbot, controls)
    keys.type("ada")
    keys.press("Return")
    shown.repeat.rule.setCurrentIndex(1)
    shown.repeat.times.setValue(2)

    keys.press("Ctrl+Return")

    mine = everything(database)
    assert [each.span.start for each in mine] == [at(9), at(9, 15), at(9, day=7), at(9, 15, day=7)]
    assert [each.standing(clock()) for each in mine] == [
        *[Standing.ARRIVED] * 2,
        *[Standing.BOOKED] * 2,
    ]
