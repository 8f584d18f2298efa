"""A calendar with two providers, what was done with it, and what of it can be undone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from desk.domain.appointment import Appointment, Standing
from desk.domain.availability import Availability
from desk.domain.closure import Closure
from desk.domain.errors import DeskError, Stale
from desk.domain.open_time import NewAvailability
from desk.domain.span import Span
from desk.services import appointment_rows, availabilities, closures, site, undo
from desk.store.database import Database
from desk.store.records import AppointmentRecord
from tests import build
from tests.conftest import ZONE, Clock, at
from tests.contents import Rows, contents

State = dict[str, Rows]
T = TypeVar("T")


@dataclass(frozen=True)
class Look:
    """What is in the calendar: open time by id, closures, claims, and the places of these."""

    open: dict[int, Availability]
    shut: tuple[Closure, ...]
    claims: list[Appointment]
    places: dict[int, int | None]


class Calendar:
    """A new database with the mornings of two providers, one of whom takes two at once."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.clock = Clock(at(8))
        self.database = Database(f"sqlite:///{self._folder.name}/desk.db", clock=self.clock)
        with self.database.write("setup") as tx:
            site.name(tx, "House", ZONE)
            for first, capacity in (("Eva", 1), ("Ugo", 2)):
                build.mornings(tx, build.resource(tx, first).id, capacity=capacity)
        self._look: Look | None = None
        self.undo: list[tuple[int, State]] = []
        self.redo: list[tuple[int, State]] = []

    def do(self, service: Callable[..., object], *args: object, **how: Any) -> bool:
        """Carry something out, and say whether it could be; refused, it changes nothing."""
        before = contents(self.database)
        try:
            with self.database.write("ann") as tx:
                service(tx, *args, **how)
        except DeskError:
            assert contents(self.database) == before
            return False
        self._look = None
        if tx.batch:
            self.undo.append((tx.batch, before))
            self.redo.clear()
        return True

    def turn_back(self, steps: list[tuple[int, State]], others: list[tuple[int, State]]) -> None:
        """Take the last of `steps` back, to the letter, and put it upon the `others`."""
        batch, before = steps.pop()
        now = contents(self.database)
        with self.database.write("ann") as tx:
            undo.revert(tx, batch)
        self._look = None
        assert contents(self.database) == before
        others.append((tx.batch, now))

    def look(self) -> Look:
        """What there is, read again only after something was written."""
        if self._look is None:
            with self.database.read() as tx:
                claims = appointment_rows.found(tx)
                self._look = Look(
                    {each.id: each for each in availabilities.listed(tx)},
                    closures.between(tx, Span(at(0, day=-1), at(0, day=30))),
                    claims,
                    {each.id: tx.get(AppointmentRecord, each.id).place for each in claims},
                )
        return self._look

    def claims(self) -> list[Appointment]:
        return self.look().claims

    def shut(self) -> tuple[Closure, ...]:
        return self.look().shut

    def all_open(self) -> list[Availability]:
        return list(self.look().open.values())

    def all(self, *standings: Standing) -> list[Appointment]:
        return [each for each in self.claims() if each.standing(self.clock.now) in standings]

    def can_be_had(
        self, there: Availability, span: Span, owner: str | None = None, besides: int = 0
    ) -> bool:
        """Whether the slot can be had, worked out the long way."""
        others = [
            each
            for each in self.claims()
            if each.availability_id == there.id
            and each.counts(self.clock.now)
            and each.span.overlaps(span)
            and each.id != besides
            and not (owner and each.owner == owner and each.held_until and each.span == span)
        ]
        return (
            span in list(there.slot_spans(span))
            and not any(is_shut(closure, there, span) for closure in self.shut())
            and len(others) < there.capacity
        )

    def still_good(self, held: Appointment) -> bool:
        there = self.look().open.get(held.availability_id or 0)
        return there is not None and self.can_be_had(there, held.span, besides=held.id)

    def undo_older(self, place: int, *checks: Callable[[], object]) -> None:
        """Try to undo a step that is not the last, and see that what is there then is sound."""
        before = contents(self.database)
        try:
            with self.database.write("ann") as tx:
                undo.revert(tx, self.undo[place][0])
        except Stale:
            assert contents(self.database) == before
            return
        # Nothing was built upon it, so it could be taken back; do it again.
        self._look = None
        for check in checks:
            check()
        with self.database.write("ann") as again:
            undo.revert(again, tx.batch)
        self._look = None
        assert contents(self.database) == before
        self.undo[place] = (again.batch, self.undo[place][1])

    def close(self) -> None:
        self.database.close()
        self._folder.cleanup()


def chosen(several: Sequence[T], which: int) -> T:
    return several[which % len(several)]


def as_new(there: Availability, more: int) -> NewAvailability:
    """What the availability is, perhaps with a place more."""
    return NewAvailability(
        resource_id=there.resource_id,
        span=there.span,
        slot_length=there.slot_length,
        capacity=there.capacity + more,
        rule=there.rule,
        until=there.until,
        zone=there.zone,
    )


def is_shut(closure: Closure, there: Availability, span: Span) -> bool:
    return closure.shuts(there.resource_id) and closure.span.overlaps(span)
