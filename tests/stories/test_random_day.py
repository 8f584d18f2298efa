"""Whatever is done at the desk in whatever order, the log and the days say what really happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desk.domain.errors import DayFull, Invalid, NotSoMany, Stale
from desk.domain.visitor import Party, Standing
from desk.services import days, undo, visitor_log, visitors
from desk.services.visitor_log import View
from tests.conftest import at
from tests.stories.paper import Desk, Known
from tests.strategies import WORDS

TODAY = at(9).date()
DATES = [TODAY + timedelta(days=n) for n in range(3)]
TEXTS = ["ada", "łuk", "12b", "deliv", "ab1"]

parties = st.builds(
    Party,
    visitor=st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(" ".join),
    resident_id=st.sampled_from([1, 2]),
    subject=st.sampled_from(["Tea", "Delivery"]),
    people=st.integers(1, 4),
    license_plate=st.none() | st.just("AB-123"),
)
a_few = st.integers(1, 6)
dates = st.sampled_from(DATES)
hours = st.integers(-2, 20).map(lambda number: timedelta(hours=number))


class AnyDayAtTheDesk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(DATES)

    @initialize(places=st.integers(0, 8))
    def today_has_few_places(self, places: int) -> None:
        after = self.desk.paper.with_day(TODAY, places, 0)
        self.desk.do(after, days.set_places, TODAY, places)

    @rule(party=parties, ahead=hours)
    def expect(self, party: Party, ahead: timedelta) -> None:
        moment = self.desk.clock() + ahead
        known = Known(party, expected_at=moment)
        self.desk.write_down(known, self.desk.paper, visitors.expect, party, moment)

    @rule(party=parties, counted=st.booleans())
    def arrive(self, party: Party, counted: bool) -> None:
        after = self.desk.counting(party.people) if counted else self.desk.paper
        known = Known(party, arrived_at=self.desk.clock())
        self.desk.write_down(known, after, visitors.arrive, party, counted=counted)

    @precondition(lambda self: self.desk.paper.ids(Standing.EXPECTED))
    @rule(data=st.data(), party=parties, counted=st.booleans())
    def admit(self, data: st.DataObject, party: Party, counted: bool) -> None:
        key, known, seen = self._any(data, Standing.EXPECTED)
        after = self.desk.counting(party.people) if counted else self.desk.paper
        inside = replace(known, party=party, arrived_at=self.desk.clock())
        after = after and after.with_entries({key: inside})
        self.desk.do(after, visitors.admit, key, party, seen=seen, counted=counted)

    @precondition(lambda self: self.desk.paper.ids(Standing.INSIDE))
    @rule(data=st.data(), party=parties)
    def amend(self, data: st.DataObject, party: Party) -> None:
        key, known, seen = self._any(data, Standing.INSIDE)
        self.desk.refuse(Stale, visitors.amend, key, replace(party, note="x"), seen=seen - 1)
        after = self.desk.paper.with_entries({key: replace(known, party=party)})
        self.desk.do(after, visitors.amend, key, party, seen=seen)

    @precondition(lambda self: self.desk.paper.ids(Standing.INSIDE))
    @rule(data=st.data())
    def depart(self, data: st.DataObject) -> None:
        inside = st.sampled_from(self.desk.paper.ids(Standing.INSIDE))
        ids = data.draw(st.lists(inside, min_size=1, max_size=3))
        now = self.desk.clock()
        gone = {key: replace(self.desk.paper.entries[key], departed_at=now) for key in ids}
        self.desk.do(self.desk.paper.with_entries(gone), visitors.depart, ids)

    @rule(data=st.data(), standing=st.sampled_from(Standing), removed=st.booleans())
    def remove_or_restore(self, data: st.DataObject, standing: Standing, removed: bool) -> None:
        if ids := self.desk.paper.ids(standing, removed=removed):
            key = data.draw(st.sampled_from(ids))
            known = replace(self.desk.paper.entries[key], removed=not removed)
            act = visitors.restore if removed else visitors.remove
            self.desk.do(self.desk.paper.with_entries({key: known}), act, [key])

    @rule(date=dates, people=a_few, reason=st.sampled_from(["", "a school class"]))
    def occupy(self, date: dt.date, people: int, reason: str) -> None:
        places, occupied = self.desk.paper.day(date)
        if occupied + people > places and not reason:
            self.desk.refuse(DayFull, days.occupy, date, people)
            return
        after = self.desk.paper.with_day(date, max(places, occupied + people), occupied + people)
        self.desk.do(after, days.occupy, date, people, override=reason)

    @rule(date=dates, people=a_few)
    def release(self, date: dt.date, people: int) -> None:
        places, occupied = self.desk.paper.day(date)
        if people > occupied:
            self.desk.refuse(NotSoMany, days.release, date, people)
            return
        after = self.desk.paper.with_day(date, places, occupied - people)
        self.desk.do(after, days.release, date, people)

    @rule(date=dates, places=st.integers(0, 12))
    def set_places(self, date: dt.date, places: int) -> None:
        occupied = self.desk.paper.day(date)[1]
        if places < occupied:
            self.desk.refuse(Invalid, days.set_places, date, places)
            return
        after = self.desk.paper.with_day(date, places, occupied)
        self.desk.do(after, days.set_places, date, places)

    @precondition(lambda self: self.desk.undo)
    @rule()
    def undo_the_last_step(self) -> None:
        self.desk.turn_back(self.desk.undo, self.desk.redo)

    @precondition(lambda self: self.desk.redo)
    @rule()
    def do_it_again(self) -> None:
        self.desk.turn_back(self.desk.redo, self.desk.undo)

    @precondition(lambda self: len(self.desk.undo) > 1)
    @rule(data=st.data())
    def undo_something_older(self, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(self.desk.undo) - 2))
        batch, before = self.desk.undo[place]
        try:
            with self.desk.database.write("ann") as tx:
                undo.revert(tx, batch)
        except Stale:
            return
        # Nothing was built upon it, so it could be taken back; do it again.
        with self.desk.database.write("ann") as again:
            undo.revert(again, tx.batch)
        self.desk.undo[place] = (again.batch, before)

    @rule(minutes=st.integers(1, 400))
    def time_passes(self, minutes: int) -> None:
        self.desk.clock.advance(timedelta(minutes=minutes))

    @invariant()
    def the_database_says_what_the_paper_says(self) -> None:
        stored = self.desk.stored()

        assert stored == self.desk.paper
        assert all(0 <= occupied <= places for places, occupied in stored.days.values())

    @invariant()
    def the_lists_and_their_totals_agree(self) -> None:
        paper = self.desk.paper
        with self.desk.database.read() as tx:
            for standing in Standing:
                view = View(standing=standing)
                total = visitor_log.count(tx, view)
                page = visitor_log.page(tx, view, 0, total, total)
                assert sorted(entry.id for entry in page) == paper.ids(standing)
            inside = [paper.entries[key] for key in paper.ids(Standing.INSIDE)]
            totals = visitor_log.totals(tx)
            assert {e.id for e in visitors.inside(tx)} == set(paper.ids(Standing.INSIDE))
        assert totals.parties_inside == len(inside)
        assert totals.people_inside == sum(known.party.people for known in inside)

    @invariant()
    def a_search_finds_what_is_there_and_nothing_from_the_bin(self) -> None:
        entries = self.desk.paper.entries
        with self.desk.database.read() as tx:
            for text in TEXTS:
                for removed in (False, True):
                    found = visitor_log.found(tx, View(text=text, removed=removed))
                    assert all(entries[entry.id].removed is removed for entry in found)
            for key, known in list(entries.items())[-4:]:
                view = View(text=known.party.visitor, removed=known.removed)
                assert key in [entry.id for entry in visitor_log.found(tx, view)]

    def _any(self, data: st.DataObject, standing: Standing) -> tuple[int, Known, int]:
        """An entry of this standing: its id, what the paper says of it, and its version."""
        key = data.draw(st.sampled_from(self.desk.paper.ids(standing)))
        with self.desk.database.read() as tx:
            return key, self.desk.paper.entries[key], visitor_log.one(tx, key).version

    def teardown(self) -> None:
        self.desk.close()


@pytest.mark.parametrize("examples", [7, pytest.param(20, marks=pytest.mark.long)])
def test_any_day_at_the_desk_agrees_with_the_paper(examples: int) -> None:
    run_state_machine_as_test(
        AnyDayAtTheDesk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
