"""The fields of the settings of messages, part by part, and the values that stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from desk.domain.message import Channel, Event
from desk.gui import format, languages
from desk.gui import outbox_words as words
from desk.gui.naming import named
from desk.gui.note_field import NoteField
from desk.gui.outbox import choices
from desk.gui.outbox.tabbed import TabbedDialog
from desk.services import message_settings as settings
from desk.services import message_text, site

MINUTES = (30, 60, 120, 240, 1440, 2880, 4320, 10_080)
BODY_LINES = 2
LAST_PORT = 65_535
translate = QCoreApplication.translate


def before_start(minutes: int | None) -> str:
    """How long before the start: "1 day before"."""
    if minutes is None:
        return translate("Outbox", "Never, unless the appointment says so")
    if minutes % 1440 == 0 and minutes:
        days = minutes // 1440
        one, several = translate("Outbox", "1 day before"), translate("Outbox", "{n} days before")
        said = one if days == 1 else several.format(n=format.count(days))
    elif minutes % 60 == 0:
        said = translate("Outbox", "{n} h before").format(n=format.count(minutes // 60))
    else:
        said = translate("Outbox", "{n} min before").format(n=format.count(minutes))
    return said


class ChannelBoxes(QWidget):
    """By which ways messages go out: a box for each."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.boxes = {each: QCheckBox(words.channel(each)) for each in Channel}
        for channel, box in self.boxes.items():
            row.addWidget(named(box, f"outbox.settings.by_{channel}", words.channel(channel)))
        row.addStretch(1)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def chosen(self) -> list[str]:
        return [each.value for each, box in self.boxes.items() if box.isChecked()]

    def choose(self, channels: list[str]) -> None:
        for each, box in self.boxes.items():
            box.setChecked(each.value in channels)


