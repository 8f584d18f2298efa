"""Asking once whether people are told, and saying who is, without being in anybody's way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desk.domain.appointment import Details
from desk.domain.directory import Person
from desk.domain.message import Event, Fate, Message, Telling
from desk.gui.booking.desk_acts import Acts
from desk.gui.booking.panel import BookingDialog
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.outbox_ask import OutboxAsk
from desk.services import appointments, message_settings, outbox, site
from desk.store.database import Database
from tests import build
from tests.build import span
from tests.gui import booking_screen
from tests.gui.keys import Keyboard
from tests.gui.outbox_screen import person, tells


@pytest.fixture
def ada(database: Database) -> Person:
    return person(database)


@pytest.fixture
def morning(database: Database) -> int:
    with database.write("test") as tx:
        return build.availability(tx, build.resource(tx).id).id


def book(client: Client, morning: int, whom: Person, hour: int = 10) -> None:
    """Somebody is booked at this desk."""
    details = Details(person_id=whom.id)
    client.do(f"Book {whom.name}", appointments.book, morning, span(hour), details)


def band(controls: Controls) -> OutboxAsk:
    assert controls.asking is not None
    return controls.asking


def messages(database: Database) -> list[Message]:
    with database.read() as tx:
        return sorted(outbox.listed(tx), key=lambda each: each.id)


def told(database: Database, event: Event) -> bool | None:
    with database.read() as tx:
        return site.setting(tx, message_settings.TELL[event])


def test_the_first_booking_asks_and_the_keyboard_stays_where_it_was(
    database: Database, controls: Controls, client: Client, ada: Person, morning: int
) -> None:
    tells(database)
    line = QLineEdit(controls.window)
    line.show()
    line.setFocus()

    book(client, morning, ada)

    assert band(controls).banner.said == (
        "Ada Lind can be told of the booking by e-mail. Tell people of bookings from now on?"
    )
    assert line.hasFocus()
    assert "told" not in controls.bar.text.text()


def test_a_yes_is_given_with_one_chord_and_kept(
    qtbot: QtBot, database: Database, controls: Controls, client: Client, ada: Person, morning: int
) -> None:
    tells(database)
    book(client, morning, ada)

    Keyboard(qtbot, controls.window).press("Alt+M")
    qtbot.waitUntil(lambda: told(database, Event.CREATE) is not None)

    assert told(database, Event.CREATE) is True
    assert band(controls).banner.said == ""
    assert "Settings of messages" in controls.bar.text.text()
    [only] = messages(database)
    assert (only.fate, only.waits) == (Fate.PENDING, False)
    book(client, morning, ada, 11)
    assert band(controls).banner.said == ""
    assert controls.bar.text.text() == "Book Ada Lind: saved \u00b7 Ada Lind is told by e-mail"


def test_a_no_stops_what_waited_and_is_not_asked_again(
    qtbot: QtBot, database: Database, controls: Controls, client: Client, ada: Person, morning: int
) -> None:
    tells(database)
    book(client, morning, ada)

    Keyboard(qtbot, controls.window).press("Alt+Y")
    qtbot.waitUntil(lambda: told(database, Event.CREATE) is not None)

    assert told(database, Event.CREATE) is False
    assert [each.fate for each in messages(database)] == [Fate.ABORTED]
    book(client, morning, ada, 11)
    assert band(controls).banner.said == ""
    assert controls.bar.text.text() == "Book Ada Lind: saved"


def test_each_kind_is_asked_of_by_itself(
    database: Database, controls: Controls, client: Client, ada: Person, morning: int
) -> None:
    tells(database, create=False)
    book(client, morning, ada)
    assert band(controls).banner.said == ""

    client.do("Cancel", appointments.cancel, [1])

    assert "of the cancellation by e-mail" in band(controls).banner.said


def test_undo_takes_the_question_away_with_the_booking(
    database: Database, controls: Controls, client: Client, ada: Person, morning: int
) -> None:
    tells(database)
    book(client, morning, ada)

    controls.perform("edit.undo")

    assert band(controls).banner.said == ""
    assert [each.fate for each in messages(database)] == [Fate.ABORTED]


def test_somebody_without_an_address_is_named_at_once(
    database: Database, controls: Controls, client: Client, morning: int
) -> None:
    tells(database, create=True)
    nobody = person(database, "Fay Holm", email=None, phone=None)

    book(client, morning, nobody)

    assert controls.bar.text.text() == (
        "Book Fay Holm: saved \u00b7 Fay Holm cannot be told: no address is known"
    )


def test_what_another_desk_left_open_is_asked_when_the_window_opens(
    database: Database, controls: Controls, client: Client, ada: Person, morning: int
) -> None:
    tells(database)
    controls.leave()
    book(client, morning, ada)

    controls.open(client, "Main entrance")

    assert "Ada Lind can be told" in band(controls).banner.said


def test_an_answer_given_elsewhere_ends_the_question(
    database: Database, controls: Controls, client: Client, ada: Person, morning: int
) -> None:
    tells(database)
    book(client, morning, ada)

    with database.write("bo") as tx:
        outbox.answer(tx, Event.CREATE, tell=True)

    assert band(controls).banner.said == ""
    assert [each.due for each in messages(database)] == [client.now + timedelta(seconds=30)]


def test_somebody_who_is_booking_is_not_interrupted_by_what_another_desk_did(
    qtbot: QtBot, database: Database, controls: Controls, client: Client, ada: Person, morning: int
) -> None:
    tells(database)
    Acts(client, controls.window).new(span(9), 1)
    panel = booking_screen.dialog(qtbot, controls.window, BookingDialog)
    qtbot.waitUntil(panel.fields.who.hasFocus)

    with database.write("bo") as tx:
        tx.telling = Telling.BY_HAND
        appointments.book(tx, morning, span(10), Details(person_id=ada.id))

    assert "Ada Lind can be told" in band(controls).banner.said
    assert panel.fields.who.hasFocus()
    keys = Keyboard(qtbot, controls.window)
    keys.type("Bea")
    assert panel.fields.who.text() == "Bea"
    panel.saved()
    panel.reject()
