"""How dialogs about appointments are opened once more, on whichever page; see `pages.Entry`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from desk.domain.appointment import Appointment
from desk.domain.span import Span
from desk.gui.booking.desk_acts import Acts
from desk.gui.client import Client
from desk.gui.pages import Again, Subject
from desk.services import appointments, booking


def ways(client: Client, acts: Acts) -> Mapping[str, Again]:
    def one(number: int) -> Appointment:
        return client.ask(appointments.one, number)

    def book(about: Subject) -> None:
        # What the panel held is given back, so that it can be held anew.
        held = client.ask(booking.still_held, about["held"])
        if held:
            client.quietly(booking.give_back, held)
        span = Span(*(datetime.fromisoformat(about[each]) for each in ("start", "end")))
        acts.new(span, about["resource"], about["availability"])

    return {
        "booking": book,
        "appointment": lambda about: acts.open(one(about["appointment"])),
        "move": lambda about: acts.move(one(about["appointment"])),
        "cancel": lambda about: acts.cancel([one(each) for each in about["appointments"]]),
        "next_free": lambda _about: acts.next_free(),
        "find": lambda _about: acts.find(),
    }
