"""The tables, one class each.

A record is how a value lies in the database. It is loaded and changed inside a transaction and
never leaves it; what leaves is the plain value that `value()` gives.
"""

from __future__ import annotations

from desk.store.records.access import AnswerRecord, TokenRecord
from desk.store.records.calendar import (
    AppointmentRecord,
    AvailabilityRecord,
    ClosureRecord,
    SeriesRecord,
)
from desk.store.records.day import DayRecord
from desk.store.records.directory import (
    AppointmentTypeRecord,
    OrganisationRecord,
    PersonRecord,
    ResourceRecord,
    SiteRecord,
    VariationRecord,
)
from desk.store.records.journal import ChangeRecord
from desk.store.records.outbox import MessageRecord, RoomRecord, TemplateRecord
from desk.store.records.privacy import ErasureRecord, LegalHoldRecord
from desk.store.records.record import NEVER_REUSED, Record
from desk.store.records.staff import StaffRecord
from desk.store.records.visitor_log import AlertRecord, VisitorEntryRecord
from desk.store.records.waiting import WaitingEntryRecord

__all__ = [
    "NEVER_REUSED",
    "AlertRecord",
    "AnswerRecord",
    "AppointmentRecord",
    "AppointmentTypeRecord",
    "AvailabilityRecord",
    "ChangeRecord",
    "ClosureRecord",
    "DayRecord",
    "ErasureRecord",
    "LegalHoldRecord",
    "MessageRecord",
    "OrganisationRecord",
    "PersonRecord",
    "Record",
    "ResourceRecord",
    "RoomRecord",
    "SeriesRecord",
    "SiteRecord",
    "StaffRecord",
    "TemplateRecord",
    "TokenRecord",
    "VariationRecord",
    "VisitorEntryRecord",
    "WaitingEntryRecord",
    "record_of",
]


def record_of(kind: str) -> type[Record]:
    """The table that the journal calls `kind`."""
    return next(
        mapper.class_ for mapper in Record.registry.mappers if mapper.class_.__tablename__ == kind
    )
