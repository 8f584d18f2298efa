"""Tables of slots say what slots one by one would say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.appointment import Appointment, Shelf
from desk.domain.errors import NotFound
from desk.domain.slot import Slot, SlotTable, SlotTables, State
from desk.domain.slot_grid import Claims, Grid, shape
from desk.domain.span import Span
from desk.domain.wall_clock import instant, milliseconds

MINUTE = 60_000
NINE = datetime(2030, 2, 4, 9, tzinfo=UTC)
ORIGIN = milliseconds(NINE)
HOUR = timedelta(hours=1)
DAY = Span(NINE, NINE + 24 * HOUR)

offsets = st.integers(-30, 30 * 60).map(lambda minutes: minutes * MINUTE)
stretches = st.tuples(offsets, st.integers(1, 300)).map(
    lambda pair: (ORIGIN + pair[0], ORIGIN + pair[0] + pair[1] * MINUTE)
)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Blocks of slots over a day and a half, which overlap now and then."""
    length = draw(st.sampled_from([10, 20, 45])) * MINUTE
    blocks = st.tuples(st.integers(0, 30 * 60).map(lambda each: each * MINUTE), st.integers(1, 9))
    found = sorted(draw(st.lists(blocks, min_size=1, max_size=4)))
    return Grid(ORIGIN + found[0][0], shape(tuple((b - found[0][0], n) for b, n in found), length))


def spans_of(grid: Grid) -> list[tuple[int, int]]:
    return [(start, start + grid.length) for start in grid.starts]


def told(grid: Grid, starts: list[int]) -> str:
    """As a database tells of what begins then."""
    return ",".join(str(start - grid.begin) for start in starts)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@given(grids(), st.data(), st.integers(1, 3), st.lists(stretches, max_size=3))
def test_a_table_is_what_its_slots_are_one_by_one(
    grid: Grid, data: st.DataObject, capacity: int, closed: list[tuple[int, int]]
) -> None:
    slots = spans_of(grid)
    exact = data.draw(st.lists(st.sampled_from(slots), max_size=12))
    others = data.draw(st.lists(stretches, max_size=4))
    alike = [pair for pair in others if pair[1] - pair[0] == grid.length]
    claims = Claims(
        told(grid, [start for start, _ in (*exact, *alike)]),
        [pair for pair in others if pair not in alike],
    )

    table = SlotTable(1, 2, None, capacity, grid, claims)
    table.shut(closed)

    taken = [sum(overlap(slot, claim) for claim in (*exact, *others)) for slot in slots]
    assert [slot.taken for slot in table] == taken
    for slot, times, state in zip(table, slots, table.states, strict=True):
        shut = any(overlap(times, each) for each in closed)
        full = slot.taken >= capacity
        assert slot.closed == shut
        assert slot.state == (State.CLOSED if shut else State.TAKEN if full else State.FREE)
        assert slot.state == state
        assert slot.free == (0 if shut else max(capacity - slot.taken, 0))


@given(grids(), st.lists(stretches, min_size=1, max_size=6), st.integers(1, 2))
def test_counting_one_after_the_other_is_counting_all(
    grid: Grid, claimed: list[tuple[int, int]], capacity: int
) -> None:
    whole = SlotTable(1, 2, None, capacity, grid, Claims("", claimed))
    table = SlotTable(1, 2, None, capacity, grid, Claims())

    for start, end in claimed:
        table.count(start, end, 1)

    assert list(table.taken) == list(whole.taken)
    assert table.states == whole.states
    for start, end in claimed:
        table.count(start, end, -1)
    assert set(table.taken) == {0}
    assert set(table.states) == {State.FREE}


def test_more_are_counted_than_a_byte_can_hold() -> None:
    grid = Grid(ORIGIN, shape(((0, 3),), 60 * MINUTE))

    table = SlotTable(1, 2, None, 300, grid, Claims(told(grid, [ORIGIN] * 299)))
    before = table[0].free
    table.count(ORIGIN, ORIGIN + MINUTE, 1)
    small = SlotTable(1, 2, None, 400, grid, Claims(told(grid, [ORIGIN] * 255)))
    small.count(ORIGIN, ORIGIN + MINUTE, 5)

    assert before == 1
    assert table[0].state == State.TAKEN
    assert [slot.taken for slot in table] == [300, 0, 0]
    assert small[0].taken == 260


