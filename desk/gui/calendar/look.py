"""How an appointment looks and what is said of its state, in one word and in a few.

Every state has a colour, an icon, a word and a pattern of its own, so that a grey picture can
still be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desk.domain.appointment import Appointment, Standing
from desk.gui import format
from desk.gui.calendar.items import Moment

translate = QCoreApplication.translate
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Look:
    """`state` is one of `theme.Tokens.shade`, `text` what it is called, `aside` what else to say.

    What is `open` has a dashed outline instead of a filled bar: it is not settled yet. What is
    `struck` takes up no time any more.
    """

    state: str
    icon: str
    text: object
    aside: str = ""
    open: bool = False
    struck: bool = False

    @property
    def word(self) -> str:
        return translate("Calendar", str(self.text))

    @property
    def words(self) -> str:
        """The word, and what else there is to say."""
        return f"{self.word}, {self.aside}" if self.aside else self.word


STATES = {
    Standing.HELD: ("held", "hourglass", QT_TRANSLATE_NOOP("Calendar", "Held")),
    Standing.OFFERED: ("offered", "mail", QT_TRANSLATE_NOOP("Calendar", "Offered")),
    Standing.LAPSED: ("cancelled", "timer", QT_TRANSLATE_NOOP("Calendar", "Run out")),
    Standing.BOOKED: ("booked", "calendar-check", QT_TRANSLATE_NOOP("Calendar", "Booked")),
    Standing.ARRIVED: ("arrived", "user-round-check", QT_TRANSLATE_NOOP("Calendar", "Arrived")),
    Standing.IN_ROOM: ("in_room", "door-open", QT_TRANSLATE_NOOP("Calendar", "In room")),
    Standing.DONE: ("done", "check", QT_TRANSLATE_NOOP("Calendar", "Done")),
    Standing.MISSED: ("missed", "user-round-x", QT_TRANSLATE_NOOP("Calendar", "Did not come")),
    Standing.CANCELLED: ("cancelled", "ban", QT_TRANSLATE_NOOP("Calendar", "Cancelled")),
    Standing.DRAFT: ("held", "pencil", QT_TRANSLATE_NOOP("Calendar", "Draft")),
}
STRUCK = {Standing.CANCELLED, Standing.LAPSED}


# Those of which there is nothing else to say look alike, whoever it is.
PLAIN: dict[Standing, Look] = {
    standing: Look(state, icon, text, open=standing is Standing.DRAFT, struck=standing in STRUCK)
    for standing, (state, icon, text) in STATES.items()
    if standing not in (Standing.HELD, Standing.OFFERED, Standing.ARRIVED)
}
BOOKED = PLAIN[Standing.BOOKED]
MUST_MOVE = QT_TRANSLATE_NOOP("Calendar", "Must be moved")
OVERBOOKED = QT_TRANSLATE_NOOP("Calendar", "Overbooked")
LATE = QT_TRANSLATE_NOOP("Calendar", "Late")
FORGOTTEN = Look("done", "circle-help", QT_TRANSLATE_NOOP("Calendar", "Nobody said"))


def of(appointment: Appointment, at: Moment) -> Look:
    """How an appointment looks just now."""
    standing = appointment.standing(at.now)
    known = PLAIN.get(standing)
    if appointment.flagged or appointment.beyond:
        return _unusual(appointment, standing) or known or _under_way(appointment, standing, at)
    if known is BOOKED and at.now - appointment.span.start >= at.late:
        return _late(appointment, at)
    return known or _under_way(appointment, standing, at)


def _unusual(appointment: Appointment, standing: Standing) -> Look | None:
    """How one looks that has to be moved or was booked beyond what there is room for."""
    if appointment.flagged and standing not in STRUCK:
        return Look("flagged", "octagon-alert", MUST_MOVE, _called(appointment))
    if appointment.beyond and standing is Standing.BOOKED:
        return Look("overbooked", "triangle-alert", OVERBOOKED, appointment.beyond)
    return None


def _under_way(appointment: Appointment, standing: Standing, at: Moment) -> Look:
    """How one looks of which the time is told that it has been waiting, or still has."""
    if standing is Standing.ARRIVED:
        return _waiting(appointment, at)
    state, icon, text = STATES[standing]
    return Look(state, icon, text, _left(appointment, at), open=True)


def _left(appointment: Appointment, at: Moment) -> str:
    """How long a hold still stands: to the second for the last hour, which people wait for."""
    assert appointment.held_until is not None, "only what has a deadline is held"
    left = appointment.held_until - at.now
    if left >= timedelta(hours=1):
        return translate("Calendar", "{length} left").format(length=format.length(left))
    minutes, seconds = divmod(max(int(left.total_seconds()), 0), 60)
    return translate("Calendar", "{length} left").format(length=f"{minutes}:{seconds:02}")


def _waiting(appointment: Appointment, at: Moment) -> Look:
    waited = appointment.waited(at.now)
    aside = translate("Calendar", "waiting {length}").format(length=format.length(waited))
    state = "arrived"
    if waited >= 2 * at.waiting:
        state = "full"
    elif waited >= at.waiting:
        state = "warning"
    _, icon, text = STATES[Standing.ARRIVED]
    return Look(state, icon, text, aside)


def _late(appointment: Appointment, at: Moment) -> Look:
    if at.date(appointment.span.start) < at.today:
        return FORGOTTEN
    late = at.now - appointment.span.start
    return Look("warning", "clock-alert", LATE, format.length(late))


def _called(appointment: Appointment) -> str:
    if not appointment.caller:
        return ""
    return translate("Calendar", "{name} calls").format(name=appointment.caller)
