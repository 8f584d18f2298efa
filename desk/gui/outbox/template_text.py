"""The words of a template, read to be changed, and somebody made up to be shown them to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desk.delivery import wording
from desk.delivery.faults import Undelivered
from desk.domain.errors import Invalid
from desk.domain.message import Event, Template
from desk.domain.wall_clock import milliseconds
from desk.gui.outbox import reading
from desk.services import message_settings, message_text, site
from desk.services.recipients import Recipient

if TYPE_CHECKING:
    from desk.store.database import Read

SOMEBODY = Recipient(
    id="1",
    first_name="Ada",
    last_name="Lindberg",
    email="ada.lindberg@example.org",
    phone="+39 06 555 0101",
)
HALF_AN_HOUR = timedelta(minutes=30)
_MARKS: Sequence[tuple[object, str, Event | None]] = (
    (QT_TRANSLATE_NOOP("Outbox", "Person's name"), "{{user.name}}", None),
    (QT_TRANSLATE_NOOP("Outbox", "First name"), "{{user.firstName}}", None),
    (QT_TRANSLATE_NOOP("Outbox", "Last name"), "{{user.lastName}}", None),
    (QT_TRANSLATE_NOOP("Outbox", "Date"), "{{date data.startDate}}", None),
    (QT_TRANSLATE_NOOP("Outbox", "Time"), "{{time data.startDate}}", None),
    (QT_TRANSLATE_NOOP("Outbox", "Provider"), "{{data.provider}}", None),
    (QT_TRANSLATE_NOOP("Outbox", "Name of the house"), "{{data.site}}", None),
    (QT_TRANSLATE_NOOP("Outbox", "Link of a remote one"), "{{data.linkTeleconsultation}}", None),
    (QT_TRANSLATE_NOOP("Outbox", "Date before"), "{{date data.was.startDate}}", Event.UPDATE),
    (QT_TRANSLATE_NOOP("Outbox", "Time before"), "{{time data.was.startDate}}", Event.UPDATE),
    (QT_TRANSLATE_NOOP("Outbox", "Date until"), "{{date data.until}}", Event.OFFER),
    (QT_TRANSLATE_NOOP("Outbox", "Time until"), "{{time data.until}}", Event.OFFER),
)


@dataclass(frozen=True, slots=True)
class Known:
    """The templates that may be used, by event, and the languages that they are written in."""

    keys: Mapping[str, Event]
    languages: Sequence[str]
    house: str


@dataclass(frozen=True, slots=True)
class Stands:
    """A template as it stands in a language, and whether the words are the house's own."""

    template: Template
    is_own: bool


def known(tx: Read) -> Known:
    """What there is to be changed; the language of the house comes first."""
    house = site.setting(tx, message_settings.LANGUAGE)
    languages = tuple(dict.fromkeys((house, *message_text.LANGUAGES)))
    return Known(message_text.keys(tx), languages, house)


def stands(tx: Read, key: str, language: str, event: Event) -> Stands:
    """What a template says in a language; where it has none, what would be said in its place."""
    said = message_text.words(tx, key, language, event)
    template = Template(
        key=key, language=language, subject=said.subject, body=said.body, short=said.short
    )
    return Stands(template, message_text.is_own(tx, key, language))


def about(tx: Read, event: Event) -> Mapping[str, Any]:
    """An appointment of next week, at half past ten where the house stands."""
    monday = tx.today + timedelta(days=7 - tx.today.weekday())
    start = datetime.combine(monday + timedelta(days=3), time(10, 30), tx.zone)
    found = site.found(tx)
    known: dict[str, Any] = {
        "startDate": milliseconds(start),
        "endDate": milliseconds(start + HALF_AN_HOUR),
        "zone": tx.zone.key,
        "site": found.name if found else "",
        "provider": "Dr. Eva Rossi",
        "linkTeleconsultation": "https://meet.jit.si/desk-Xq7Lm2",
    }
    if event is Event.UPDATE:
        before = start - timedelta(days=1)
        known["was"] = {"startDate": milliseconds(before)}
    if event is Event.OFFER:
        known["until"] = milliseconds(tx.now + HALF_AN_HOUR)
    return known


def marks(event: Event) -> Sequence[tuple[str, str]]:
    """What can be put into the words: how it is called, and the mark."""
    return [
        (QCoreApplication.translate("Outbox", str(name)), mark)
        for name, mark, only in _MARKS
        if only in (None, event)
    ]


def preview(template: Template, known: Mapping[str, Any]) -> str:
    """How it reads to somebody made up: as a mail, and in short."""
    try:
        said = wording.preview(template, template.language, known, SOMEBODY)
    except Undelivered as error:
        return reading.sentence(str(error))
    short = QCoreApplication.translate("Outbox", "As a text message:")
    return f"{said.subject}\n\n{said.body}\n{short}\n{said.short}"


def faults(template: Template) -> Mapping[str, Sequence[str]]:
    """What is not understood, by field."""
    try:
        wording.check(template)
    except Invalid as error:
        return error.reasons
    return {}
