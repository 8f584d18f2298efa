"""What goes out to people: that something was booked, moved or cancelled, or is near; an offer.

A message is written down with the change that it tells of, and sent afterwards (contract of
document 004, section 4). One that nobody could be told of in time is missed, not sent late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any, NamedTuple

LONGEST_TEXT = 10_000
LONGEST_SUBJECT = 200


class Event(StrEnum):
    """What a message tells of."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    REMINDER = "reminder"
    OFFER = "offer"


class Fate(StrEnum):
    """What has become of a message."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    ABORTED = "aborted"
    MISSED = "missed"


class Channel(StrEnum):
    """By which way it goes."""

    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"


class Telling(Enum):
    """Who is told of the changes of a transaction.

    At a desk people are asked once for each kind of change whether anybody is, and there is a
    moment to take a change back before anybody has heard of it.
    """

    AT_ONCE = "at once"
    BY_HAND = "by hand"
    NOBODY = "nobody"


class Participant(NamedTuple):
    """Somebody who is told, in the role of a `category` of the setting `appointments.users`.

    Without a category it is whom the appointment is for, and `user` the text of the person's id.
    """

    category: str
    user: str


OWN_CATEGORY = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to one recipient by one way.

    `about` is what was to be told when it was written down. It is sent from `due` on and of no use
    at `until`. `again` says that it may have gone out twice, because a program ended while it
    was sending or the answer to it was lost. `waits` is for the answer whether anybody is told at
    all.
    """

    id: int
    event: Event
    to: Participant
    template: str
    channel: Channel
    appointment_id: int | None = None
    entry_id: int | None = None
    fate: Fate = Fate.PENDING
    due: datetime
    until: datetime | None = None
    about: Mapping[str, Any]
    waits: bool = False
    tries: int = 0
    error: str = ""
    again: bool = False
    created_at: datetime
    created_by: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The words of a message in one language; `short` is for where there is no room for more."""

    key: str
    language: str
    subject: str
    body: str
    short: str
