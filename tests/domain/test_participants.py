"""Who takes part in an appointment, what they answered, and whose answer goes."""

from __future__ import annotations

from typing import Any

import pytest

from desk.domain import participants
from desk.domain.participants import FIELD, Reply

EXTRA: dict[str, Any] = {"doctor": "d1", "patients": ["p1", "d1", " "], "room": 5}
D1 = {"id": "d1", "type": "doctor", "status": "accepted"}


@pytest.mark.parametrize(
    ("user", "who"),
    [
        ("p1", {"id": "p1", "type": "patients"}),
        ("d1", {"id": "d1", "type": "doctor"}),
        ("ann", {"id": "ann"}),
        ("5", None),
        (" ", None),
        ("room", None),
    ],
)
def test_who_takes_part_is_named_by_the_first_category_or_owns_it(user: str, who: Any) -> None:
    assert participants.takes_part(EXTRA, "ann", ["doctor", "patients", "room"], user) == who


def test_whoever_answers_again_has_answered_once() -> None:
    who = {"id": "d1", "type": "doctor"}

    once = participants.with_answer(EXTRA, who, Reply.DECLINED)
    twice = participants.with_answer(once, who, Reply.ACCEPTED)

    assert twice == {**EXTRA, FIELD: [D1]}
    assert FIELD not in EXTRA


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ([D1], [D1]),
        ([{"id": "ann", "status": "accepted"}], [{"id": "ann", "status": "accepted"}]),
        ([{"id": "bob", "status": "accepted"}, D1], [D1]),
        ([{**D1, "type": "nurse"}], None),
        ([{**D1, "type": 5}], None),
        ([{"id": "d1"}, "d1", None], None),
        ("d1", None),
        ([], None),
    ],
)
def test_only_the_answers_of_those_who_are_there_stay(answers: Any, left: Any) -> None:
    kept = participants.of_those_present({**EXTRA, FIELD: answers}, "ann")

    assert kept == (EXTRA if left is None else {**EXTRA, FIELD: left})
