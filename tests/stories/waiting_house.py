"""A house with a calendar and a waiting list, and what must always be true of both."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from desk.domain.appointment import Appointment
from desk.domain.directory import Per
from desk.domain.errors import DeskError
from desk.domain.serving import FreePlace
from desk.domain.span import Span
from desk.domain.waiting import Joining, Offer, State, WaitingEntry, turn
from desk.domain.wall_clock import milliseconds, wall_clock
from desk.services import (
    appointment_rows,
    availabilities,
    day_places,
    days,
    directory,
    free_places,
    offers,
    slot_tables,
    undo,
    waiting,
    waiting_line,
    waiting_rows,
)
from desk.store.database import Database, Read
from desk.store.records import AppointmentRecord, SiteRecord
from tests import build
from tests.build import span
from tests.conftest import ZONE, Clock, at

TODAY = at(9).date()
DATES = [TODAY, TODAY + timedelta(days=1)]
SLOTS = [span(10, day=day) for day in (0, 1)] + [span(10, 30, day=day) for day in (0, 1)]
HOURS, LAST = "FREQ=DAILY", at(12, day=1)
SLOT, DAY, STOCK = 1, 2, 3

numbers = st.integers(0, 40)
WISHES: dict[str, list[Any]] = {
    "type_id": [SLOT, SLOT, SLOT, DAY, STOCK],
    "variation_id": [None, None, 1],
    "dates": [(), (), (TODAY,), (DATES[1],), tuple(DATES)],
    "since": [None, None, time(11, 15)],
    "notice": [timedelta(), timedelta(hours=1)],
    "party": [1, 1, 1, 2],
    "priority": [0, 0, 0, 1],
}
USUAL = [
    *("join", "join", "amend", "cancel", "cancel", "accept", "decline", "offer", "count out"),
    "sweep",
]
wishes = st.fixed_dictionaries({name: st.sampled_from(few) for name, few in WISHES.items()})


class Kept(RuleBasedStateMachine):
    """Two providers with two slots a day, two dates, a stock, and people who want any of it."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock(at(8))
        self.folder = tempfile.TemporaryDirectory()
        self.database = Database(f"sqlite:///{self.folder.name}/desk.db", clock=self.clock)
        self.joined = 0
        self.served: dict[int, tuple[int, ...]] = {}
        self.undoable: list[int] = []

    @initialize(automatic=st.booleans(), capacity=st.integers(1, 2))
    def there_is_a_house(self, automatic: bool, capacity: int) -> None:
        with self.database.write("ann") as tx:
            tx.add(SiteRecord(slug="main", name="House", zone=ZONE))
            build.appointment_type(tx, "therapy", automatic=automatic)
            build.appointment_type(tx, "day", Per.DAY)
            build.appointment_type(tx, "class", Per.STOCK, places=0)
            for name in ("Rossi", "Lee"):
                resource = build.resource(tx, name, name)
                first = span(10, minutes=60)
                there = build.availability(
                    tx, resource.id, first, rule=HOURS, until=LAST, capacity=capacity
                )
                build.variation(tx, SLOT, resource.id, name)
                for slot in SLOTS * capacity:
                    build.appointment(tx, there, slot)
            for date in DATES:
                build.day(tx, date, places=1, occupied=1)
            for number in (1, 2):
                build.waiting(tx, SLOT, f"First {number}")

    def _there_is(self, new: Joining, *, besides: int = 0) -> tuple[int, int]:
        """Free places that would do, and the people who wait for them, counted one by one."""
        with self.database.read() as tx:
            [type_] = [t for t in directory.appointment_types(tx) if t.id == new.type_id]
            there = waiting_line.suited(tx, type_, waiting_rows.terms_of(tx, new))
            now = milliseconds(tx.now)
            people = sum(
                others.party
                for key, others in waiting_rows.queue(tx, waiting_rows.types_waited_for(tx))
                if key != besides and any(others.suited_by(place, now) for place in there)
            )
        return sum(each.free for each in there), people

    def _require_order(self, offered: list[Offer]) -> None:
        """Nobody waits on who stands ahead of somebody that was offered what would have done."""
        with self.database.read() as tx:
            automatic = {type_.id for type_ in offers.automatic_types(tx)}
            line = [each.entry for each in waiting_line.listed(tx, states=[State.WAITING])]
            for offer in offered:
                got = waiting_line.one(tx, offer.entry_id).entry
                for entry in line:
                    if entry.type_id in automatic and turn(entry) < turn(got):
                        terms = waiting_rows.terms_of(tx, entry, entry.passed)
                        place = _place(tx, got, offer)
                        assert not terms.suited_by(place, milliseconds(tx.now)), (entry, got)

    def _claims(self) -> list[Appointment]:
        with self.database.read() as tx:
            return appointment_rows.found(tx, appointment_rows.counting(tx.now))

    def _of(self, tx: Read, entry_id: int) -> list[Appointment]:
        return waiting_line.claims_of(tx, [entry_id])[entry_id]

    def _served(self) -> dict[int, tuple[int, ...]]:
        with self.database.read() as tx:
            return {
                each.id: each.offer.ids
                for each in waiting_line.listed(tx)
                if each.offer is not None
            }

    def _somebody(self, number: int, *states: State) -> int:
        with self.database.read() as tx:
            there = waiting_line.listed(tx, states=states or None)
        return there[number % len(there)].id if there else 0

    def _standing(self, entry_id: int) -> tuple[WaitingEntry, State]:
        with self.database.read() as tx:
            there = waiting_line.one(tx, entry_id)
        return there.entry, there.state

    def _line(self) -> list[int]:
        """Who waits, the next to be served first."""
        with self.database.read() as tx:
            return [each.id for each in waiting_line.listed(tx, states=[State.WAITING])]

    def _to_somebody(
        self, number: int, act: Callable[..., object], *states: State, **how: Any
    ) -> int | None:
        entry_id = self._somebody(number, *states)
        return entry_id if entry_id and self._try(act, entry_id, **how) else None

    def _try(self, act: Callable[..., object], *args: Any, **how: Any) -> bool:
        return self._refusal(act, *args, **how) is None

    def _refusal(self, act: Callable[..., object], *args: Any, **how: Any) -> DeskError | None:
        try:
            self._do(act, *args, **how)
        except DeskError as refusal:
            return refusal
        return None

    def _do(self, act: Callable[..., object], *args: Any, **how: Any) -> object:
        before = self._on_offer()
        with self.database.read() as tx:
            due = waiting.due(tx)
        with self.database.write("ann") as tx:
            found = act(tx, *args, **how)
        if tx.batch:
            self.undoable.append(tx.batch)
        if not due and act is not waiting.join:
            # Whatever comes free is on offer by the end of the act.
            with self.database.read() as tx:
                assert not waiting.due(tx), act
        if act not in (waiting.offer, undo.revert):
            self._require_order([o for key, o in self._on_offer().items() if key not in before])
        return found

    def _on_offer(self) -> dict[int, Offer]:
        with self.database.read() as tx:
            there = waiting_line.listed(tx, states=[State.OFFERED])
            return {each.id: each.offer for each in there if each.offer is not None}

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()


