"""What all tables have in common: how values lie in them, and how their constraints are named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import JSON, MetaData, Text
from sqlalchemy.orm import DeclarativeBase

from desk.domain.span import Span
from desk.store.columns import Instant, Length, Lines


class Record(DeclarativeBase):
    """A table; `journalled` ones have every change to them written down."""

    journalled: ClassVar[bool] = True
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: Instant,
        timedelta: Length,
        str: Text,
        tuple[str, ...]: Lines,
        dict[str, Any]: JSON,
    }

    @classmethod
    def concerns(cls, row: Mapping[str, Any]) -> Span | None:
        """The time that a change to or from such a row is about, if it is about any."""
        return None


# An id that was given away once is never given to something else, not even after a delete.
NEVER_REUSED = {"sqlite_autoincrement": True}
