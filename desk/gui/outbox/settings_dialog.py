"""The settings of messages: what goes out, how it is said to whom, and by which servers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desk.delivery import secrets
from desk.domain.errors import DeskError
from desk.domain.message import Channel
from desk.gui import messages
from desk.gui.background import Background
from desk.gui.banner import Banner
from desk.gui.buttons import text_button
from desk.gui.client import Client
from desk.gui.naming import named
from desk.gui.outbox import choices, trial
from desk.gui.outbox.fields import Fields
from desk.gui.outbox.secret_line import SecretLine
from desk.gui.outbox.tabbed import TabbedDialog
from desk.gui.outbox.trial import Result

if TYPE_CHECKING:
    from desk.store.database import Database

WIDTH, HEIGHT = 680, 620
SMTP, SMS, PUSH, ROOMS = secrets.NAMES
CHANNELS = {SMTP: Channel.EMAIL, SMS: Channel.SMS, PUSH: Channel.PUSH}


class MessageSettingsDialog(TabbedDialog):
    """Four parts; nothing is changed until it is saved, but a test saves what it needs first."""

    PARTS = ("what", "mail", "gateways", "rooms")

    def __init__(
        self, client: Client, parent: QWidget | None = None, *, part: str = "what"
    ) -> None:
        title = QCoreApplication.translate("Outbox", "Settings of messages")
        super().__init__(client, "outbox.settings", title, parent)
        self.before = client.ask(choices.read)
        self.fields = Fields(self, self.before)
        kept = client.lend(_kept)
        self.secrets = {
            name: SecretLine(f"outbox.settings.secret_{name}", kept=name in kept)
            for name in secrets.NAMES
        }
        self.tests: dict[str, tuple[QLineEdit, Banner]] = {}
        self._testing = ""
        self._background = Background(self)
        self._background.finished.connect(self._on_tested)
        self._background.refused.connect(self._on_test_refused)
        self._add_what()
        self._add_mail()
        self._add_gateways()
        self._add_rooms()
        self.dismiss(self.tr("Cancel"))
        self.confirm(self.tr("Save"))
        self.turn_to(self.PARTS.index(part))
        self.resize(WIDTH, HEIGHT)

    def accept(self) -> None:
        if self.keep():
            super().accept()

    def keep(self) -> bool:
        """Keep what stands in the form; gives whether that could be done."""
        wanted = self.fields.values()
        wrong = choices.faults(wanted)
        self.show_faults(wrong)
        if wrong:
            return False
        if wanted != self.before:
            name = self.tr("Change the settings of messages")
            if self.carry_out(name, choices.keep, wanted) is None:
                return False
            self.before = wanted
        for secret, line in self.secrets.items():
            self.client.lend(_keeping(secret, line))
            line.settle()
        self.saved()
        return True

    def _add_what(self) -> None:
        self.begin_part("what", self.tr("What goes out"))
        self.fields.add_what()
        self.remark(
            self.tr(
                "Always, never and once are about what is done at the desk. What other programs do"
                " is told as they ask for it."
            )
        )

    def _add_mail(self) -> None:
        self.begin_part("mail", self.tr("E-mail"))
        self.fields.add_mail()
        self._add_secret(SMTP, self.tr("Pass&word"))
        self.fields.add_sender()
        self.remark(self.tr("Passwords are kept in {place}.").format(place=secrets.where()))
        self._add_test(SMTP, self.tr("&Test to"), self.tr("an e-mail address"))

    def _add_gateways(self) -> None:
        self.begin_part("gateways", self.tr("Text messages and notices"))
        self.fields.add_gateway(Channel.SMS)
        self._add_secret(SMS, self.tr("To&ken"))
        self._add_test(SMS, self.tr("T&est to"), self.tr("a telephone number"))
        self.fields.add_gateway(Channel.PUSH)
        self._add_secret(PUSH, self.tr("Toke&n"))
        self._add_test(PUSH, self.tr("Te&st to"), self.tr("the id of somebody"))
        marks = "{{to}}, {{text}}, {{subject}}"
        said = self.tr("In the body, {marks} stand for where it goes, the words and the subject.")
        self.remark(said.format(marks=marks))

    def _add_rooms(self) -> None:
        self.begin_part("rooms", self.tr("Rooms"))
        self.fields.add_rooms()
        self._add_secret(ROOMS, self.tr("App s&ecret"))
        self.remark(
            self.tr(
                "A room of Jitsi Meet needs no account: it comes to be when somebody enters it, and"
                " nobody guesses its name."
            )
        )

    def _add_secret(self, name: str, label: str) -> None:
        line = self.secrets[name]
        self.field(f"secret_{name}", label, line)
        line.line.setAccessibleName(label.replace("&", ""))

    def _add_test(self, name: str, label: str, hint: str) -> None:
        """A line and a button to try it, and what came of it under them."""
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        plain = label.replace("&", "")
        line = named(QLineEdit(), f"outbox.settings.test_{name}.to", plain)
        line.setPlaceholderText(hint)
        button = text_button(f"outbox.settings.test_{name}.send", self.tr("Send a test"), "upload")
        outcome = Banner(f"outbox.settings.test_{name}.outcome")
        layout.addWidget(line, 1)
        layout.addWidget(button)
        row.setFocusProxy(line)
        row.setObjectName(f"outbox.settings.test_{name}")
        self.field(f"test_{name}", label, row)
        self.form.addRow("", outcome)
        self.tests[name] = (line, outcome)
        button.clicked.connect(lambda: self.try_out(name))

    def try_out(self, name: str) -> None:
        """Keep what stands in the form, send a test, and say what came of it."""
        line, outcome = self.tests[name]
        to = line.text().strip()
        if not to:
            self.show_faults({f"test_{name}": [self.tr("must not be empty")]})
            return
        if self._testing or not self.keep():
            return
        self._testing = name
        outcome.say(self.tr("Saved. A test is on its way to {to}…").format(to=to))
        work: Callable[[Database, str], Result] = trial.sending(CHANNELS[name], to)
        self._background.start(lambda: self.client.lend(work))

    def _on_tested(self, result: Result) -> None:
        name, self._testing = self._testing, ""
        self.tests[name][1].say(result.words, "inside" if result.went else "full")

    def _on_test_refused(self, error: DeskError) -> None:
        self._on_tested(Result(False, messages.sentence(error, self.client.zone)))


def _kept(database: Database, _actor: str) -> set[str]:
    return {name for name in secrets.NAMES if secrets.read(database, name)}


def _keeping(name: str, line: SecretLine) -> Callable[[Database, str], None]:
    """Keeps what was typed, or forgets it."""

    def work(database: Database, _actor: str) -> None:
        if line.typed:
            secrets.keep(database, name, line.typed)
        elif line.forgotten:
            secrets.forget(database, name)

    return work
