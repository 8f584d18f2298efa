"""Messages that are made up, for pictures of the page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from desk.domain.message import OWN_CATEGORY, Channel, Event, Fate, Message, Participant
from desk.domain.wall_clock import milliseconds
from desk.gui.outbox.picture import Picture
from desk.gui.outbox.reading import Shown
from desk.services.outbox_list import Listed, Page
from desk.services.recipients import Recipient

NO_ADDRESS = "no address is known"
REFUSED = "550 5.1.1 <carla.benitez@example.org>: no such mailbox here"
AWAY = "the mail server mail.example.org does not answer"
PEOPLE = (
    ("Ada", "Lindberg", "ada.lindberg@example.org", "+39 06 555 0101"),
    ("Carla", "Benítez", "carla.benitez@example.org", "+39 06 555 0102"),
    ("Łukasz", "Zieliński", None, "+39 06 555 0103"),
    ("Ελένη", "Παππά", "eleni.pappa@example.org", None),
    ("Søren", "Dahl", "soren.dahl@example.org", "+39 06 555 0105"),
)
_MINUTE = timedelta(minutes=1)
# What it tells of, to whom, by which way, minutes from now, what became of it, and why.
_MADE: tuple[tuple[Event, int, Channel, int, Fate, str], ...] = (
    (Event.CREATE, 0, Channel.EMAIL, 0, Fate.PENDING, ""),
    (Event.UPDATE, 4, Channel.EMAIL, 4, Fate.PENDING, AWAY),
    (Event.REMINDER, 3, Channel.EMAIL, 55, Fate.PENDING, ""),
    (Event.REMINDER, 1, Channel.SMS, 115, Fate.PENDING, ""),
    (Event.OFFER, 2, Channel.SMS, 1, Fate.PENDING, ""),
    (Event.CREATE, 1, Channel.EMAIL, -22, Fate.FAILED, REFUSED),
    (Event.DELETE, 2, Channel.EMAIL, -35, Fate.FAILED, NO_ADDRESS),
    (Event.REMINDER, 4, Channel.SMS, -50, Fate.ABORTED, ""),
    (Event.REMINDER, 0, Channel.PUSH, -95, Fate.MISSED, "its time had passed"),
    (Event.CREATE, 3, Channel.EMAIL, -64, Fate.SENT, ""),
    (Event.UPDATE, 0, Channel.EMAIL, -70, Fate.SENT, ""),
    (Event.OFFER, 4, Channel.SMS, -81, Fate.SENT, ""),
    (Event.DELETE, 1, Channel.PUSH, -150, Fate.SENT, ""),
)


def picture(now: datetime, fates: Collection[Fate]) -> Picture:
    """An outbox in which there is something of everything."""
    made = [_row(number, now, each) for number, each in enumerate(_MADE, 1)]
    counts = {fate: sum(row.message.fate is fate for row in made) for fate in Fate}
    page = Page([row for row in made if row.message.fate in fates], more=False)
    return Picture(page, counts, due=1, is_on=True)


def shown(row: Listed) -> Shown:
    """What goes out of it."""
    short = "Lindenhof: your appointment with Dr Lee is on Thursday, 7 February at 10:30."
    body = (
        f"Dear {row.name},\n\nwe have booked your appointment with Dr Lee: Thursday, 7 February"
        " 2030 at 10:30.\n\nYou can join from where you are:"
        " https://meet.jit.si/desk-2jH0vT1xQmV8aYw3\n\nIf you cannot come, please let us know.\n\n"
        "Kind regards\nLindenhof"
    )
    if row.message.channel is not Channel.EMAIL:
        return Shown(row, "", short, short)
    return Shown(row, "Your appointment on Thursday, 7 February 2030", body, short)


def _row(
    number: int,
    now: datetime,
    made: tuple[Event, int, Channel, int, Fate, str],
) -> Listed:
    event, person, channel, minutes, fate, error = made
    first, last, email, phone = PEOPLE[person]
    moment = now + minutes * _MINUTE
    about: dict[str, Any] = {"startDate": milliseconds(now + timedelta(days=3, minutes=-10))}
    message = Message(
        id=number,
        event=event,
        to=Participant(OWN_CATEGORY, str(number)),
        template="",
        channel=channel,
        appointment_id=number,
        fate=fate,
        due=moment,
        about=about,
        tries=1 if error in (REFUSED, AWAY) or fate is Fate.SENT else 0,
        error=error,
        created_at=min(moment, now - _MINUTE),
        created_by="reception",
        sent_at=moment if fate is Fate.SENT else None,
    )
    known = Recipient(id=str(number), first_name=first, last_name=last, email=email, phone=phone)
    return Listed(message, known)
