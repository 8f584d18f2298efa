"""What the window says while its database server is away, and what it does when it is back.

Until then people come and go all the same: that is taken here, said to be queued, and written down
later. Everything else is refused by whoever is asked for it.
"""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QWidget

from desk.domain.errors import AnswerLost, DeskError, Unreachable
from desk.domain.queued import Queued
from desk.gui import discretion, format
from desk.gui.background import Background
from desk.gui.banner import Banner
from desk.gui.client import Client
from desk.gui.last_lists import LastLists
from desk.gui.later import Later
from desk.gui.later_dialogs import CheckInLater, CheckOutLater, QueueDialog, named_deed
from desk.gui.main_window import MainWindow
from desk.gui.message_bar import MessageBar, Tone
from desk.gui.naming import named

SECOND_MS = 1000
MINUTE = timedelta(minutes=1)


class Connection(QObject):
    """A band below the top line that says since when there is no server; gone when it is there.

    Nothing is tried here: the watch does that on its own thread.
    """

    def __init__(self, client: Client, window: MainWindow, bar: MessageBar) -> None:
        super().__init__(window)
        self._client = client
        self._window = window
        self._bar = bar
        self._in_doubt: list[int] = []  # the numbers of what may have been saved at the last moment
        self.banner = Banner("connection")
        self.lists = LastLists(client, self)
        self.show_queue = named(QPushButton(), "connection.queue", self.tr("Show what is queued"))
        self.show_queue.setText(self.tr("Sho&w…"))
        self.banner.row.addWidget(self.show_queue)
        self.banner.row.addStretch(1)
        self.show_queue.clicked.connect(self._open_queue)
        self.later = Later(client, self)
        self._place = QWidget()
        around = QHBoxLayout(self._place)
        around.setContentsMargins(16, 8, 16, 0)
        around.addWidget(self.banner)
        self._place.hide()
        window.beside.insertWidget(window.beside.indexOf(window.stack), self._place)
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self._say)
        self._asking = Background(self)
        self._asking.finished.connect(self._tell_outcome)
        self._asking.refused.connect(self._on_asking_refused)
        client.connected.connect(self._on_connected)
        client.refused.connect(self._on_refused)
        client.queued.connect(self._on_queued)
        discretion.screen.turned.connect(self._say)
        self.later.changed.connect(self._say)
        self.later.written.connect(self._on_written)
        if client.lost_at is not None:
            self._second.start()
        self._say()

    def perform(self, identifier: str) -> bool:
        """Whether the command was taken here, because there is no server to do it with."""
        if self._client.lost_at is None:
            return False
        lists = self.lists.lists
        if identifier == "visitor.check_in":
            self._open(CheckInLater(self._client, self._window))
        elif identifier == "visitor.check_out" and lists is not None:
            gone = {each.entry_id for each in self.later.waiting}
            self._open(CheckOutLater(self._client, lists, gone, self._window))
        else:
            return False
        return True

    def leave(self) -> None:
        """The desk is about to be closed."""
        self._second.stop()
        self._asking.wait()
        self.lists.stop()
        self.later.stop()
        self._window.beside.removeWidget(self._place)
        self._place.deleteLater()
        self.deleteLater()

    def _on_connected(self, connected: bool) -> None:
        if connected:
            self._second.stop()
            self._window.stack.refresh()
            self._look_up()
        else:
            self._second.start()
        self._say()

    def _say(self) -> None:
        said = [self._lost(), self._queued(), self._unsettled()]
        words = " ".join(part for part in said if part)
        self.show_queue.setVisible(bool(self.later.waiting))
        self._place.setVisible(bool(words))
        if not words:
            self.banner.clear()
        elif self.banner.said:
            self.banner.amend(words)
        else:
            self.banner.say(words)

    def _lost(self) -> str:
        """Since when there is no server, and how old the picture is."""
        lost_at = self._client.lost_at
        if lost_at is None:
            return ""
        age = self._client.now - lost_at
        today = self._client.wall_clock().date()
        since = format.moment(lost_at, self._client.zone, today)
        first = self.tr("No connection to the database server since {time}.").format(time=since)
        if age < MINUTE:
            second = self.tr("What you see is less than a minute old.")
        else:
            second = self.tr("What you see is {age} old.").format(age=format.length(age))
        return " ".join((first, second, self.tr("Trying again…")))

    def _queued(self) -> str:
        waiting = [each for each in self.later.waiting if not each.refused]
        if not waiting:
            return ""
        names = ", ".join(named_deed(each) for each in waiting)
        return self.tr("Queued: {deeds}.").format(deeds=names)

    def _unsettled(self) -> str:
        refused = [each for each in self.later.waiting if each.refused]
        if not refused:
            return ""
        names = ", ".join(named_deed(each) for each in refused)
        return self.tr("Could not be written down: {deeds}.").format(deeds=names)

    def _on_queued(self, queued: Queued) -> None:
        if any(each.key == queued.key for each in self.later.waiting):
            words = self.tr("{deed} is queued and is written down when the server is back.")
            self._bar.say(words.format(deed=named_deed(queued)), Tone.DONE)

    def _on_written(self, number: int) -> None:
        words = self.tr("What was queued has been written down: {count}")
        self._bar.say(words.format(count=format.count(number)), Tone.DONE)

    def _open_queue(self) -> None:
        self._open(QueueDialog(self._client, self.later, self._window))

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_refused(self, error: DeskError) -> None:
        if isinstance(error, AnswerLost):
            self._in_doubt.append(error.batch)

    def _look_up(self) -> None:
        """Find out, elsewhere, whether what was lost sight of in the last moment was saved."""
        if not self._in_doubt:
            return
        batches = tuple(self._in_doubt)

        def look() -> tuple[bool, ...]:
            return self._client.lend(lambda desk, _: tuple(map(desk.has_kept, batches)))

        self._asking.wait()
        self._asking.start(look)

    def _tell_outcome(self, kept: tuple[bool, ...]) -> None:
        del self._in_doubt[: len(kept)]
        if all(kept):
            words = self.tr("What was being saved when the connection was lost has been saved.")
            self._bar.say(words, Tone.DONE)
        else:
            words = self.tr(
                "What was being saved when the connection was lost has not been saved. Nothing of"
                " it was changed; do it again."
            )
            self._bar.say(words, Tone.WARNING)

    def _on_asking_refused(self, error: DeskError) -> None:
        if not isinstance(error, Unreachable):
            self._client.refused.emit(error)
            QTimer.singleShot(SECOND_MS, self, self._look_up)
