"""What the window says while its database server is away, and what it does when it is back."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.errors import AnswerLost, DeskError, Unreachable
from desk.gui import format
from desk.gui.background import Background
from desk.gui.banner import Banner
from desk.gui.client import Client
from desk.gui.main_window import MainWindow
from desk.gui.message_bar import MessageBar, Tone

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
        if client.lost_at is not None:
            self._on_connected(False)

    def leave(self) -> None:
        """The desk is about to be closed."""
        self._second.stop()
        self._asking.wait()
        self._window.beside.removeWidget(self._place)
        self._place.deleteLater()
        self.deleteLater()

    def _on_connected(self, connected: bool) -> None:
        if connected:
            self._second.stop()
            self.banner.clear()
            self._place.hide()
            self._window.stack.refresh()
            self._look_up()
        else:
            self._second.start()
            self._say()

    def _say(self) -> None:
        lost_at = self._client.lost_at
        if lost_at is None:
            return
        age = self._client.now - lost_at
        today = self._client.wall_clock().date()
        since = format.moment(lost_at, self._client.zone, today)
        first = self.tr("No connection to the database server since {time}.").format(time=since)
        if age < MINUTE:
            second = self.tr("What you see is less than a minute old.")
        else:
            second = self.tr("What you see is {age} old.").format(age=format.length(age))
        words = " ".join((first, second, self.tr("Trying again…")))
        if self.banner.said:
            self.banner.amend(words)
        else:
            self._place.show()
            self.banner.say(words)

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
