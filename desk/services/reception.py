"""What happens at the counter in one act: a party, a host nobody had written down, its places.

Each act is one transaction, so that undoing it takes all of it back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from desk.domain.visitor import Party, Times, VisitorEntry
from desk.services import days, people, visitors
from desk.services.people import Details
from desk.store.database import Write


@dataclass(frozen=True, slots=True, kw_only=True)
class Guests:
    """A party and whom it visits: `new_host` stands for a host who is not in the directory yet."""

    party: Party
    new_host: Details | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival(Guests):
    """A party at the counter.

    `expected` and `seen` are id and version of the entry it was announced by. `counted` takes its
    places of today; `beyond` is the reason for going over their number, `anyway` that for letting
    in somebody who must not be.
    """

    expected: int | None = None
    seen: int = 0
    counted: bool = False
    beyond: str = ""
    anyway: str = ""


def receive(tx: Write, arrival: Arrival) -> VisitorEntry:
    """Let a party in: the one that was announced, or one nobody knew of.

    Refused as `NotAdmitted` or `DayFull` unless there is a reason for doing it all the same.
    """
    party = _with_host(tx, arrival)
    if arrival.expected is None:
        entry = visitors.arrive(tx, party, anyway=arrival.anyway)
    else:
        entry = visitors.admit(
            tx, arrival.expected, party, seen=arrival.seen, anyway=arrival.anyway
        )
    if arrival.counted:
        days.occupy(tx, tx.today, party.people, override=arrival.beyond)
    return entry


def announce(tx: Write, guests: Guests, times: Times) -> VisitorEntry:
    """Write down a party that is to come."""
    return visitors.enter(tx, _with_host(tx, guests), times)


def amend(
    tx: Write, entry_id: int, guests: Guests, times: Times | None, *, seen: int
) -> VisitorEntry:
    """Change an entry, as `visitors.amend` does."""
    return visitors.amend(tx, entry_id, _with_host(tx, guests), times, seen=seen)


def _with_host(tx: Write, guests: Guests) -> Party:
    if guests.new_host is None:
        return guests.party
    return replace(guests.party, resident_id=people.add(tx, guests.new_host).id)
