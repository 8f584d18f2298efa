"""How well the waiting list fills what comes free, in numbers for a report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from desk.domain import waiting as rules
from desk.domain.appointment import Appointment, Shelf
from desk.domain.span import Span
from desk.domain.waiting import State
from desk.services import appointment_rows
from desk.store.database import Read
from desk.store.records import AppointmentRecord

_A = AppointmentRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class FillRate:
    """What became of the places of a period that were given up, and of the offers made in it.

    Of the places `freed` by bookings that were cancelled some were `filled` from the waiting list
    and some `otherwise`. Of the `offers`, of which each is for a whole party, some stand `open`.
    """

    freed: int = 0
    filled: int = 0
    otherwise: int = 0
    offers: int = 0
    accepted: int = 0
    declined: int = 0
    lapsed: int = 0
    open: int = 0

    @property
    def rate(self) -> float | None:
        """The share of the places freed that the list has filled; none where none were freed."""
        return self.filled / self.freed if self.freed else None


def fill_rate(tx: Read, period: Span) -> FillRate:
    """Of slots that begin in the period, and of offers made in it."""
    several: dict[object, list[Appointment]] = defaultdict(list)
    for claim in _of_slots_given_up(tx, period):
        several[claim.availability_id, claim.span.start].append(claim)
    freed, filled, otherwise = (
        sum(column) for column in zip((0, 0, 0), *map(_places, several.values()), strict=True)
    )
    ended = _outcomes(tx, period)
    return FillRate(
        freed=freed,
        filled=filled,
        otherwise=otherwise,
        offers=ended.total(),
        accepted=ended[State.ACCEPTED],
        declined=ended[State.DECLINED],
        lapsed=ended[State.LAPSED],
        open=ended[State.OFFERED],
    )


def _of_slots_given_up(tx: Read, period: Span) -> list[Appointment]:
    """Whoever is or was booked in the period on an availability on which somebody cancelled."""
    in_time = (_A.starts >= period.start, _A.starts < period.end, _A.availability_id.is_not(None))
    cancelled = (_A.shelf == Shelf.TRASH.value, _A.held_until.is_(None))
    given_up = select(_A.availability_id).where(*in_time, *cancelled)
    return appointment_rows.found(
        tx, *in_time, _A.held_until.is_(None), _A.availability_id.in_(given_up)
    )


def _places(several: Iterable[Appointment]) -> tuple[int, int, int]:
    """Of one slot: places given up, how many of them the list filled, and how many others did."""
    claims = list(several)
    gone = [claim for claim in claims if claim.shelf is Shelf.TRASH]
    if not gone:
        return 0, 0, 0
    filled = min(len(gone), sum(claim.entry_id is not None for claim in claims))
    since = min(claim.updated_at for claim in gone)
    later = sum(
        claim.entry_id is None and claim.shelf is Shelf.PUBLIC and claim.created_at >= since
        for claim in claims
    )
    return len(gone), filled, min(len(gone) - filled, later)


def _outcomes(tx: Read, period: Span) -> Counter[State]:
    """How the offers made in the period have ended, or that they have not."""
    made: dict[int, list[Appointment]] = defaultdict(list)
    of_offers = (_A.entry_id.is_not(None), _A.created_at >= period.start)
    for claim in appointment_rows.found(tx, *of_offers, _A.created_at < period.end):
        made[claim.entry_id or 0].append(claim)
    return Counter(rules.outcome(claims, tx.now) for claims in made.values())
