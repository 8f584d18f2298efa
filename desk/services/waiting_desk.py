"""The waiting list as it is worked at the desk: each act of a person is one transaction."""

from __future__ import annotations

from dataclasses import replace

from desk.domain.waiting import Joining, Offer, Place, WaitingEntry
from desk.services import claims, people, waiting
from desk.store.database import Write


def join(tx: Write, new: Joining, unknown: people.Details | None = None) -> WaitingEntry:
    """Put somebody on the list, as `waiting.join` does; `unknown` is written down as a person."""
    return waiting.join(tx, _with_person(tx, new, unknown))


def amend(
    tx: Write, entry_id: int, new: Joining, unknown: people.Details | None = None, *, seen: int
) -> WaitingEntry:
    """Change what somebody waits for, as `waiting.amend` does."""
    return waiting.amend(tx, entry_id, _with_person(tx, new, unknown), seen=seen)


def pass_on(
    tx: Write, entry_id: int, following: int | None, place: Place | None, *, reason: str = ""
) -> list[Offer]:
    """Note that somebody declines, and offer the same place to whoever follows.

    It is never free in between. Where what comes free is offered by itself, that has gone first.
    """
    claims.shut_calendar(tx, None)
    made = waiting.decline(tx, entry_id, reason=reason)
    if following is None or made:
        return made
    return [waiting.offer(tx, following, place)]


def _with_person(tx: Write, new: Joining, unknown: people.Details | None) -> Joining:
    if unknown is None:
        return new
    return replace(new, person_id=people.add(tx, unknown).id, name="", phone=None)
