"""The one question whether people are told of what is done at the desk, asked for each kind once.

It stands in a band at the foot of the window and waits there; nobody's typing is interrupted, and
what it is about goes out or does not when somebody has answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject

from desk.domain.change import Change
from desk.domain.message import Event
from desk.gui import discretion, theme
from desk.gui import outbox_words as words
from desk.gui.band import Band
from desk.gui.message_bar import MessageBar, Tone
from desk.services import outbox, outbox_list

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.gui.main_window import MainWindow
    from desk.services.outbox_list import Listed

KINDS = {"message", "site"}
QUESTIONS = {
    Event.CREATE: QT_TRANSLATE_NOOP(
        "OutboxAsk",
        "{whom} can be told of the booking {how}. Tell people of bookings from now on?",
    ),
    Event.UPDATE: QT_TRANSLATE_NOOP(
        "OutboxAsk", "{whom} can be told of the move {how}. Tell people of moves from now on?"
    ),
    Event.DELETE: QT_TRANSLATE_NOOP(
        "OutboxAsk",
        "{whom} can be told of the cancellation {how}. Tell people of cancellations from now on?",
    ),
    Event.OFFER: QT_TRANSLATE_NOOP(
        "OutboxAsk",
        "{whom} can be told of the place on offer {how}. Tell people of offers from now on?",
    ),
}
ANSWERS = {
    True: QT_TRANSLATE_NOOP(
        "OutboxAsk", "They are told from now on. File, Settings of messages changes that."
    ),
    False: QT_TRANSLATE_NOOP(
        "OutboxAsk", "Nobody is told of that. File, Settings of messages changes that."
    ),
}


class OutboxAsk(QObject):
    """Puts the band under the pages of `window`, and takes it away with `leave`."""

    def __init__(
        self, client: Client, window: MainWindow, bar: MessageBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._bar = bar
        self._asking: Event | None = None
        self.room = Band(window, "outbox_ask", "mail")
        self.banner = self.room.banner
        self.tell = theme.as_primary(self.room.answer("tell", self.tr("Tell the&m")))
        self.keep = self.room.answer("keep", self.tr("Tell nobod&y"))
        self.tell.clicked.connect(lambda: self.answer(tell=True))
        self.keep.clicked.connect(lambda: self.answer(tell=False))
        client.changed.connect(self._on_changed)
        self.look()

    def look(self) -> None:
        """Ask what has to be asked, or nothing."""
        found = self._client.ask(outbox_list.asking)
        if found is None:
            self._asking = None
            self.room.put_away()
        elif found.message.event is not self._asking:
            self._ask(found)

    def answer(self, *, tell: bool) -> None:
        """Take an answer, for what has been done and for what will be."""
        event = self._asking
        if event is None:
            return
        self._client.quietly(outbox.answer, event, tell=tell)
        words_ = QCoreApplication.translate("OutboxAsk", str(ANSWERS[tell]))
        self._bar.say(words_, Tone.DONE)

    def leave(self) -> None:
        """Ask nothing more: the desk is about to be closed."""
        self._client.changed.disconnect(self._on_changed)
        self.room.leave()
        self.deleteLater()

    def _ask(self, found: Listed) -> None:
        self._asking = found.message.event
        said = QCoreApplication.translate("OutboxAsk", str(QUESTIONS[found.message.event]))
        how = words.by(found.message.channel)
        self.room.say(said.format(whom=discretion.name(found.name), how=how))

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind in KINDS for change in changes):
            self.look()
