"""Conditions on what is stored, as data: what another machine asks for when it filters a list.

A `path` begins with the name of a fact and leads on into it where the fact is JSON. Values are of
the fact's own kind. The rules are MongoDB's, as the contract of document 004 keeps them (5.1): a
missing fact equals null, an array matches where one of its elements does, and only values of the
same kind are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Path = tuple[str, ...]


class Operator(StrEnum):
    """How a fact is compared with a value."""

    EQ = "$eq"
    NE = "$ne"
    GT = "$gt"
    GTE = "$gte"
    LT = "$lt"
    LTE = "$lte"
    IN = "$in"
    NIN = "$nin"
    ALL = "$all"
    EXISTS = "$exists"
    SIZE = "$size"
    MATCHES = "$regex"
    ELEMENT = "$elemMatch"


@dataclass(frozen=True, slots=True)
class Compare:
    """A fact compared with a value; the path of none is an element itself, below ELEMENT."""

    path: Path
    operator: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class All:
    """All of these are true; without any, everything is."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these is true; without any, nothing is."""

    parts: tuple[Condition, ...] = ()


Condition = Compare | All | AnyOf
ALWAYS = All()
NEVER = AnyOf()


@dataclass(frozen=True, slots=True)
class Pattern:
    """What `MATCHES` compares with; see `desk.domain.pattern`."""

    text: str
    any_case: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """By which fact a list is ordered; what is missing comes before everything else."""

    path: Path
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which things of a kind are asked for, in which order, and which part of the list.

    Where nothing else orders them, they come as they were made.
    """

    where: Condition = ALWAYS
    order: tuple[Order, ...] = ()
    skip: int = 0
    limit: int | None = None


def weight(condition: Condition) -> int:
    """How much work it is, about; texts that a fact may be one of count little."""
    match condition:
        case Compare(operator=Operator.ELEMENT, value=inner):
            return 1 + weight(inner)
        case Compare(operator=Operator.IN | Operator.NIN, value=values):
            texts = sum(isinstance(value, str) for value in values)
            return 1 + texts // 100 + len(values) - texts
        case Compare(operator=Operator.ALL, value=values):
            return 1 + len(values)
        case Compare():
            return 1
        case _:
            return 1 + sum(weight(part) for part in condition.parts)
