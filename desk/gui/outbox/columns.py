"""What the outbox says of each message, on the screen and in a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desk.domain.message import Fate
from desk.domain.wall_clock import instant
from desk.gui import discretion, format
from desk.gui import outbox_words as words
from desk.gui.table import Column
from desk.services.outbox_list import Listed
from desk.transfer.tables import Cell

translate = QCoreApplication.translate
NONE = "\u2014"
WIDTHS = (16, 14, 18, 22, 16, 20)  # digits
WHEN, WHAT, FOR, WHO, BY, STATE = range(6)
FILE_HEADINGS = (
    *("due", "sent", "event", "name", "address", "channel", "state", "error", "tries"),
    *("appointment", "appointment_id", "template", "written", "written_by"),
)


@dataclass(slots=True)
class Clock:
    """The zone of the house and the moment that is shown."""

    zone: tzinfo
    moment: datetime

    @property
    def today(self) -> dt.date:
        return self.moment.astimezone(self.zone).date()

    def said(self, when: datetime | None) -> str:
        """A moment in few words; a dash for none."""
        return NONE if when is None else format.moment(when, self.zone, self.today)


def columns(clock: Clock) -> Sequence[Column[Listed]]:
    """When, what, of which appointment, to whom, by which way, and what became of it."""
    return [
        Column(translate("Outbox", "When"), lambda row: clock.said(when(row))),
        Column(
            translate("Outbox", "What"),
            lambda row: words.event(row.message.event),
            icon=lambda row: words.event_icon(row.message.event),
        ),
        Column(translate("Outbox", "Appointment"), lambda row: clock.said(start(row))),
        Column(translate("Outbox", "Who"), lambda row: discretion.name(row.name), tooltip=who),
        Column(
            translate("Outbox", "By"),
            lambda row: words.channel(row.message.channel),
            icon=lambda row: words.channel_icon(row.message.channel),
        ),
        Column(translate("Outbox", "State"), state, icon=lambda row: words.state_icon(row.message)),
    ]


def when(row: Listed) -> datetime:
    """When it went out, or is to."""
    return row.message.sent_at or row.message.due


def start(row: Listed) -> datetime | None:
    """When the appointment begins that it tells of."""
    found = row.message.about.get("startDate")
    return instant(found) if isinstance(found, int) else None


def who(row: Listed) -> str:
    """Somebody with the address that it goes to."""
    where = discretion.reach(row.address) or translate("Outbox", "no address")
    return f"{discretion.name(row.name)}, {where}"


def state(row: Listed) -> str:
    """What has become of it, and why."""
    said = words.state(row.message)
    error = words.error(row.message)
    if not error or row.message.fate is Fate.MISSED:
        return said
    return f"{said}: {error}"


def file_row(row: Listed, clock: Clock) -> Sequence[Cell]:
    """A message under `FILE_HEADINGS`."""
    message = row.message

    def local(moment: datetime | None) -> datetime | None:
        return None if moment is None else moment.astimezone(clock.zone)

    return (
        local(message.due),
        local(message.sent_at),
        message.event.value,
        row.name,
        row.address,
        message.channel.value,
        message.fate.value,
        message.error,
        message.tries,
        local(start(row)),
        message.appointment_id,
        message.template,
        local(message.created_at),
        message.created_by,
    )