class Watched(Kept):
    """The same, looked at after every act."""

    @invariant()
    def nobody_has_two_places_and_no_place_is_had_by_two(self) -> None:
        with self.database.read() as tx:
            places = defaultdict(list)
            for claim in appointment_rows.found(tx, AppointmentRecord.place.is_not(None)):
                record = tx.get(AppointmentRecord, claim.id)
                places[claim.availability_id, claim.span.start, record.place].append(claim)
            assert all(len(several) == 1 for several in places.values())
            for listed in waiting_line.listed(tx):
                if listed.offer is not None:
                    assert len(listed.offer.ids) == listed.entry.party
                if listed.state is State.OFFERED:
                    assert len({claim.span for claim in self._of(tx, listed.id)}) == 1

    @invariant()
    def nothing_is_given_away_beyond_its_places(self) -> None:
        with self.database.read() as tx:
            for date in DATES:
                assert day_places.on(tx, date).free >= 0
            offered = Counter(
                (claim.availability_id, claim.span.start)
                for claim in appointment_rows.found(tx, appointment_rows.counting(tx.now))
            )
            period = Span(at(0), at(0, day=3))
            for slot in slot_tables.tables(tx, period).slots():
                assert slot.taken == offered[slot.availability_id, slot.span.start]

    @invariant()
    def nobody_is_served_twice(self) -> None:
        now = self._served()
        assert all(now[key] == ids for key, ids in self.served.items())
        self.served = now

    @invariant()
    def what_is_on_offer_ends_before_it_begins(self) -> None:
        with self.database.read() as tx:
            for listed in waiting_line.listed(tx, states=[State.OFFERED]):
                assert listed.offer is not None
                until = listed.offer.held_until
                end = listed.offer.span.start if listed.offer.availability_id else None
                assert until is not None
                assert end is None or until <= end
                assert until > tx.now

    @invariant()
    def a_place_in_the_queue_counts_who_comes_first(self) -> None:
        with self.database.read() as tx:
            line = [each.entry for each in waiting_line.listed(tx, states=[State.WAITING])]
            standing = waiting_line.positions(tx)
        assert line == sorted(line, key=turn)
        for type_id in (SLOT, DAY, STOCK):
            mine = [entry.id for entry in line if entry.type_id == type_id]
            assert all(1 <= standing[key] <= n for n, key in enumerate(mine, 1))


def _place(tx: Read, entry: WaitingEntry, offer: Offer) -> FreePlace:
    """The place of an offer, as it was when it was free."""
    per = {SLOT: Per.SLOT, DAY: Per.DAY, STOCK: Per.STOCK}[entry.type_id]
    capacity = 99
    if offer.availability_id is not None:
        capacity = availabilities.one(tx, offer.availability_id).capacity
    elif per is Per.DAY:
        capacity = days.on(tx, tx.date_of(offer.span.start)).places
    clock = wall_clock(tx.zone.key)
    start, end = milliseconds(offer.span.start), milliseconds(offer.span.end)
    day, since = clock.reading(start)
    return FreePlace(
        per=per,
        start=start,
        end=end,
        begins=free_places.begins(per, start, end),
        free=entry.party,
        capacity=capacity,
        day=day,
        since=since,
        until=since + end - start,
        resource_id=offer.resource_id,
        availability_id=offer.availability_id,
        type_id=entry.type_id,
    )