class Fields:
    """Makes the fields in a dialog and reads them, by the keys of the settings."""

    def __init__(self, dialog: TabbedDialog, before: choices.Values) -> None:
        self._dialog = dialog
        self._before = before
        self.of: dict[str, QWidget] = {}

    def values(self) -> dict[str, Any]:
        """What the fields say; no reminders where there are no messages."""
        said = {key: _value(widget) for key, widget in self.of.items()}
        said[site.TIMER.key] = said[site.TIMER.key] and said[site.MESSAGING.key]
        return said

    def add_what(self) -> None:
        """What goes out, and by which way."""
        self._box(site.MESSAGING.key, translate("Outbox", "&Messages about appointments go out"))
        for event, (label, *answers) in _telling().items():
            offered = list(zip(answers, (True, False, None), strict=True))
            self._choice(choices.telling(event), label, offered)
        self._box(site.TIMER.key, translate("Outbox", "&Reminders go out"))
        usual = self._before[settings.USUAL_REMINDER.key]
        known = sorted({*MINUTES, *([] if usual is None else [usual])})
        lengths = [(before_start(each), each) for each in (*known, None)]
        self._choice(settings.USUAL_REMINDER.key, translate("Outbox", "R&eminded"), lengths)
        ways = ChannelBoxes()
        ways.choose(self._before[site.CHANNELS.key])
        self._add(site.CHANNELS.key, translate("Outbox", "B&y"), ways)
        house = self._before[settings.LANGUAGE.key]
        codes = dict.fromkeys((*message_text.LANGUAGES, house))
        named_so = [(languages.name(code), code) for code in codes]
        self._choice(settings.LANGUAGE.key, translate("Outbox", "&Language"), named_so)

    def add_mail(self) -> None:
        """The mail server, and who the messages come from."""
        self._line(settings.SMTP_HOST.key, translate("Outbox", "&Server"), "mail.example.org")
        port = QSpinBox(minimum=1, maximum=LAST_PORT)
        port.setGroupSeparatorShown(False)
        port.setValue(self._before[settings.SMTP_PORT.key])
        self._add(settings.SMTP_PORT.key, translate("Outbox", "&Port"), port)
        ways = (
            (translate("Outbox", "STARTTLS (usually port 587)"), "starttls"),
            (translate("Outbox", "TLS from the start (usually port 465)"), "tls"),
            (translate("Outbox", "None: only within the house"), "none"),
        )
        self._choice(settings.SMTP_SECURITY.key, translate("Outbox", "Se&curity"), ways)
        nobody = translate("Outbox", "none where nobody logs in")
        self._line(settings.SMTP_USER.key, translate("Outbox", "&User"), nobody)

    def add_sender(self) -> None:
        self._line(settings.SENDER.key, translate("Outbox", "&From"), "desk@example.org")
        house = translate("Outbox", "the name of the house")
        self._line(settings.SENDER_NAME.key, translate("Outbox", "&Name"), house)

    def add_gateway(self, channel: Channel) -> None:
        """Where text messages, or notices to telephones, are handed over."""
        sms = channel is Channel.SMS
        url, body = (
            (settings.SMS_URL, settings.SMS_BODY)
            if sms
            else (settings.PUSH_URL, settings.PUSH_BODY)
        )
        address = translate("Outbox", "&Text messages") if sms else translate("Outbox", "&Notices")
        texts, notices = (
            translate("Outbox", "&Body of a text"),
            translate("Outbox", "Bo&dy of a notice"),
        )
        handed = texts if sms else notices
        self._line(url.key, address, f"https://{channel}.example.org/send")
        text = NoteField(BODY_LINES)
        text.setPlainText(self._before[body.key])
        self._add(body.key, handed, text)

    def add_rooms(self) -> None:
        """Rooms in which remote appointments meet."""
        boxed = translate("Outbox", "Appointments can be &remote, with a link to a room")
        self._box(site.TELECONSULTATION.key, boxed)
        self._line(settings.ROOM_BASE.key, translate("Outbox", "&Server"), "https://meet.jit.si")
        none = translate("Outbox", "none where the server asks for no token")
        self._line(settings.ROOM_APP.key, translate("Outbox", "&App id"), none)

    def _line(self, key: str, label: str, hint: str) -> None:
        line = QLineEdit(self._before[key] or "")
        line.setPlaceholderText(hint)
        self._add(key, label, line)

    def _choice(self, key: str, label: str, offered: Sequence[tuple[str, object]]) -> None:
        box = QComboBox()
        for text, value in offered:
            box.addItem(text, value)
        found = (n for n in range(box.count()) if box.itemData(n) == self._before[key])
        box.setCurrentIndex(next(found, 0))
        self._add(key, label, box)

    def _box(self, key: str, label: str) -> None:
        box = named(QCheckBox(label), f"outbox.settings.{key}", label.replace("&", ""))
        box.setChecked(self._before[key])
        self._dialog.form.addRow(box)
        self.of[key] = box

    def _add(self, key: str, label: str, widget: QWidget) -> None:
        widget.setObjectName(f"outbox.settings.{key}")
        self._dialog.field(key, label, widget)
        self.of[key] = widget


def _telling() -> dict[Event, tuple[str, str, str, str]]:
    """What is asked of each event, and the answers: always, never, ask."""
    return {
        Event.CREATE: (
            translate("Outbox", "&Bookings"),
            translate("Outbox", "People are told of bookings"),
            translate("Outbox", "Nobody is told of bookings"),
            translate("Outbox", "Ask once whether people are told of bookings"),
        ),
        Event.UPDATE: (
            translate("Outbox", "M&oves"),
            translate("Outbox", "People are told of moves"),
            translate("Outbox", "Nobody is told of moves"),
            translate("Outbox", "Ask once whether people are told of moves"),
        ),
        Event.DELETE: (
            translate("Outbox", "&Cancellations"),
            translate("Outbox", "People are told of cancellations"),
            translate("Outbox", "Nobody is told of cancellations"),
            translate("Outbox", "Ask once whether people are told of cancellations"),
        ),
        Event.OFFER: (
            translate("Outbox", "O&ffers"),
            translate("Outbox", "People are told of a place on offer"),
            translate("Outbox", "Nobody is told of a place on offer"),
            translate("Outbox", "Ask once whether people are told of a place on offer"),
        ),
    }


def _value(widget: QWidget) -> Any:
    match widget:
        case QCheckBox():
            return widget.isChecked()
        case QComboBox():
            return widget.currentData()
        case QSpinBox():
            return widget.value()
        case ChannelBoxes():
            return widget.chosen()
        case QPlainTextEdit():
            return widget.toPlainText().strip()
        case QLineEdit():
            return widget.text().strip() or None
        case _:
            raise TypeError(type(widget).__name__)
