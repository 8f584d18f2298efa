"""A place is one place, whichever door it is taken through: the window, or documents 001, 002, 004.

The window and a server in a process of its own have one file; machines ask over real HTTP.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desk.gui.booking.next_free import NextFreeDialog
from desk.gui.booking.panel import BookingDialog
from desk.gui.calendar.page import CalendarPage
from desk.gui.waiting import columns
from desk.gui.waiting.page import ALL
from desk.services import appointments
from tests.gui import waiting_screen
from tests.gui.booking_screen import dialog
from tests.gui.calendar_screen import spoken, view
from tests.gui.keys import Keyboard
from tests.stories.open_desk import BOOKS, ENTRIES, SLOTS, SOON_MS, OpenDesk, Place

TAKEN = {"errors": "Available slot is already booked"}


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """The time it is: the server has no other."""
    return lambda: datetime.now(UTC)


@pytest.fixture
def place(open_desk: OpenDesk) -> Place:
    return open_desk.opened()


@pytest.fixture
def calendar(qtbot: QtBot, open_desk: OpenDesk, place: Place) -> CalendarPage:
    """The calendar on the screen, turned to the date of the place, where there is nobody yet."""
    found = open_desk.controls.window.stack.current
    assert isinstance(found, CalendarPage)
    found.showing.go_to(open_desk.date)
    qtbot.waitUntil(lambda: bool(view(found).book.lanes))
    assert drawn(found) == []
    return found


def drawn(page: CalendarPage) -> list[str]:
    """What is said about every block that the calendar draws."""
    return spoken(page.views.current)


def seen(qtbot: QtBot, page: CalendarPage, *words: str) -> None:
    """Within a second, with nobody touching the window, one block shows all of these words."""

    def there() -> None:
        blocks = drawn(page)
        assert len(blocks) == 1
        assert all(word in blocks[0] for word in words)

    qtbot.waitUntil(there, timeout=SOON_MS)


def require_refused(answer: tuple[int, Any]) -> None:
    """Document 004 says no: somebody else has it."""
    status, body = answer
    assert (status, list(body)) == (403, ["statusCode", "error", "message"])
    assert (body["statusCode"], body["error"]) == (403, "Forbidden")


def joined(desk: OpenDesk) -> tuple[int, Any]:
    """Ada joins the waiting list for therapy through document 002."""
    return desk.ask("POST", ENTRIES, {"email": "ada@example.org", "item": desk.therapy.id})


def send(desk: OpenDesk, entry: dict[str, Any]) -> tuple[int, Any]:
    return desk.ask("POST", f"{ENTRIES}{entry['id']}/send_voucher/")


def available(desk: OpenDesk, place: Place) -> bool:
    """Whether document 001 has the slot as one that can be booked."""
    found: bool = desk.get(f"{SLOTS}/{place.id}")["available"]
    return found


def test_a_book_of_document_001_is_taken_at_every_door_until_it_is_cancelled_at_the_desk(
    qtbot: QtBot, open_desk: OpenDesk, place: Place, calendar: CalendarPage
) -> None:
    assert open_desk.status(place) == "AVAILABLE"

    status, book = open_desk.book(place)

    seen(qtbot, calendar, "Maria Gomez", "Booked")
    assert (status, book["status"]) == (201, "confirmed")
    assert open_desk.status(place) == "BOOKED"
    [shown] = open_desk.taken_by(place)
    assert (shown["status"], shown["availabilityId"]) == ("BOOKED", place.key)
    assert (shown["startDate"], shown["endDate"]) == (place.start, place.end)
    assert [each["_id"] for each in open_desk.get("/appointments/")] == [shown["_id"]]
    assert not available(open_desk, place)
    assert open_desk.book(place) == (409, TAKEN)
    require_refused(open_desk.lock(place))
    require_refused(open_desk.ask("POST", "/appointments/", place.claim()))

    calendar.client.do("Cancel", appointments.cancel, [book["id"]])

    assert available(open_desk, place)
    assert open_desk.get(BOOKS)[0]["status"] == "cancelled"
    assert open_desk.status(place) == "AVAILABLE"
    assert open_desk.taken_by(place) == []
    assert open_desk.book(place)[0] == 201


def test_a_place_booked_through_document_001_is_nothing_for_who_waits(
    open_desk: OpenDesk, place: Place
) -> None:
    status, _ = joined(open_desk)
    assert status == 400, "nobody waits for what can be had"
    open_desk.book(place)

    status, entry = joined(open_desk)
    assert (status, entry["voucher"]) == (201, None)
    status, said = send(open_desk, entry)

    assert (status, len(said)) == (400, 1)
    assert isinstance(said[0], str)
    assert open_desk.get(f"{ENTRIES}{entry['id']}/") == entry
    assert len(open_desk.taken_by(place)) == 1


def test_an_appointment_of_document_004_is_taken_in_document_001_and_on_the_screen(
    qtbot: QtBot, open_desk: OpenDesk, place: Place, calendar: CalendarPage
) -> None:
    assert available(open_desk, place)

    status, made = open_desk.ask("POST", "/appointments/", place.claim("nicola"))

    assert status == 200
    assert not available(open_desk, place)
    assert open_desk.book(place) == (409, TAKEN)
    assert open_desk.get(f"{SLOTS}/search") == []
    assert [each["available_slot_id"] for each in open_desk.get(BOOKS)] == [place.id]
    seen(qtbot, calendar, "nicola", "Booked")

    assert open_desk.ask("DELETE", f"/appointments/{made['_id']}") == (204, None)

    assert available(open_desk, place)
    qtbot.waitUntil(lambda: drawn(calendar) == [], timeout=SOON_MS)


def test_what_is_booked_with_keys_is_kept_from_machines_from_the_first_of_them_on(
    qtbot: QtBot, open_desk: OpenDesk, place: Place
) -> None:
    window = open_desk.controls.window
    keys = Keyboard(qtbot, window)
    keys.press("F4")
    dialog(qtbot, window, NextFreeDialog)
    keys.type("smith")
    keys.press("Return")
    panel = dialog(qtbot, window, BookingDialog)
    qtbot.waitUntil(lambda: bool(panel.keeping.held))

    assert open_desk.book(place) == (409, TAKEN)
    require_refused(open_desk.lock(place))
    [held] = open_desk.taken_by(place)
    assert (held["status"], held["creatorId"]) == ("AVAILABLE", "ann")

    keys.type("maria g")
    keys.press("Return Ctrl+Return")

    assert not available(open_desk, place)
    [book] = open_desk.get(BOOKS)
    assert (book["available_slot_id"], book["status"]) == (place.id, "confirmed")
    assert book["patient_id"] == open_desk.maria.id
    assert open_desk.status(place) == "BOOKED"
    [booked] = open_desk.taken_by(place)
    assert (booked["_id"], booked["status"]) == (held["_id"], "BOOKED")
    assert open_desk.book(place) == (409, TAKEN)

    keys.press("Ctrl+Z")

    assert available(open_desk, place)
    assert open_desk.status(place) == "AVAILABLE"


def test_a_voucher_takes_its_place_from_every_door(qtbot: QtBot, open_desk: OpenDesk) -> None:
    _, entry = joined(open_desk)
    page = waiting_screen.on_screen(open_desk.controls)
    page.head.show_states(ALL)
    place = open_desk.opened()
    assert waiting_screen.text(page, 0, columns.STATE) == "Waiting"

    assert send(open_desk, entry) == (204, None)

    def offered() -> None:
        assert "left" in waiting_screen.text(page, 0, columns.STATE)

    qtbot.waitUntil(offered, timeout=SOON_MS)
    assert open_desk.book(place) == (409, TAKEN)
    require_refused(open_desk.lock(place))
    require_refused(open_desk.ask("POST", "/appointments/", place.claim()))
    assert open_desk.status(place) == "BOOKED"
    [reserved] = open_desk.taken_by(place)
    assert reserved["status"] == "AVAILABLE"
    assert reserved["lockExpiration"] > f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}"
    voucher = open_desk.get(f"{ENTRIES}{entry['id']}/")["voucher"]
    assert isinstance(voucher, int)


def test_a_lock_of_document_004_is_held_in_document_001_and_on_the_screen(
    qtbot: QtBot, open_desk: OpenDesk, place: Place, calendar: CalendarPage
) -> None:
    status, held = open_desk.lock(place, "nicola")
    assert (status, held["status"]) == (200, "AVAILABLE")

    assert open_desk.book(place) == (409, TAKEN)
    seen(qtbot, calendar, "Held")

    status, booked = open_desk.ask("POST", "/appointments/", place.claim("nicola"))
    assert (status, booked) == (200, {"_id": held["_id"], "errors": []})
    seen(qtbot, calendar, "nicola", "Booked")
    assert not available(open_desk, place)