def made(hour: int, *, key: int = 1, **fields: object) -> Appointment:
    span = Span(NINE + hour * HOUR, NINE + (hour + 1) * HOUR)
    facts = {"availability_id": key, "resource_id": 2, "span": span} | fields
    return Appointment(id=1, created_at=NINE, updated_at=NINE, **facts)  # type: ignore[arg-type]


@pytest.fixture
def tables() -> SlotTables:
    """Three hours of one place each."""
    grid = Grid(ORIGIN, shape(((0, 3),), 60 * MINUTE))
    table = SlotTable(1, 2, "check-up", 1, grid, Claims())
    table.shut([(ORIGIN + 120 * MINUTE, ORIGIN + 121 * MINUTE)])
    return SlotTables(DAY, NINE, [table])


def states(tables: SlotTables) -> list[int]:
    return list(tables.of(1).states)


def test_tables_follow_a_booking_that_is_made_moved_and_cancelled(tables: SlotTables) -> None:
    first, moved = made(0), made(1)

    tables.apply(None, first)
    booked = states(tables)
    tables.apply(first, moved)
    after = states(tables)
    tables.apply(moved, made(1, shelf=Shelf.TRASH))

    assert booked == [State.TAKEN, State.FREE, State.CLOSED]
    assert after == [State.FREE, State.TAKEN, State.CLOSED]
    assert states(tables) == [State.FREE, State.FREE, State.CLOSED]


def test_a_closed_slot_stays_closed_whoever_is_booked_on_it(tables: SlotTables) -> None:
    tables.apply(None, made(2))

    assert states(tables)[2] == State.CLOSED
    assert tables.of(1)[2].taken == 1


def test_a_hold_counts_as_it_did_when_the_tables_were_made(tables: SlotTables) -> None:
    live, lapsed = made(0, held_until=NINE + HOUR), made(1, held_until=NINE)

    tables.apply(None, live)
    tables.apply(None, lapsed)

    assert states(tables) == [State.TAKEN, State.FREE, State.CLOSED]
    assert tables.good_until == NINE + HOUR
    tables.apply(live, made(0))
    assert states(tables) == [State.TAKEN, State.FREE, State.CLOSED]


def test_what_is_elsewhere_leaves_the_tables_alone(tables: SlotTables) -> None:
    tables.apply(None, made(0, key=7))
    tables.apply(None, made(0, availability_id=None))
    tables.apply(None, made(40))

    assert states(tables) == [State.FREE, State.FREE, State.CLOSED]


def test_slots_are_found_by_their_state_and_by_their_time(tables: SlotTables) -> None:
    tables.apply(None, made(0))
    table = tables.of(1)

    free = [table[number].span for number in table.numbers()]

    assert free == [Span(NINE + HOUR, NINE + 2 * HOUR)]
    assert list(table.numbers(State.CLOSED)) == [2]
    assert table.find(free[0]) == table[1]
    assert table.find(Span(NINE, NINE + timedelta(minutes=5))) is None
    assert table.find(Span(NINE - HOUR, NINE)) is None
    with pytest.raises(NotFound):
        tables.of(9)


def test_every_slot_is_given_in_the_order_of_time() -> None:
    grid = Grid(ORIGIN, shape(((0, 2),), 60 * MINUTE))
    earlier = Grid(ORIGIN - MINUTE, shape(((0, 1),), 60 * MINUTE))

    tables = SlotTables(
        DAY,
        NINE,
        [SlotTable(key, None, None, 1, each, Claims()) for key, each in enumerate((grid, earlier))],
    )

    found: list[Slot] = tables.slots()
    assert [slot.span.start for slot in found] == [
        instant(ORIGIN - MINUTE),
        instant(ORIGIN),
        instant(ORIGIN + 60 * MINUTE),
    ]
    assert len(tables) == 3
    assert [table.availability_id for table in tables.of_resource(None)] == [0, 1]
    assert 1 in tables
