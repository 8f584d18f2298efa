"""Open hours as the editor has them, and what the services make of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from desk.domain.availability import Availability
from desk.domain.errors import Invalid
from desk.domain.open_time import NewAvailability
from desk.domain.span import Span
from desk.gui.slots import repetition
from desk.gui.slots.end_field import FOR_GOOD, End
from desk.gui.slots.repetition import Every, Repetition

DAY = timedelta(days=1)
WEEKLY = (Every.WEEK, Every.TWO_WEEKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When somebody is open: `first` is the first date, times are those of the zone's clock."""

    resource_id: int
    first: dt.date
    opens: dt.time
    closes: dt.time
    slot_length: timedelta
    repetition: Repetition
    zone: str
    end: End = FOR_GOOD
    capacity: int = 1
    appointment_type: str | None = None

    @property
    def begins(self) -> dt.date:
        """The first date on which it is open: with weekdays, the first of those."""
        days = self.repetition.weekdays
        if self.repetition.every not in WEEKLY or not days:
            return self.first
        return next(d for n in range(7) if (d := self.first + n * DAY).weekday() in days)

    @property
    def rule(self) -> str | None:
        return self.repetition.text(self.begins)

    def span(self) -> Span:
        """The hours of the first date."""
        zone = ZoneInfo(self.zone)
        return Span(
            datetime.combine(self.begins, self.opens, zone),
            datetime.combine(self._closing(self.begins), self.closes, zone),
        )

    def until(self) -> datetime | None:
        """The instant by which the last occurrence has ended, where a last date was named."""
        if self.rule is None:
            return None
        last = self.end.date
        if last is None:
            return None
        if last < self.begins:
            raise Invalid(until=["must not be before the first day"])
        zone = ZoneInfo(self.zone)
        if self.closes <= self.opens:
            return datetime.combine(self._closing(last), self.closes, zone)
        return datetime.combine(last + DAY, dt.time(), zone)

    def asked(self) -> NewAvailability:
        """One rule for all of it."""
        return NewAvailability(
            resource_id=self.resource_id,
            span=self.span(),
            slot_length=self.slot_length,
            capacity=self.capacity,
            rule=self._counted_rule(),
            until=self.until(),
            zone=self.zone,
            appointment_type=self.appointment_type,
        )

    def singles(self, spans: Sequence[Span]) -> list[NewAvailability]:
        """Slots that each stand by themselves."""
        return [
            NewAvailability(
                resource_id=self.resource_id,
                span=span,
                slot_length=span.length,
                capacity=self.capacity,
                zone=self.zone,
                appointment_type=self.appointment_type,
            )
            for span in spans
        ]

    def _counted_rule(self) -> str | None:
        if self.rule is None or self.end.times is None:
            return self.rule
        return f"{self.rule};COUNT={self.end.times}"

    def _closing(self, date: dt.date) -> dt.date:
        return date + DAY if self.closes <= self.opens else date


def known(availability: Availability) -> Hours:
    """The hours that are stored, to be changed."""
    zone = ZoneInfo(availability.zone)
    start, end = availability.span.start.astimezone(zone), availability.span.end.astimezone(zone)
    last = None
    if availability.rule is not None and availability.until is not None:
        last = (availability.until - timedelta(milliseconds=1)).astimezone(zone).date()
    return Hours(
        resource_id=availability.resource_id or 0,
        first=start.date(),
        opens=start.time(),
        closes=end.time(),
        slot_length=availability.slot_length,
        repetition=repetition.read(availability.rule, start.date()),
        zone=availability.zone,
        end=End(date=last),
        capacity=availability.capacity,
        appointment_type=availability.appointment_type,
    )


def is_single(availability: Availability) -> bool:
    """Whether it is one slot and does not repeat, as document 001 has them."""
    once = availability.rule is None
    return once and availability.slot_length == availability.span.length
