"""The table of dates and their places."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desk.domain.day import Day
from desk.store.records.record import NEVER_REUSED, Record


class DayRecord(Record):
    """The database itself refuses one place too many, whichever way the number gets there."""

    __tablename__ = "day"
    __table_args__ = (
        CheckConstraint("occupied >= 0 AND occupied <= places", name="not_over_its_places"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    date: Mapped[dt.date] = mapped_column(unique=True)
    places: Mapped[int]
    occupied: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def value(self) -> Day:
        return Day(
            id=self.id,
            date=self.date,
            places=self.places,
            occupied=self.occupied,
            version=self.version,
        )
