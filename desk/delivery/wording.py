"""A message turned into words: whom it is for, and what they read.

The words are those of a template in the language nearest to the recipient's. What somebody is
called is put in as it stands, and never read as a mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from desk.delivery import marks
from desk.delivery.room_keys import Locksmith
from desk.domain.document_fields import LINK
from desk.domain.errors import Invalid, NotFound
from desk.domain.message import Message, Template
from desk.services import appointments, message_settings, message_text, recipients, site
from desk.services.recipients import Recipient
from desk.store.database import Read

# After so long nobody meets any more who was to meet at the start.
_LONGEST_MEETING = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody is told: `short` where there is no room for subject and body."""

    recipient: Recipient
    subject: str
    body: str
    short: str
    language: str


def said(tx: Read, message: Message, keys: Locksmith | None = None) -> Said:
    """The words of a message as it would go out now, with `keys` to the rooms they speak of."""
    recipient = recipients.of(tx, message)
    template = message_text.words(tx, message.template, recipient.language, message.event)
    language = _spoken(tx, recipient.language, template.language)
    about = {"zone": tx.zone.key, **_with_link_of_now(tx, message)}
    if keys is not None and isinstance(about.get(LINK), str) and message.until is not None:
        about[LINK] = keys.with_key(about[LINK], recipient.name, message.until + _LONGEST_MEETING)
    return preview(template, language, about, recipient)


def preview(
    template: Template, language: str, about: Mapping[str, Any], recipient: Recipient
) -> Said:
    """The words of a template; dates are written as is the custom in `language`.

    A mark that is not understood says nothing.
    """
    known = marks.Known(user=_of(recipient), data=about, language=language)
    return Said(
        recipient=recipient,
        subject=" ".join(marks.rendered(template.subject, known).split()),
        body=marks.rendered(template.body, known).strip() + "\n",
        short=marks.rendered(template.short, known).strip(),
        language=template.language,
    )


def check(template: Template) -> None:
    """Refuse a template with marks that are not understood, naming each field and mark at fault."""
    reasons = {
        name: [f"has a mark that is not understood: {fault}"]
        for name in ("subject", "body", "short")
        if (fault := marks.fault(getattr(template, name)))
    }
    if reasons:
        raise Invalid(**reasons)


def _spoken(tx: Read, own: str | None, words: str) -> str:
    """The language as the recipient or the house speaks it: `en-GB` has dates of its own."""
    for language in filter(None, (own, site.setting(tx, message_settings.LANGUAGE))):
        if language == words or language.startswith(f"{words}-"):
            return language
    return words


def _with_link_of_now(tx: Read, message: Message) -> dict[str, Any]:
    """What is told, with the room in which the appointment meets now."""
    about = dict(message.about)
    if message.appointment_id is None:
        return about
    try:
        extra = appointments.one(tx, message.appointment_id).extra
    except NotFound:
        return about
    about.pop(LINK, None)
    return {**about, LINK: extra[LINK]} if LINK in extra else about


def _of(recipient: Recipient) -> dict[str, str]:
    return {
        "id": recipient.id,
        "name": recipient.name,
        "firstName": recipient.first_name,
        "lastName": recipient.last_name,
        "email": recipient.email or "",
        "phone": recipient.phone or "",
    }
