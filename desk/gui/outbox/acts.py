"""What can be done with the chosen messages, and about what goes out at all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desk.delivery import worker
from desk.delivery.worker import Outcome
from desk.domain.message import Fate
from desk.gui import clipboard, discretion, format
from desk.gui.background import Background
from desk.gui.client import Client
from desk.gui.outbox import reading
from desk.gui.outbox.settings_dialog import MessageSettingsDialog
from desk.gui.outbox.words_dialog import WordsDialog
from desk.services import lookup, outbox
from desk.services.outbox_list import Listed

if TYPE_CHECKING:
    from desk.domain.appointment import Appointment
    from desk.store.database import Database

Chosen = Callable[[], Sequence[Listed]]


class Acts(QObject):
    """Sends again, stops, delivers and sets; `chosen` says which messages are meant.

    What was told stays told, so none of it is a step to undo: each has its opposite here.
    """

    said = Signal(str)
    opened = Signal(object)  # Appointment: is to be shown
    turned = Signal()  # delivering has begun, or has ended

    def __init__(self, client: Client, owner: QWidget, chosen: Chosen) -> None:
        super().__init__(owner)
        self._client = client
        self._owner = owner
        self._chosen = chosen
        self.delivering = False
        self._ends = threading.Event()
        self._background = Background(self)
        self._background.finished.connect(self._on_delivered)
        self._background.refused.connect(self._on_refused)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {
            "outbox.again": self.again,
            "outbox.stop": self.stop,
            "outbox.appointment": self.open_appointment,
            "outbox.copy": self.copy,
            "outbox.deliver": self.deliver,
            "outbox.words": self.change_words,
            "outbox.settings": self.change_settings,
        }

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        """Every dialog from here, made but not shown, for pictures and tests."""
        window = self._owner.window()
        made: dict[str, Callable[[], QDialog]] = {
            f"settings-{name}": lambda name=name: MessageSettingsDialog(  # type: ignore[misc]
                self._client, window, part=name
            )
            for name in MessageSettingsDialog.PARTS
        }
        return {**made, "words": lambda: WordsDialog(self._client, window)}

    def again(self) -> None:
        """Let the chosen ones go out, from now on."""
        chosen = self._chosen()
        rows = [r for r in chosen if r.message.fate is not Fate.PENDING or r.message.tries]
        if not rows:
            self.said.emit(self.tr("Choose a message that has been tried, or is not to be sent."))
            return
        done, _ = self._client.quietly(outbox.send_again, [row.id for row in rows])
        if done:
            self._say(self.tr("{whom}: goes out now"), rows)

    def stop(self) -> None:
        """Let the chosen ones not go out."""
        rows = [row for row in self._chosen() if row.message.fate is Fate.PENDING]
        if not rows:
            self.said.emit(self.tr("Choose a message that is waiting to be sent."))
            return
        done, _ = self._client.quietly(outbox.abort_these, [row.id for row in rows])
        if done:
            self._say(self.tr("{whom}: is not sent. Under Not sent, S sends it after all"), rows)

    def open_appointment(self) -> None:
        """Show the appointment that it tells of."""
        row = self._one()
        if row is None:
            return
        if row.message.appointment_id is None:
            self.said.emit(self.tr("This message tells of no appointment."))
            return
        found = self._appointment(row.message.appointment_id)
        if found is None:
            self.said.emit(self.tr("The appointment was removed for good."))
        else:
            self.opened.emit(found)

    def copy(self) -> None:
        """Take the address along."""
        row = self._one()
        if row is None:
            return
        if row.address is None:
            self.said.emit(
                self.tr("No address is known of {whom}.").format(whom=discretion.name(row.name))
            )
            return
        clipboard.put(row.address)
        self.said.emit(self.tr("{address} is copied").format(address=row.address))

    def deliver(self) -> None:
        """Send what is due, on another thread."""
        if self.delivering:
            self.said.emit(self.tr("Messages are going out already."))
            return
        self.delivering = True
        self._ends.clear()
        self.turned.emit()
        self._background.start(lambda: self._client.lend(self._send))

    def leave(self) -> None:
        """Let the message that is being sent be the last: the database is about to be closed."""
        self._ends.set()
        self._background.wait()

    def change_words(self) -> None:
        """Change what is said."""
        self.show(WordsDialog(self._client, self._owner.window()))

    def change_settings(self) -> None:
        """Choose what goes out and by which way."""
        self.show(MessageSettingsDialog(self._client, self._owner.window()))

    def _send(self, database: Database, _actor: str) -> Outcome:
        return worker.deliver(database, stop=self._ends.is_set)

    def _on_delivered(self, outcome: Outcome) -> None:
        self.delivering = False
        parts = (
            (self.tr("sent: {n}"), outcome.sent),
            (self.tr("not sent: {n}"), outcome.failed),
            (self.tr("put off: {n}"), outcome.put_off),
            (self.tr("too late: {n}"), outcome.missed),
        )
        said = [words.format(n=format.count(number)) for words, number in parts if number]
        nothing = self.tr("Nothing was due.")
        delivered = self.tr("Delivered; {what}").format(what=", ".join(said))
        delivered = ". ".join((delivered, *map(reading.sentence, outcome.why)))
        self.said.emit(delivered if said else nothing)
        self.turned.emit()

    def _on_refused(self, error: object) -> None:
        self.delivering = False
        self.turned.emit()
        self._client.refused.emit(error)

    def _appointment(self, appointment_id: int) -> Appointment | None:
        found = self._client.ask(lookup.find, f"#{appointment_id}").appointments
        return found[0] if found else None

    def _one(self) -> Listed | None:
        rows = self._chosen()
        if len(rows) != 1:
            self.said.emit(self.tr("Choose one message of the list."))
            return None
        return rows[0]

    def _say(self, words: str, rows: Sequence[Listed]) -> None:
        whom = discretion.name(rows[0].name)
        if len(rows) > 1:
            whom = self.tr("{n} messages").format(n=format.count(len(rows)))
        self.said.emit(words.format(whom=whom))

    def show(self, dialog: QDialog) -> None:
        """Open a dialog over the window."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
