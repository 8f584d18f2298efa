"""What can be measured, by name: each benchmark gives ratios, and the goals they stay below."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.benchmarks import million


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A ratio taken in one run; `told` are the medians it was made of, for a person."""

    name: str
    ratio: float
    goal: float
    told: str = ""

    @property
    def holds(self) -> bool:
        return self.ratio <= self.goal

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "ratio": round(self.ratio, 5),
            "goal": round(self.goal, 5),
            "holds": self.holds,
        }


class Place:
    """What the benchmarks of one run have in common."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    @cached_property
    def house(self) -> Path:
        """The house of a million entries, built when it is first needed."""
        return self._stack.enter_context(million.house())

    def close(self) -> None:
        self._stack.close()


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`says` tells what is held against what; `goal` is that of its first figure."""

    name: str
    goal: float
    says: str
    measure: Callable[[Place], Iterable[Figure]]


BENCHMARKS: dict[str, Benchmark] = {}

Measure = Callable[[Place], Iterable[Figure]]


def benchmark(name: str, *, goal: float, says: str) -> Callable[[Measure], Measure]:
    """Register a function under `name`."""

    def register(measure: Measure) -> Measure:
        BENCHMARKS[name] = Benchmark(name, goal, says, measure)
        return measure

    return register
