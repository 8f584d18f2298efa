"""The settings of messages as one value: read together, checked at once, changed all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desk.domain.message import Event
from desk.domain.setting import Setting
from desk.services import message_settings as settings
from desk.services import site

if TYPE_CHECKING:
    from desk.store.database import Read, Write

Values = Mapping[str, Any]

# In the order in which they are set: reminders go out only where messages do.
WHAT: tuple[Setting[Any], ...] = (
    site.MESSAGING,
    site.TIMER,
    settings.USUAL_REMINDER,
    *settings.TELL.values(),
    site.CHANNELS,
    settings.LANGUAGE,
)
MAIL = (
    settings.SMTP_HOST,
    settings.SMTP_PORT,
    settings.SMTP_SECURITY,
    settings.SMTP_USER,
    settings.SENDER,
    settings.SENDER_NAME,
)
GATEWAYS = (settings.SMS_URL, settings.SMS_BODY, settings.PUSH_URL, settings.PUSH_BODY)
ROOMS = (site.TELECONSULTATION, settings.ROOM_BASE, settings.ROOM_APP)
ALL: tuple[Setting[Any], ...] = (*WHAT, *MAIL, *GATEWAYS, *ROOMS)

FAULTS = {
    settings.SMTP_HOST.key: QT_TRANSLATE_NOOP(
        "Outbox", "must be the name of a server, such as mail.example.org"
    ),
    settings.SMTP_USER.key: QT_TRANSLATE_NOOP("Outbox", "must be one line"),
    settings.SENDER.key: QT_TRANSLATE_NOOP(
        "Outbox", "must be an e-mail address, such as desk@example.org"
    ),
    settings.SENDER_NAME.key: QT_TRANSLATE_NOOP("Outbox", "must be one line"),
    settings.SMS_URL.key: QT_TRANSLATE_NOOP(
        "Outbox", "must be the address of a service, such as https://sms.example.org/send"
    ),
    settings.PUSH_URL.key: QT_TRANSLATE_NOOP(
        "Outbox", "must be the address of a service, such as https://push.example.org/send"
    ),
    settings.SMS_BODY.key: QT_TRANSLATE_NOOP("Outbox", "must not be empty"),
    settings.PUSH_BODY.key: QT_TRANSLATE_NOOP("Outbox", "must not be empty"),
    settings.ROOM_BASE.key: QT_TRANSLATE_NOOP(
        "Outbox", "must be the address of a server, such as https://meet.jit.si"
    ),
    settings.ROOM_APP.key: QT_TRANSLATE_NOOP("Outbox", "must be one line"),
}


def read(tx: Read) -> dict[str, Any]:
    """What the house has chosen."""
    return {each.key: site.setting(tx, each) for each in ALL}


def faults(values: Values) -> dict[str, Sequence[str]]:
    """What is wrong with these, by key, in words."""
    found: dict[str, Sequence[str]] = {
        each.key: [QCoreApplication.translate("Outbox", str(FAULTS[each.key]))]
        for each in ALL
        if not each.takes(values[each.key])
    }
    if not values[site.CHANNELS.key] and values[site.MESSAGING.key]:
        words = QCoreApplication.translate("Outbox", "must be at least one while messages go out")
        found[site.CHANNELS.key] = [words]
    if values[settings.SMTP_HOST.key] and not values[settings.SENDER.key]:
        words = QCoreApplication.translate("Outbox", "is needed where there is a mail server")
        found[settings.SENDER.key] = [words]
    return found


def keep(tx: Write, wanted: Values) -> bool:
    """Let the house choose this; gives whether anything is different now."""
    before = read(tx)
    changed = [each for each in ALL if before[each.key] != wanted[each.key]]
    if not wanted[site.MESSAGING.key]:
        changed.sort(key=lambda each: each is not site.TIMER)
    for each in changed:
        site.choose(tx, each.key, wanted[each.key])
    return bool(changed)


def telling(event: Event) -> str:
    """The key of the setting whether people are told of that."""
    return settings.TELL[event].key
