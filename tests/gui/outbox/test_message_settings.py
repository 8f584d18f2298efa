"""The settings of messages: kept together, wrong ones marked, and what came of a test."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from desk.delivery import secrets
from desk.domain.message import Event
from desk.domain.setting import Setting
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.outbox.fields import ChannelBoxes
from desk.gui.outbox.settings_dialog import PUSH, SMS, SMTP, MessageSettingsDialog
from desk.services import message_settings as settings
from desk.services import site
from desk.store.database import Database
from tests.gui.parts import part

PATIENCE_MS = 30_000


@pytest.fixture
def dialog(qtbot: QtBot, client: Client) -> MessageSettingsDialog:
    made = MessageSettingsDialog(client)
    qtbot.addWidget(made, before_close_func=lambda _: made.saved())  # it then asks nothing
    with qtbot.waitActive(made):
        made.open()
        made.activateWindow()
    return made


def chosen(database: Database, wanted: Setting[Any]) -> object:
    with database.read() as tx:
        return site.setting(tx, wanted)


def line(dialog: MessageSettingsDialog, key: str) -> QLineEdit:
    return part(dialog, QLineEdit, f"outbox.settings.{key}")


def test_the_form_shows_how_things_are(dialog: MessageSettingsDialog) -> None:
    assert dialog.fields.values() == dialog.before
    assert not dialog.edited()


def test_saving_keeps_everything_in_one_step(
    database: Database, controls: Controls, dialog: MessageSettingsDialog
) -> None:
    fields = dialog.fields.of
    for key, widget in fields.items():
        match widget:
            case QCheckBox():
                widget.setChecked(True)
            case ChannelBoxes():
                widget.choose(["email", "sms"])
            case QComboBox() if key == settings.TELL[Event.CREATE].key:
                widget.setCurrentIndex(widget.findData(True))
            case QComboBox() if key == settings.USUAL_REMINDER.key:
                widget.setCurrentIndex(widget.findData(120))
            case QComboBox() if key == settings.LANGUAGE.key:
                widget.setCurrentIndex(widget.findData("de"))
            case _:
                pass
    line(dialog, settings.SMTP_HOST.key).setText("mail.example.org")
    line(dialog, settings.SENDER.key).setText("desk@example.org")

    dialog.accept()

    assert not dialog.isVisible()
    wanted = (
        (site.MESSAGING, True),
        (site.TIMER, True),
        (site.TELECONSULTATION, True),
        (site.CHANNELS, ["email", "sms"]),
        (settings.TELL[Event.CREATE], True),
        (settings.TELL[Event.DELETE], None),
        (settings.USUAL_REMINDER, 120),
        (settings.LANGUAGE, "de"),
        (settings.SMTP_HOST, "mail.example.org"),
        (settings.SENDER, "desk@example.org"),
    )
    for setting, value in wanted:
        assert chosen(database, setting) == value
    controls.perform("edit.undo")
    assert not chosen(database, site.MESSAGING)


def test_without_messages_there_are_no_reminders(
    database: Database, dialog: MessageSettingsDialog
) -> None:
    for setting in (site.MESSAGING, site.TIMER):
        part(dialog, QCheckBox, f"outbox.settings.{setting.key}").setChecked(True)
    assert dialog.keep()

    part(dialog, QCheckBox, f"outbox.settings.{site.MESSAGING.key}").setChecked(False)
    assert dialog.keep()

    assert not chosen(database, site.MESSAGING)
    assert not chosen(database, site.TIMER)


@pytest.mark.parametrize(
    ("key", "typed", "part_number"),
    [
        (settings.SENDER.key, "nobody", 1),
        (settings.SMTP_HOST.key, "two words", 1),
        (settings.SMS_URL.key, "ftp://example.org", 2),
        (settings.ROOM_BASE.key, "meet", 3),
    ],
)
def test_what_is_wrong_is_said_at_its_field_on_its_tab(
    database: Database, dialog: MessageSettingsDialog, key: str, typed: str, part_number: int
) -> None:
    field = line(dialog, key)
    field.setText(typed)

    dialog.accept()

    assert dialog.isVisible()
    assert dialog.tabs.currentIndex() == part_number
    assert field.accessibleDescription().startswith("must be")
    with database.read() as tx:
        assert not site.chosen(tx)


def test_a_password_is_kept_on_this_computer_and_never_shown(
    qtbot: QtBot, database: Database, client: Client, dialog: MessageSettingsDialog
) -> None:
    dialog.secrets[SMTP].line.setText("correct horse")
    dialog.accept()

    assert secrets.read(database, SMTP) == "correct horse"
    with database.read() as tx:
        assert "correct horse" not in str(site.chosen(tx))
    again = MessageSettingsDialog(client)
    qtbot.addWidget(again, before_close_func=lambda _: again.saved())
    again.open()
    assert again.secrets[SMTP].line.text() == ""
    assert "kept already" in again.secrets[SMTP].line.placeholderText()
    again.secrets[SMTP].forget()
    again.accept()
    assert secrets.read(database, SMTP) is None


def test_a_test_by_a_gateway_says_that_it_has_gone(
    qtbot: QtBot, dialog: MessageSettingsDialog, gateway: tuple[str, list[str]]
) -> None:
    address, taken = gateway
    line(dialog, settings.SMS_URL.key).setText(address)
    to, outcome = dialog.tests[SMS]
    to.setText("+39 06 555")

    dialog.try_out(SMS)
    qtbot.waitUntil(lambda: "look whether" in outcome.said, timeout=PATIENCE_MS)

    assert taken == [
        '{"to": "+39 06 555", "text": "Messages of Desk reach you here. Nothing is to be done."}'
    ]


def test_a_mail_server_that_is_away_is_named(qtbot: QtBot, dialog: MessageSettingsDialog) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    line(dialog, settings.SMTP_HOST.key).setText("127.0.0.1")
    line(dialog, settings.SENDER.key).setText("desk@example.org")
    dialog.fields.of[settings.SMTP_PORT.key].setProperty("value", port)
    to, outcome = dialog.tests[SMTP]
    to.setText("ada@example.org")

    dialog.try_out(SMTP)
    qtbot.waitUntil(lambda: "not sent" in outcome.said, timeout=PATIENCE_MS)

    assert "127.0.0.1 cannot be reached" in outcome.said


def test_nobody_to_send_a_test_to_is_said_at_once(dialog: MessageSettingsDialog) -> None:
    dialog.try_out(PUSH)

    assert dialog.tests[PUSH][1].said == ""
    assert dialog.focusWidget() is not None


def test_esc_asks_only_if_something_was_typed(qtbot: QtBot, dialog: MessageSettingsDialog) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
