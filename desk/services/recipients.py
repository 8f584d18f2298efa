"""Who is meant by a message, and how they are reached.

Another machine names participants by ids of its own. Those that it had from this desk are found
in the directory; what is an address itself is taken as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import or_, select

from desk.domain.directory import full_name
from desk.domain.message import OWN_CATEGORY, Channel, Message
from desk.services import people
from desk.store.database import Read
from desk.store.records import PersonRecord, ResourceRecord, WaitingEntryRecord

_NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]{5,}")
_LARGEST_ID = 2_147_483_647


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody with what is known of them; `id` is what the message calls them."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str | None = None
    phone: str | None = None
    language: str | None = None

    @property
    def name(self) -> str:
        return full_name(self.first_name, self.last_name) or self.id

    def address(self, channel: Channel) -> str | None:
        """Where they are reached so; a notice goes to whatever id they have."""
        match channel:
            case Channel.EMAIL:
                return self.email
            case Channel.SMS:
                return self.phone
            case Channel.PUSH:
                return self.id


def of(tx: Read, message: Message) -> Recipient:
    """Whom a message is for, as they are known now."""
    category, user = message.to
    if category != OWN_CATEGORY:
        return of_participant(tx, user)
    if message.entry_id is not None:
        return of_entry(tx, message.entry_id, user)
    return of_person(tx, user)


def of_person(tx: Read, user: str) -> Recipient:
    """The person whose id it is the text of, or whoever they were merged with."""
    known = _person(tx, user)
    return Recipient(id=user) if known is None else _as_recipient(user, known)


def of_entry(tx: Read, entry_id: int, user: str) -> Recipient:
    """Whoever waits, as the directory or else the entry knows them."""
    entry = tx.session.get(WaitingEntryRecord, entry_id)
    if entry is None:
        return of_person(tx, user)
    if entry.person_id is not None:
        return of_person(tx, str(entry.person_id))
    return Recipient(id=user, last_name=entry.name, email=entry.email, phone=entry.phone)


def of_participant(tx: Read, user: str) -> Recipient:
    """Whoever another machine calls so: an address, a provider, or somebody of the directory."""
    if "@" in user:
        return Recipient(id=user, email=user)
    resource = tx.session.scalar(
        select(ResourceRecord)
        .where(or_(ResourceRecord.external_id == user, ResourceRecord.key == user))
        .limit(1)
    )
    if resource is not None:
        return Recipient(
            id=user,
            first_name=resource.first_name,
            last_name=resource.last_name,
            email=resource.email,
        )
    known = _person(tx, user)
    if known is not None:
        return _as_recipient(user, known)
    return Recipient(id=user, phone=user if _NUMBER.fullmatch(user) else None)


def _person(tx: Read, user: str) -> PersonRecord | None:
    """Somebody by the text of their id, by the house's key, or by their GUID."""
    kind = PersonRecord
    conditions = [kind.key == user, kind.uid == user.lower()]
    if user.isascii() and user.isdigit() and int(user) <= _LARGEST_ID:
        conditions.insert(0, kind.id == int(user))
    for condition in conditions:
        found = tx.session.scalar(select(kind).where(condition).order_by(kind.id).limit(1))
        if found is not None:
            return people.standing_for(tx, found)
    return None


def _as_recipient(user: str, known: PersonRecord) -> Recipient:
    return Recipient(
        id=user,
        first_name=known.first_name,
        last_name=known.last_name,
        email=known.email,
        phone=known.phone,
        language=known.language,
    )
