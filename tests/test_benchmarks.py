"""What the benchmarks tell, without running any of them."""

from __future__ import annotations

import json

import pytest

from tests.benchmarks.__main__ import as_json, as_text, main
from tests.benchmarks.registry import BENCHMARKS, Figure

FIGURES = [
    Figure(name="log-search", ratio=1 / 400, goal=1 / 300, told="1 ms against 400 ms"),
    Figure(name="log-scroll", ratio=0.8, goal=0.75),
]


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_has_a_goal_and_says_what_it_measures(name: str) -> None:
    assert BENCHMARKS[name].goal > 0
    assert BENCHMARKS[name].says


def test_json_is_an_array_of_name_ratio_goal_and_holds() -> None:
    assert json.loads(as_json(FIGURES)) == [
        {"name": "log-search", "ratio": 0.0025, "goal": 0.00333, "holds": True},
        {"name": "log-scroll", "ratio": 0.8, "goal": 0.75, "holds": False},
    ]


def test_a_person_reads_whether_a_goal_is_missed() -> None:
    first, second = as_text(FIGURES).splitlines()

    assert "1/400" in first
    assert "holds" in first
    assert "MISSED" in second


def test_a_benchmark_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such"]) == 2
    assert "no-such" in capsys.readouterr().err
