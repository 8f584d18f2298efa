"""Things that overlap stand side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desk.gui.calendar.blocks import WHOLE, Part, side_by_side

stretches = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=25,
)


def test_what_does_not_overlap_has_the_whole_width() -> None:
    assert side_by_side([(0, 10), (10, 20), (30, 40)]) == [WHOLE] * 3


def test_two_that_overlap_have_half_each() -> None:
    assert side_by_side([(5, 15), (0, 10)]) == [Part(1, 1, 2), Part(0, 0, 2)]


def test_what_overlaps_by_way_of_another_is_divided_alike() -> None:
    assert side_by_side([(0, 10), (5, 25), (12, 20)]) == [
        Part(0, 0, 2),
        Part(1, 1, 2),
        Part(0, 0, 2),
    ]


def test_room_that_nobody_needs_is_used() -> None:
    found = side_by_side([(0, 10), (0, 10), (0, 10), (8, 30), (12, 20)])

    assert found[:4] == [Part(0, 0, 4), Part(1, 1, 4), Part(2, 2, 4), Part(3, 3, 4)]
    assert found[4] == Part(0, 2, 4)


@given(stretches)
def test_no_two_that_overlap_share_a_part(given_stretches: list[tuple[float, float]]) -> None:
    found = side_by_side(given_stretches)

    assert all(0 <= part.first <= part.last < part.parts for part in found)
    for number, (begin, end) in enumerate(given_stretches):
        for other in range(number):
            if given_stretches[other][0] < end and begin < given_stretches[other][1]:
                one, two = found[number], found[other]
                assert one.parts == two.parts
                assert one.last < two.first or two.last < one.first


@given(stretches)
def test_what_nothing_overlaps_is_not_divided(given_stretches: list[tuple[float, float]]) -> None:
    found = side_by_side(given_stretches)

    for number, (begin, end) in enumerate(given_stretches):
        others = [s for other, s in enumerate(given_stretches) if other != number]
        if not any(first < end and begin < last for first, last in others):
            assert found[number] == WHOLE
