"""The tables of what goes out to people, of the words for it, and of rooms made elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from desk.domain.message import Channel, Event, Fate, Message, Participant, Template
from desk.store.records.record import NEVER_REUSED, Record

_WAITING = text("due IS NOT NULL")


class MessageRecord(Record):
    """A message; it stays when what it tells of has gone, and names that by a number only.

    Whoever sends it claims it until `claimed_until`; a claim that ran out was a program's that
    ended meanwhile.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_due", "fate", "due", "id"),
        Index("ix_message_appointment", "appointment_id"),
        Index("ix_message_entry", "entry_id"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str]
    category: Mapped[str]
    recipient: Mapped[str]
    template: Mapped[str]
    channel: Mapped[str]
    appointment_id: Mapped[int | None]
    entry_id: Mapped[int | None]
    fate: Mapped[str] = mapped_column(default=Fate.PENDING.value)
    due: Mapped[datetime]
    until: Mapped[datetime | None]
    about: Mapped[dict[str, Any]]
    waits: Mapped[bool] = mapped_column(default=False)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    again: Mapped[bool] = mapped_column(default=False)
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    sent_at: Mapped[datetime | None]

    def value(self) -> Message:
        return Message(
            id=self.id,
            event=Event(self.event),
            to=Participant(self.category, self.recipient),
            template=self.template,
            channel=Channel(self.channel),
            appointment_id=self.appointment_id,
            entry_id=self.entry_id,
            fate=Fate(self.fate),
            due=self.due,
            until=self.until,
            about=self.about,
            waits=self.waits,
            tries=self.tries,
            error=self.error,
            again=self.again,
            created_at=self.created_at,
            created_by=self.created_by,
            sent_at=self.sent_at,
        )


class TemplateRecord(Record):
    """Words that somebody changed, or wrote for a template of another machine."""

    __tablename__ = "template"
    __table_args__ = (Unique("key", "language"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    short: Mapped[str]

    def value(self) -> Template:
        return Template(
            key=self.key,
            language=self.language,
            subject=self.subject,
            body=self.body,
            short=self.short,
        )


class RoomRecord(Record):
    """The room that another service made for a remote appointment, and what it is to be told.

    It outlives the appointment until the service has taken the room away. `asked` is
    what it has to know, in any form; `version` rises with each change of that, to be told by `due`.
    """

    journalled = False
    __tablename__ = "room"
    __table_args__ = (
        Index("ix_room_due", "due", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    appointment_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    room: Mapped[str | None]
    link: Mapped[str | None]
    wanted: Mapped[bool]
    asked: Mapped[str]
    due: Mapped[datetime | None]
    version: Mapped[int]
    tries: Mapped[int]
    error: Mapped[str]
