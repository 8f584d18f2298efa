from __future__ import annotations

import pytest

from tests.commands.conftest import Line


def test_occupying_opens_a_missing_day_with_the_default_total(desk: Line) -> None:
    said = desk("day", "occupy", "2030-02-04", 5)

    assert said.status == 0
    assert said.out == "2030-02-04: 5 of 9999 places are taken, 9994 are free.\n"


def test_an_answer_in_json_is_in_the_words_of_the_document(desk: Line) -> None:
    desk("day", "occupy", "2030-02-04", 5)

    assert desk("day", "free", "2030-02-04", 2, "--json").json == {
        "id": 1,
        "day": "2030-02-04",
        "total_slots": 9999,
        "occupied_slots": 3,
        "available_slots": 9996,
    }


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("occupy", "2030-02-04", 6), "has 5 places left, and 6 are wanted"),
        (("occupy", "2030-02-04", 0), "people must be at least 1"),
        (("occupy", "2030-02-04", -1), "people must be at least 1"),
        (("occupy", "2030-02-04", 10**30), "has 5 places left"),
        (("free", "2030-02-04", 6), "5 places are taken, so 6 cannot be given back"),
        (("free", "2030-02-04", 0), "people must be at least 1"),
        (("free", "2030-02-05", 1), "0 places are taken"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    desk: Line, command: tuple[object, ...], words: str
) -> None:
    desk("config", "set", "day_visits.default_total_slots", 10)
    before = desk("day", "occupy", "2030-02-04", 5, "--json").json

    assert words in desk.refused("day", *command)

    desk("day", "occupy", "2030-02-04", 1)
    assert desk("day", "free", "2030-02-04", 1, "--json").json == before
