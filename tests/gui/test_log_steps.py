"""How a long list becomes another one while some of its rows are held in place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desk.gui.visitors.log_steps import Insert, Remove, Step, runs, shifted, steps

lists = st.lists(st.integers(0, 30), unique=True).map(sorted)


def carried_out(rows: list[int | None], step: Step) -> list[int | None]:
    match step:
        case Insert(first, last):
            return rows[:first] + [None] * (last - first + 1) + rows[first:]
        case Remove(first, last):
            return rows[:first] + rows[last + 1 :]


@given(lists, lists, st.data())
def test_what_is_known_to_stay_stands_where_it_should_in_the_end(
    before: list[int], after: list[int], data: st.DataObject
) -> None:
    known = [row for row in range(len(before)) if data.draw(st.booleans())]
    stay = [(row, after.index(before[row])) for row in known if before[row] in after]
    gone = {row for row in known if before[row] not in after}

    rows: list[int | None] = list(before)
    moving = {row: before[row] for row in known}
    for step in steps(stay, gone, len(before), len(after)):
        rows, moving = carried_out(rows, step), shifted(moving, step)

    assert len(rows) == len(after)
    assert all(rows[new] == before[old] for old, new in stay)
    assert not {before[row] for row in gone} & {*rows}
    assert moving == {new: before[old] for old, new in stay}


def test_a_list_that_stays_the_same_needs_no_step() -> None:
    assert not list(steps([(0, 0), (1, 1)], [], 5, 5))


def test_runs_are_stretches_without_a_gap() -> None:
    assert list(runs([])) == []
    assert list(runs([1, 2, 3, 7, 9, 10])) == [(1, 3), (7, 7), (9, 10)]
