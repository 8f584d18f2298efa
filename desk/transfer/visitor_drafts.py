"""From the rows of one visit to what the visitor log is to hold.

The first row is the leading visitor's and says whom they visit, why and when they were expected;
the others are companions. Nothing is looked up here: the same rows always give the same draft.
What is decided for the oddities of real files stands in `resources/mappings/README.md`.
"""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from desk.domain.errors import Invalid
from desk.domain.folding import fold
from desk.domain.visitor import Party, Times
from desk.transfer.csv_rows import Fault, Row
from desk.transfer.mapping import Fit
from desk.transfer.moments import Moment, Moments
from desk.transfer.names import divided
from desk.transfer.quoting import quoted

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Host:
    """Who is visited, as the file has it; `uid` is empty where the file knows none."""

    uid: str
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry that is not in the log yet. `party` has no resident: that is `host`'s matter.

    `rows` of the file went into it, `repeated` more say nothing that those do not.
    """

    key: str
    uid: str | None
    host: Host
    party: Party
    times: Times
    created_at: datetime | None
    rows: int
    repeated: int

    @property
    def names(self) -> list[str]:
        """Everybody in the party whose name is known, folded."""
        return [fold(name) for name in (self.party.visitor, *self.party.companions)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guest:
    """What one row says of one person."""

    row: Row
    name: str
    badge: str
    arrived: Moment | None
    departed: Moment | None
    cancelled: Moment | None
    created: Moment | None


class Drafts:
    """Makes drafts from the rows of one file, as things stand at the instant `now`."""

    def __init__(self, fit: Fit, moments: Moments, now: datetime) -> None:
        self._fit = fit
        self._moments = moments
        self._now = now

    def draft(self, key: str, rows: Sequence[Row]) -> Draft:
        """The entry of these rows, all of one visit; `Fault` with the first that is wrong."""
        different = _first_of_each((row.cells, row) for row in rows)
        if len(different) > 1 and not self._fit.mapping.one_entry:
            other = different[1]
            raise Fault(other, f"has the same id as line {different[0].line}, but says otherwise")
        guests = [self._guest(row) for row in different]
        first = different[0]
        try:
            times = self._times(first, guests)
            times.require_sense()
            party = self._party(first, guests, self._notes(first, guests))
            party.require_sense()
        except Invalid as error:
            raise Fault(first, self._reasons(error)) from error
        created = [guest.created.at for guest in guests if guest.created]
        return Draft(
            key=key,
            uid=self._uid("id", first) or None,
            host=self._host(first),
            party=party,
            times=times,
            created_at=min(created, default=None),
            rows=len(different),
            repeated=len(rows) - len(different),
        )

    def _guest(self, row: Row) -> _Guest:
        name = self._fit.text("visitor", row.cells)
        if not name:
            raise Fault(row, f"{self._fit.called('visitor')} must not be empty")
        arrival = self._moment("arrival", row)
        departed = self._moment("departed", row)
        here = arrival and (departed or arrival.at <= self._now)
        return _Guest(
            row=row,
            name=name,
            badge=self._fit.text("badge", row.cells),
            arrived=self._moment("arrived", row) or (arrival if here else None),
            departed=departed,
            cancelled=self._moment("cancelled", row),
            created=self._moment("created", row),
        )

    def _party(self, first: Row, guests: Sequence[_Guest], notes: Sequence[str]) -> Party:
        names = [guest.name for guest in guests] + [
            name for guest in guests for name in self._fit.texts("companions", guest.row.cells)
        ]
        different = _first_of_each((fold(name), name) for name in names)
        note = [self._fit.text("note", first.cells), *notes]
        return Party(
            visitor=names[0],
            resident_id=0,
            subject=self._fit.text("subject", first.cells),
            people=self._people(guests, len(different)),
            # Each is kept on a line of its own.
            companions=tuple(" ".join(name.split()) for name in different[1:]),
            vehicle_color=self._fit.text("vehicle_color", first.cells) or None,
            license_plate=self._fit.text("license_plate", first.cells) or None,
            badge=guests[0].badge or None,
            note="\n".join(part for part in note if part),
        )

    def _people(self, guests: Sequence[_Guest], different: int) -> int:
        """The size that is stated, else how many different people are listed."""
        for guest in guests:
            stated = self._fit.text("people", guest.row.cells)
            if stated:
                if not stated.isdecimal() or len(stated) > 9:
                    raise self._unreadable("people", guest.row, "a number of people")
                return int(stated)
        return different

    def _times(self, first: Row, guests: Sequence[_Guest]) -> Times:
        expected = self._moment("expected", first) or self._moment("arrival", first)
        here = [guest for guest in guests if guest.arrived]
        if not here:
            gone = next((guest for guest in guests if guest.departed), None)
            if gone:
                raise Fault(gone.row, "somebody has left who has not arrived")
            if expected is None:
                raise Invalid(arrival=["must not be empty"])
            return Times(expected_at=expected.at, arrival_text=expected.text)
        arrived = self._first_arrival(here)
        announced = self._moment("expected", first)
        departed, seen = self._departure(here, arrived)
        return Times(
            # A date alone tells nothing about somebody who came, and is no instant to show.
            expected_at=announced.at if announced and not announced.whole_day else None,
            arrived_at=arrived.at,
            departed_at=departed.at if departed else None,
            arrival_text=arrived.text,
            departure_text=departed.text if departed else None,
            seen_leaving=seen,
        )

    def _first_arrival(self, here: Sequence[_Guest]) -> Moment:
        """The earliest; on the first day a time of day counts for more than the mere date."""
        moments = [guest.arrived for guest in here if guest.arrived]
        return min(moments, key=lambda m: (self._moments.date_of(m.at), m.whole_day, m.at))

    def _departure(self, here: Sequence[_Guest], arrived: Moment) -> tuple[Moment | None, bool]:
        """When the last one left, and whether anybody saw it.

        A party has left when all of it has. Of one whose day is over, and of which that is not
        known, nobody will ever say so: it is closed, unless the mapping leaves such ones open.
        """
        day = self._moments.date_of(arrived.at)
        evening = max(self._moments.last_minute(day), arrived.at)
        known = [guest.departed for guest in here if guest.departed]
        if len(known) == len(here):
            last = max(known, key=lambda moment: moment.at)
            if last.whole_day:
                date = self._moments.date_of(last.at)
                end = evening if date == day else self._moments.last_minute(date)
                last = replace(last, at=end)
            return last, True
        if self._fit.mapping.leave_open or day >= self._moments.date_of(self._now):
            return None, True
        return Moment(evening, False, None), False

    def _notes(self, first: Row, guests: Sequence[_Guest]) -> list[str]:
        occasions: dict[str, dict[str, object]] = {}
        here = [guest for guest in guests if guest.arrived]
        cancelled = [guest.cancelled for guest in guests if guest.cancelled]
        if len(cancelled) == len(guests):
            occasion = "came_although_cancelled" if here else "cancelled"
            occasions[occasion] = {"cancelled": self._shown(cancelled[0])}
        expected = self._moment("expected", first)
        if here and expected:
            days = {self._moments.date_of(g.arrived.at) for g in here if g.arrived}
            if self._moments.date_of(expected.at) not in days:
                occasions["came_on_another_day"] = {"expected": self._shown(expected)}
        came = {fold(guest.name) for guest in here}
        listed = {fold(guest.name) for guest in guests}
        if here and came != listed:
            occasions["some_came"] = {"came": len(came), "listed": len(listed)}
        notes = self._fit.mapping.notes
        return [notes[name].format(**facts) for name, facts in occasions.items() if name in notes]

    def _shown(self, moment: Moment) -> str:
        local = moment.at.astimezone(self._moments.zone)
        return f"{local:%Y-%m-%d}" if moment.whole_day else f"{local:%Y-%m-%d %H:%M}"

    def _host(self, row: Row) -> Host:
        first = self._fit.text("host_first_name", row.cells)
        last = self._fit.text("host_last_name", row.cells)
        if whole := self._fit.text("host", row.cells):
            first, last = divided(whole)
        if not (first or last):
            raise Fault(row, "it does not say whom the visitor came to see")
        return Host(self._uid("host_id", row), first, last)

    def _uid(self, name: str, row: Row) -> str:
        text = self._fit.text(name, row.cells)
        try:
            return str(uuid.UUID(text)) if text else ""
        except ValueError as error:
            raise self._unreadable(name, row, "a GUID") from error

    def _moment(self, name: str, row: Row) -> Moment | None:
        text = self._fit.text(name, row.cells)
        try:
            return self._moments.read(text)
        except ValueError as error:
            raise self._unreadable(name, row, "a time that can be read") from error

    def _unreadable(self, name: str, row: Row, wanted: str) -> Fault:
        said = quoted(self._fit.text(name, row.cells))
        return Fault(row, f"{self._fit.called(name)}: {said} is not {wanted}")

    def _reasons(self, error: Invalid) -> str:
        return "; ".join(
            f"{self._fit.called(field)} {why}"
            for field, each in error.reasons.items()
            for why in each
        )


def _first_of_each(pairs: Iterable[tuple[Hashable, T]]) -> list[T]:
    """The second parts, in order, each time but the first of an equal first part left out."""
    found: dict[Hashable, T] = {}
    for key, value in pairs:
        found.setdefault(key, value)
    return list(found.values())
