"""The file for the calendar that comes with a mail, read back as another program reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar

from desk.domain.appointment import Details
from desk.domain.span import Span
from desk.services import appointments
from desk.store.database import Database
from tests.conftest import Clock, at
from tests.delivery.house_of import (
    SENDER,
    delivered,
    patient,
    sending_through,
    told_of_a_booking,
)
from tests.delivery.post_office import PostOffice
from tests.services.telling_of import ahead, booked


def calendar_of(mail: EmailMessage) -> tuple[Calendar, Any]:
    [part] = mail.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    calendar = Calendar.from_ical(part.get_content())
    assert isinstance(calendar, Calendar)
    assert part.get_param("method") == calendar["METHOD"]
    assert part.get_filename() == "appointment.ics"
    [event] = calendar.walk("VEVENT")
    return calendar, event


def test_a_booking_comes_with_a_file_for_the_calendar(
    database: Database, office: PostOffice
) -> None:
    sending_through(database, office)
    message = told_of_a_booking(database)

    assert delivered(database).sent == 1

    [taken] = office.taken
    calendar, event = calendar_of(taken.mail)
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == f"{message.appointment_id}-20300204T090000000000@desk"
    assert event["DTSTART"].dt == at(10, day=3)
    assert event["DTSTART"].dt.hour == 11
    assert event["DTEND"].dt == at(10, 30, day=3)
    assert event["DTSTART"].params["TZID"] == "Europe/Rome"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Rome"]
    assert event["SUMMARY"] == "Main entrance"
    assert event["ORGANIZER"] == f"mailto:{SENDER}"
    assert event["ATTENDEE"] == "mailto:ada@home.example"
    assert "Dear Ada Lind," in taken.words


def test_a_file_tells_neither_notes_nor_anything_of_the_house(
    database: Database, office: PostOffice
) -> None:
    sending_through(database, office)
    person = patient(database)
    with database.write("test") as tx:
        details = Details(person_id=person, title="Ada", note="is not to know", extra={"x": "y"})
        appointments.book(tx, None, ahead(), details)

    delivered(database)

    [part] = office.taken[0].mail.iter_attachments()
    text = part.get_content()
    assert "is not to know" not in text
    assert "X-DESK" not in text


def test_each_file_about_an_appointment_overrides_the_ones_before(
    database: Database, office: PostOffice, clock: Clock
) -> None:
    sending_through(database, office)
    made = booked(database, ahead(), person_id=patient(database))
    delivered(database)
    clock.advance(timedelta(minutes=1))
    with database.write("test") as tx:
        appointments.move(tx, made.id, ahead(4), seen=None)
    delivered(database)
    clock.advance(timedelta(minutes=1))
    with database.write("test") as tx:
        appointments.cancel(tx, [made.id])
    delivered(database)

    files = [calendar_of(taken.mail) for taken in office.taken]
    assert [str(calendar["METHOD"]) for calendar, _ in files] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [str(event["STATUS"]) for _, event in files] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert len({str(event["UID"]) for _, event in files}) == 1
    numbers = [int(event["SEQUENCE"]) for _, event in files]
    assert numbers == sorted(set(numbers))
    assert [event["DTSTART"].dt for _, event in files] == [at(10, day=d) for d in (3, 4, 4)]


@pytest.mark.parametrize(
    ("start", "local"),
    [
        (datetime(2030, 3, 31, 0, 45, tzinfo=UTC), "0145"),
        (datetime(2030, 10, 27, 0, 15, tzinfo=UTC), "0215"),
        (datetime(2030, 10, 27, 1, 15, tzinfo=UTC), "0215"),
    ],
)
def test_a_file_is_right_across_a_change_of_the_clocks(
    database: Database, office: PostOffice, start: datetime, local: str
) -> None:
    sending_through(database, office)
    span = Span(start, start + timedelta(hours=1))
    booked(database, span, person_id=patient(database))

    delivered(database)

    _, event = calendar_of(office.taken[0].mail)
    assert event["DTSTART"].dt.astimezone(UTC) == span.start
    assert event["DTEND"].dt.astimezone(UTC) == span.end
    assert f"{event['DTSTART'].dt.astimezone(database.zone):%H%M}" == local


def test_a_reminder_brings_no_file(database: Database, office: PostOffice, clock: Clock) -> None:
    sending_through(database, office, TIMER=True)
    told_of_a_booking(database)
    delivered(database)

    clock.advance(timedelta(days=2, hours=1, minutes=1))
    delivered(database)

    _, reminder = office.taken
    assert reminder.mail["Subject"].startswith("Reminder")
    assert list(reminder.mail.iter_attachments()) == []


def test_a_link_goes_along_where_an_appointment_is_remote(
    database: Database, office: PostOffice
) -> None:
    sending_through(database, office, TELECONSULTATION=True)
    made = booked(database, person_id=patient(database), isRemote=True)

    delivered(database)

    with database.read() as tx:
        link = appointments.one(tx, made.id).extra["linkTeleconsultation"]
    _, event = calendar_of(office.taken[0].mail)
    assert link in office.taken[0].words
    assert event["LOCATION"] == link
