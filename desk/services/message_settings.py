"""What a house chooses about the messages that go out, and about rooms for remote appointments.

What is documented for the appointment manager of document 004 is among the settings of `site`.
Passwords are not here: they stay on the computer that sends.
"""

from __future__ import annotations

from typing import Any

from desk.domain.document_fields import EVENTS, is_address
from desk.domain.message import Event
from desk.domain.setting import Setting
from desk.domain.text import is_language

SECURITIES = ("starttls", "tls", "none")
LONGEST_BODY = 10_000
_DAYS_30 = 30 * 24 * 60


def _are_templates(value: dict[str, Any]) -> bool:
    known = {*EVENTS, Event.OFFER.value}
    return set(value) <= known and all(isinstance(each, str) and each for each in value.values())


def _is_mailbox(text: str | None) -> bool:
    return text is None or (text.count("@") == 1 and text.isprintable() and " " not in text)


def _is_line(text: str | None) -> bool:
    return text is None or (0 < len(text) <= 200 and text.isprintable())


def _is_web(address: str | None) -> bool:
    return address is None or is_address(address)


OWN_TEMPLATES: Setting[dict[str, Any]] = Setting(
    "messages.templates",
    {
        Event.CREATE.value: "appointment-booked",
        Event.UPDATE.value: "appointment-moved",
        Event.DELETE.value: "appointment-cancelled",
        Event.REMINDER.value: "appointment-reminder",
        Event.OFFER.value: "place-offered",
    },
    "Which words whoever an appointment is for is told with, by event.",
    _are_templates,
)
USUAL_REMINDER: Setting[int | None] = Setting(
    "messages.reminder_minutes",
    24 * 60,
    "How many minutes before the start people are reminded; null for never.",
    lambda minutes: minutes is None or 0 <= minutes <= _DAYS_30,
    kind=int,
)
LANGUAGE = Setting(
    "messages.language",
    "en-GB",
    "The language of messages to people of whom no other is known, such as de.",
    is_language,
)
TELL: dict[Event, Setting[bool | None]] = {
    event: Setting(
        f"messages.tell_{event}",
        None,
        f"Whether what is done at the desk sends messages ({event}); null to be asked.",
        kind=bool,
    )
    for event in (Event.CREATE, Event.UPDATE, Event.DELETE, Event.OFFER)
}
SENDER: Setting[str | None] = Setting(
    "messages.sender",
    None,
    "The e-mail address that messages come from; null while none are sent.",
    _is_mailbox,
    kind=str,
)
SENDER_NAME: Setting[str | None] = Setting(
    "messages.sender_name",
    None,
    "The name that messages come from; null for the name of the house.",
    _is_line,
    kind=str,
)
SMTP_HOST: Setting[str | None] = Setting(
    "messages.smtp_host",
    None,
    "The mail server that takes messages; null where there is none.",
    lambda host: _is_line(host) and " " not in (host or ""),
    kind=str,
)
SMTP_PORT = Setting(
    "messages.smtp_port", 587, "The port of the mail server.", lambda port: 1 <= port <= 65_535
)
SMTP_SECURITY = Setting(
    "messages.smtp_security",
    "starttls",
    "How the way to the mail server is made safe: starttls, tls or none.",
    lambda which: which in SECURITIES,
)
SMTP_USER: Setting[str | None] = Setting(
    "messages.smtp_user",
    None,
    "Who logs in to the mail server; null where nobody has to.",
    _is_line,
    kind=str,
)
SMS_URL: Setting[str | None] = Setting(
    "messages.sms_url", None, "Where text messages are handed over by HTTP.", _is_web, kind=str
)
SMS_BODY = Setting(
    "messages.sms_body",
    '{"to": "{{to}}", "text": "{{text}}"}',
    "What is handed over for a text message.",
    lambda body: 0 < len(body) <= LONGEST_BODY,
)
PUSH_URL: Setting[str | None] = Setting(
    "messages.push_url", None, "Where notices to telephones are handed over.", _is_web, kind=str
)
PUSH_BODY = Setting(
    "messages.push_body",
    '{"to": "{{to}}", "title": "{{subject}}", "text": "{{text}}"}',
    "What is handed over for a notice to a telephone.",
    lambda body: 0 < len(body) <= LONGEST_BODY,
)
ROOM_BASE = Setting(
    "rooms.base_url",
    "https://meet.jit.si",
    "The Jitsi Meet server on which remote appointments have their rooms.",
    is_address,
)
ROOM_APP: Setting[str | None] = Setting(
    "rooms.jwt_app_id",
    None,
    "The name of this house on a Jitsi Meet server that asks for signed tokens.",
    _is_line,
    kind=str,
)
ALL: tuple[Setting[Any], ...] = (
    OWN_TEMPLATES,
    USUAL_REMINDER,
    LANGUAGE,
    *TELL.values(),
    SENDER,
    SENDER_NAME,
    SMTP_HOST,
    SMTP_PORT,
    SMTP_SECURITY,
    SMTP_USER,
    SMS_URL,
    SMS_BODY,
    PUSH_URL,
    PUSH_BODY,
    ROOM_BASE,
    ROOM_APP,
)
