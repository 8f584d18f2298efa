"""What other machines write into the visitor log and ask of it: the words of document 003, read.

Names count whatever their case (contract visitor-log.md, row 19). Everything that is wrong is
found at once and named by its field.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from desk.api import wire
from desk.api.wire import Refused
from desk.domain.errors import Invalid
from desk.domain.span import Span
from desk.domain.text import keepable
from desk.domain.visitor import (
    EARLIEST,
    LATEST,
    LONGEST,
    MOST_PEOPLE,
    Party,
    Standing,
    Times,
    VisitorEntry,
)
from desk.services.log_choices import Choice
from desk.store.database import Read

REQUIRED = ("residentId", "visitorName", "totalPeople", "subject", "arrivalDate")
# How the services call the fields, and how this document does.
NAMES = {
    "visitor": "visitorName",
    "people": "totalPeople",
    "subject": "subject",
    "vehicle_color": "vehicleColor",
    "license_plate": "licensePlate",
    "arrival": "arrivalDate",
    "departure": "departureDate",
    "resident": "residentId",
}
NO_GUID = "The value is not a GUID."
NO_TEXT = "The value must be a string."
NO_NUMBER = f"The value must be a whole number from 1 to {MOST_PEOPLE}."
NO_TRUTH = "The value must be true or false."
NO_PLATE = f"The value must be a plate of at most {LONGEST['license_plate']} characters."
NO_TIME = "The value must be an ISO 8601 date, or date and time."
OUT_OF_TIME = f"The year must be from {EARLIEST.year} to {LATEST.year - 1}."

_HEX = "[0-9a-fA-F]"
_PLAIN = f"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"
_GUID = re.compile(rf"{_PLAIN}|{_HEX}{{32}}|\{{{_PLAIN}\}}|\({_PLAIN}\)")
_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)

Faults = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as it was sent, and the instant that it means."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Form:
    """What a body says, without a fault; `party` has no resident: that is the GUID `host`."""

    host: str
    party: Party
    arrival: Moment
    departure: Moment | None

    def times(self, now: datetime, before: VisitorEntry | None = None) -> Times:
        """What the log is to keep; `before` is the entry that this takes the place of.

        A party without a departure whose arrival is to come is expected, and one that is expected
        stays so until it gets another arrival or a departure.
        """
        left = self.departure
        to_come = left is None and (self.arrival.at > now or self._awaited(before))
        same_departure = before is not None and left is not None and before.departed_at == left.at
        announced = before.expected_at if before else None
        return Times(
            expected_at=self.arrival.at if to_come else announced,
            arrived_at=None if to_come else self.arrival.at,
            departed_at=left.at if left else None,
            arrival_text=self.arrival.text,
            departure_text=left.text if left else None,
            seen_leaving=before.seen_leaving if before and same_departure else True,
        )

    def _awaited(self, before: VisitorEntry | None) -> bool:
        return (
            before is not None
            and before.standing is Standing.EXPECTED
            and before.arrival == self.arrival.at
        )


def read(fields: Mapping[str, Any], tx: Read) -> Form:
    """What the body says; refused with every fault in it, before anything is looked up."""
    body = _Body(fields, tx)
    host = body.guid("residentId")
    party = body.party()
    arrival = body.moment("arrivalDate")
    departure = body.moment("departureDate", after=arrival)
    if arrival is not None:
        left_at = departure.at if departure else None
        body.note(Times(arrived_at=arrival.at, departed_at=left_at).require_sense)
    if body.faults or arrival is None:
        raise Refused(400, fields=body.faults)
    return Form(host, party, arrival, departure)


def guid(text: str) -> str:
    """The one spelling in which a GUID is kept; empty if it is none."""
    return str(uuid.UUID(text.strip("()"))) if _GUID.fullmatch(text) else ""


def time_of(text: str, zone: ZoneInfo) -> datetime | dt.date | None:
    """The instant, or the mere date, that ISO 8601 text names; nothing if it names none."""
    return wire.date(text) if wire.DATE.fullmatch(text) else wire.instant(text, zone)


def faults_of(error: Invalid) -> Faults:
    """What a service finds wrong, by the names of this document."""
    return {
        NAMES.get(name, name): [f"The value {why}." for why in all_]
        for name, all_ in error.reasons.items()
    }


def choice(parameters: Iterable[tuple[str, str]], tx: Read) -> Choice:
    """What the parameters in an address choose from the log; empty ones choose nothing."""
    said = {name.lower(): value for name, value in parameters if value}
    faults: Faults = {}
    active = said.get("active", "").lower()
    if active not in ("", "true", "false"):
        faults["active"] = [NO_TRUTH]
    begin, end = (_stretch(name, said, tx, faults) for name in ("from", "to"))
    plate = said.get("plate", "")
    if not keepable(plate) or len(plate) > LONGEST["license_plate"]:
        faults["plate"] = [NO_PLATE]
    if faults:
        raise Refused(400, fields=faults)
    return Choice(
        left=active == "false" if active else None,
        since=begin.start if begin else None,
        until=end.end if end else None,
        plate=plate.strip(),
    )


def _stretch(name: str, said: Mapping[str, str], tx: Read, faults: Faults) -> Span | None:
    """The whole date, or the one instant, that a parameter names."""
    if name not in said:
        return None
    when = time_of(said[name], tx.zone)
    if when is None:
        faults[name] = [NO_TIME]
        return None
    # Nothing in the log lies further out, and beyond the last year there is no next day.
    if isinstance(when, datetime):
        at = min(max(when, EARLIEST), LATEST)
        return Span(at, at + timedelta(milliseconds=1))
    return tx.whole_day(min(max(when, EARLIEST.date()), LATEST.date()))


class _Body:
    """A body as it is read, and what was found wrong with it so far."""

    def __init__(self, fields: Mapping[str, Any], tx: Read) -> None:
        self._said = {name.lower(): value for name, value in fields.items()}
        self._tx = tx
        self.faults: Faults = {
            name: [f"The {name} field is required."]
            for name in REQUIRED
            if self._said.get(name.lower()) is None
        }

    def text(self, name: str) -> str:
        """The text of that name, empty where there is none."""
        value = self._said.get(name.lower())
        if value is None or isinstance(value, str):
            return value or ""
        self._wrong(name, NO_TEXT)
        return ""

    def guid(self, name: str) -> str:
        found = guid(self.text(name))
        if not found:
            self._wrong(name, NO_GUID)
        return found

    def party(self) -> Party:
        party = Party(
            visitor=self.text("visitorName"),
            resident_id=0,
            subject=self.text("subject"),
            people=self._people("totalPeople"),
            vehicle_color=self.text("vehicleColor") or None,
            license_plate=self.text("licensePlate") or None,
        )
        self.note(party.require_sense)
        return party

    def moment(self, name: str, after: Moment | None = None) -> Moment | None:
        """The time of that name; where it is only a date, one that is not before `after`."""
        text = self.text(name)
        if self._said.get(name.lower()) is None or name in self.faults:
            return None
        when = None if " " in text else time_of(text, self._tx.zone)
        if when is None:
            self._wrong(name, NO_TIME)
            return None
        if not EARLIEST.year <= when.year < LATEST.year:
            self._wrong(name, OUT_OF_TIME)
            return None
        if not isinstance(when, datetime):
            when = self._leaving(when, after.at) if after else self._tx.whole_day(when).start
        at = when.astimezone(UTC)
        return Moment(text, at.replace(microsecond=at.microsecond // 1000 * 1000))

    def note(self, check: Callable[[], None]) -> None:
        """Keep what is found wrong; of each field the first fault counts."""
        try:
            check()
        except Invalid as error:
            self.faults = faults_of(error) | self.faults

    def _people(self, name: str) -> int:
        """A number, or the digits of one; 1 where it is neither."""
        value = self._said.get(name.lower())
        if isinstance(value, str) and _NUMBER.fullmatch(value):
            value = int(value)
        value = wire.whole(value)
        if type(value) is int and 1 <= value <= MOST_PEOPLE:
            return value
        self._wrong(name, NO_NUMBER)
        return 1

    def _leaving(self, date: dt.date, arrival: datetime) -> datetime:
        """When a party is gone that left some time on a date: by its evening, today by now."""
        evening = self._tx.whole_day(date).end - timedelta(minutes=1)
        if date == self._tx.today:
            evening = min(evening, self._tx.now)
        return max(evening, arrival) if date == self._tx.date_of(arrival) else evening

    def _wrong(self, name: str, why: str) -> None:
        self.faults.setdefault(name, [why])
