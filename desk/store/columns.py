"""How values lie in the columns, and how the journal writes them down.

An instant is a number of milliseconds since 1970 in UTC: it sorts, compares and indexes as an
integer on every database, and no driver can lose its zone.
"""

from __future__ import annotations

import datetime as dt
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, Text, TypeDecorator
from sqlalchemy.engine import Dialect

from desk.domain.wall_clock import instant, milliseconds


class Instant(TypeDecorator[datetime]):
    """A moment as epoch milliseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else instant(value)


class Length(TypeDecorator[timedelta]):
    """A length of time as whole seconds."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.total_seconds())

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        return None if value is None else timedelta(seconds=value)


class Lines(TypeDecorator[tuple[str, ...]]):
    """A few short texts, one a line."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else "\n".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(value.split("\n")) if value else ()


def written_down(value: Any) -> Any:
    """`value` of any column as JSON can hold it."""
    match value:
        case datetime():
            return milliseconds(value)
        case dt.date():
            return value.isoformat()
        case timedelta():
            return int(value.total_seconds())
        case tuple():
            return list(value)
        case _:
            return value


def read_back(column: Column[Any], value: Any) -> Any:
    """The value that `written_down` made of one of `column`."""
    if value is None:
        return None
    match column.type:
        case Instant():
            return instant(value)
        case Length():
            return timedelta(seconds=value)
        case Lines():
            return tuple(value)
        case _ if column.type.python_type is dt.date:
            return dt.date.fromisoformat(value)
        case _:
            return value
