"""Who gets which place, for any queue and any places: held against the rule said in full."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desk.domain.directory import Per
from desk.domain.serving import FreePlace, Serving, Terms

HOUR = 3_600_000
NOW = 100 * HOUR

terms = st.builds(
    Terms,
    per=st.just(Per.SLOT),
    type_id=st.just(1),
    code=st.sampled_from(["a", "b"]),
    resource_id=st.sampled_from([None, None, 1, 2]),
    days=st.sampled_from([frozenset(), frozenset({4}), frozenset({4, 5})]),
    first=st.just(4),
    last=st.sampled_from([4, 5]),
    since=st.sampled_from([None, 9 * HOUR]),
    until=st.sampled_from([None, 10 * HOUR]),
    notice=st.sampled_from([0, 2 * HOUR]),
    party=st.sampled_from([1, 1, 2, 3]),
    passed=st.sampled_from([frozenset(), frozenset({f"1@{101 * HOUR}"})]),
)


@st.composite
def places(draw: st.DrawFn) -> FreePlace:
    day, hour = draw(st.sampled_from([4, 5])), draw(st.integers(8, 10))
    start = (day * 24 - 3 + hour) * HOUR
    free = draw(st.integers(1, 3))
    return FreePlace(
        per=Per.SLOT,
        start=start,
        end=start + HOUR,
        begins=start,
        free=free,
        capacity=draw(st.integers(free, 3)),
        day=day,
        since=hour * HOUR,
        until=(hour + 1) * HOUR,
        resource_id=draw(st.sampled_from([None, 1, 2])),
        availability_id=draw(st.integers(1, 9)),
        code=draw(st.sampled_from([None, "a", "b"])),
    )


def said_in_full(queue: list[Terms], there: list[FreePlace]) -> list[int | None]:
    """Each in turn takes the earliest place that suits, or keeps what a party needs."""
    left = [replace(place) for place in there]
    order = sorted(
        range(len(left)),
        key=lambda n: (left[n].start, left[n].resource_id or 0, left[n].availability_id or 0),
    )
    got: list[int | None] = []
    for wanted in queue:
        suiting = [n for n in order if wanted.suited_by(left[n], NOW)]
        can = [n for n in suiting if left[n].free >= wanted.party and not left[n].kept]
        got.append(can[0] if can else None)
        if can:
            left[can[0]].free -= wanted.party
        elif wanted.party > 1:
            for number in suiting:
                left[number].kept |= left[number].free > 0
    return got


@given(st.lists(terms, max_size=12), st.lists(places(), max_size=6))
def test_everybody_gets_what_the_rule_gives_them(
    queue: list[Terms], there: list[FreePlace]
) -> None:
    mine = [replace(place) for place in there]
    serving = Serving(mine, NOW)

    given_away = [serving.next(wanted) for wanted in queue]

    places_of = [None if place is None else _number(mine, place) for place in given_away]
    assert places_of == said_in_full(queue, there)
    assert all(place.free >= 0 for place in mine)


@given(st.lists(terms, max_size=12), st.lists(places(), max_size=6))
def test_serving_again_gives_nothing_to_those_who_are_left(
    queue: list[Terms], there: list[FreePlace]
) -> None:
    serving = Serving(there, NOW)
    left = [wanted for wanted in queue if serving.next(wanted) is None]
    for place in there:
        place.kept = False

    again = Serving([place for place in there if place.free], NOW)

    assert [again.next(wanted) for wanted in left] == [None] * len(left)


def _number(several: list[FreePlace], one: FreePlace) -> int:
    return next(number for number, each in enumerate(several) if each is one)
