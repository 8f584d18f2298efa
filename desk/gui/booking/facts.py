"""What every dialog about appointments has to know of the house before it opens."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desk.domain.appointment import Appointment, Standing
from desk.domain.directory import AppointmentType, Resource
from desk.domain.quick_query import House
from desk.domain.span import Span
from desk.gui.booking.speech import UserSpeech
from desk.services import directory, site

if TYPE_CHECKING:
    from desk.store.database import Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The house at the moment `now`; `late` and `waiting` are what it calls too long."""

    now: datetime
    zone: ZoneInfo
    resources: tuple[Resource, ...]
    types: tuple[AppointmentType, ...]
    late: timedelta
    waiting: timedelta

    @property
    def today(self) -> dt.date:
        return self.now.astimezone(self.zone).date()

    def house(self) -> House:
        """What can be asked for in a few words."""
        return House(self.resources, self.types, self.today, UserSpeech(self.today))

    def provider(self, resource_id: int | None) -> str:
        """Whose time it is; nothing where it is nobody's."""
        found = (each.name for each in self.resources if each.id == resource_id)
        return next(found, "")

    def type_name(self, code: str | None) -> str:
        """What people call an appointment type; its code where the house does not know it."""
        found = (each.name for each in self.types if each.code == code)
        return next(found, code or "")

    def lateness(self, appointment: Appointment) -> timedelta:
        """By how much somebody who has not come is too late; nothing as long as it is not."""
        if appointment.standing(self.now) is not Standing.BOOKED:
            return timedelta()
        by = self.now - appointment.span.start
        return by if by >= self.late else timedelta()

    def begins_soon(self, span: Span) -> bool:
        """Whether it begins within the half hour that is running, and is not over."""
        half = self.now.replace(minute=self.now.minute // 30 * 30, second=0, microsecond=0)
        return half <= span.start < half + timedelta(minutes=30) and span.end > self.now


def look(tx: Read) -> Facts:
    """The house as it is now."""
    return Facts(
        now=tx.now,
        zone=tx.zone,
        resources=tuple(directory.resources(tx)),
        types=tuple(directory.appointment_types(tx)),
        late=timedelta(minutes=site.setting(tx, site.LATE_MINUTES)),
        waiting=timedelta(minutes=site.setting(tx, site.WAITING_MINUTES)),
    )
