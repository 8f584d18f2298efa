"""What messages, their ways and what becomes of them are called, wherever they are spoken of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QIcon

from desk.domain.message import Channel, Event, Fate, Message
from desk.gui import discretion, format, icons
from desk.services.outbox_list import Listed

translate = QCoreApplication.translate

EVENTS = {
    Event.CREATE: (QT_TRANSLATE_NOOP("Outbox", "Booked"), "calendar-plus"),
    Event.UPDATE: (QT_TRANSLATE_NOOP("Outbox", "Moved"), "arrow-up-right"),
    Event.DELETE: (QT_TRANSLATE_NOOP("Outbox", "Cancelled"), "ban"),
    Event.REMINDER: (QT_TRANSLATE_NOOP("Outbox", "Reminder"), "timer"),
    Event.OFFER: (QT_TRANSLATE_NOOP("Outbox", "Offer"), "hourglass"),
}
CHANNELS = {
    Channel.EMAIL: (QT_TRANSLATE_NOOP("Outbox", "E-mail"), "mail"),
    Channel.SMS: (QT_TRANSLATE_NOOP("Outbox", "Text message"), "message-square"),
    Channel.PUSH: (QT_TRANSLATE_NOOP("Outbox", "Notice"), "phone"),
}
BY = {
    Channel.EMAIL: QT_TRANSLATE_NOOP("Outbox", "by e-mail"),
    Channel.SMS: QT_TRANSLATE_NOOP("Outbox", "by text message"),
    Channel.PUSH: QT_TRANSLATE_NOOP("Outbox", "by a notice"),
}
FATES = {
    Fate.PENDING: (QT_TRANSLATE_NOOP("Outbox", "Waiting"), "clock", "expected"),
    Fate.SENT: (QT_TRANSLATE_NOOP("Outbox", "Sent"), "circle-check", "inside"),
    Fate.FAILED: (QT_TRANSLATE_NOOP("Outbox", "Not sent"), "octagon-alert", "full"),
    Fate.ABORTED: (QT_TRANSLATE_NOOP("Outbox", "Stopped"), "ban", "left"),
    Fate.MISSED: (QT_TRANSLATE_NOOP("Outbox", "Too late"), "clock-alert", "warning"),
}
ASKS = (QT_TRANSLATE_NOOP("Outbox", "To be decided"), "circle-help", "warning")
LATER = (QT_TRANSLATE_NOOP("Outbox", "Tried, waiting"), "rotate-ccw", "warning")
# What the outbox itself notes, in the words of the services.
ERRORS = {
    "no address is known": QT_TRANSLATE_NOOP("Outbox", "no address is known"),
    "its time had passed": QT_TRANSLATE_NOOP("Outbox", "its time had passed"),
    "the appointment does not stand any more": QT_TRANSLATE_NOOP(
        "Outbox", "the appointment does not stand any more"
    ),
}


def event(of: Event) -> str:
    """What a message tells of, in a word."""
    return translate("Outbox", str(EVENTS[of][0]))


def event_icon(of: Event) -> QIcon:
    return icons.icon(EVENTS[of][1])


def channel(of: Channel) -> str:
    """By which way it goes, in a word or two."""
    return translate("Outbox", str(CHANNELS[of][0]))


def channel_icon(of: Channel) -> QIcon:
    return icons.icon(CHANNELS[of][1])


def by(of: Channel) -> str:
    """By which way somebody is told: "by e-mail"."""
    return translate("Outbox", str(BY[of]))


def state(message: Message) -> str:
    """What has become of it, in a word or two."""
    return translate("Outbox", str(_standing(message)[0]))


def state_icon(message: Message) -> QIcon:
    """The mark of that, in its colours."""
    _, icon, tone = _standing(message)
    return icons.state_icon(icon, tone)


def tone(message: Message) -> str:
    """Its colours, by the names of `theme.Tokens.shade`."""
    return _standing(message)[2]


def error(message: Message) -> str:
    """Why it did not go out, as far as anybody knows."""
    known = ERRORS.get(message.error)
    return translate("Outbox", str(known)) if known else message.error


def told(several: Sequence[Listed]) -> str:
    """Who is told of what was just done: "Ada Lind is told by e-mail"; nothing for nobody."""
    going = [each for each in several if each.message.fate is Fate.PENDING]
    if not going:
        failed = [each for each in several if each.message.fate is Fate.FAILED]
        if not failed:
            return ""
        said = translate("Outbox", "{whom} cannot be told: {why}")
        return said.format(whom=discretion.name(failed[0].name), why=error(failed[0].message))
    names = list(dict.fromkeys(discretion.name(each.name) for each in going))
    ways = list(dict.fromkeys(by(each.message.channel) for each in going))
    how = translate("Outbox", " and ").join(ways)
    if len(names) == 1:
        said = translate("Outbox", "{whom} is told {how}")
        return said.format(whom=names[0], how=how)
    said = translate("Outbox", "{whom} and others are told {how}; people: {n}")
    return said.format(whom=names[0], how=how, n=format.count(len(names)))


def _standing(message: Message) -> tuple[object, str, str]:
    if message.fate is Fate.PENDING and message.waits:
        return ASKS
    if message.fate is Fate.PENDING and message.error:
        return LATER
    return FATES[message.fate]
