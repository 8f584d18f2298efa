"""What a house can choose, and what it is when nobody chose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Setting(Generic[V]):
    """A choice that a house can make: its dotted name, its default, and what it means.

    With a `kind` it is a value of that kind, or null for none.
    """

    key: str
    default: V
    meaning: str
    accepts: Callable[[V], bool] = lambda _value: True
    kind: type[Any] | None = None

    def takes(self, value: object) -> bool:
        """Whether it can be chosen."""
        if self.kind is not None and value is None:
            return True
        right = type(value) is (self.kind or type(self.default))
        return right and self.accepts(cast("V", value))
