"""Looks each minute, and when a hold runs out, what time has brought to be done; has it done.

Messages go out on a thread of their own, so that a slow mail server holds nothing else up.
"""

from __future__ import annotations

import threading
from datetime import timedelta

from PySide6.QtCore import QObject, QTimer

from desk import upkeep
from desk.domain.change import Change
from desk.domain.errors import DeskError, Unreachable
from desk.gui.background import Background
from desk.gui.client import Client

MINUTE_MS = 60_000
SOONEST = timedelta(milliseconds=50)
_MILLISECOND = timedelta(milliseconds=1)
_CLAIM = "appointment"


class Upkeep(QObject):
    """Goes on as long as a desk is shown; `stop` waits for what is being done."""

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._background = Background(self)
        # Refused, as when another program writes all the time, it is tried again a minute later.
        self._background.refused.connect(self._on_refused)
        self.minute = QTimer(self, interval=MINUTE_MS)
        self.minute.timeout.connect(self._look)
        self.minute.start()
        # What is held or on offer runs out at a moment of its own.
        self.moment = QTimer(self, singleShot=True)
        self.moment.timeout.connect(self._look)
        client.changed.connect(self._on_changed)
        client.connected.connect(self._look)
        self._wait()
        self.deliveries = Deliveries(client, self)
        self.minute.timeout.connect(self.deliveries.look)
        self._copying = Background(self)
        self._copying.refused.connect(self._on_refused)
        self.minute.timeout.connect(self._keep_copy)
        self._ends = threading.Event()
        self._daily = upkeep.Forgetting()
        self._forgetting = Background(self)
        self._forgetting.refused.connect(self._on_refused)
        self.minute.timeout.connect(self._forget)

    def stop(self) -> None:
        self.minute.stop()
        self.moment.stop()
        self._background.wait()
        self._ends.set()
        self._copying.wait()
        self._forgetting.wait()
        self.deliveries.stop()

    def _look(self) -> None:
        if self._client.lost_at is not None:
            return  # It is looked again as soon as the server is back.
        if self._client.ask(upkeep.due):
            self._background.wait()
            self._background.start(lambda: self._client.lend(lambda desk, _: upkeep.keep_up(desk)))
        self._wait()

    def _keep_copy(self) -> None:
        """Copy the database once an hour, on a thread of its own."""
        if self._client.lost_at is None and self._client.lend(
            lambda desk, _: upkeep.copy_due(desk)
        ):
            self._copying.wait()
            self._copying.start(lambda: self._client.lend(lambda desk, _: upkeep.keep_copy(desk)))

    def _forget(self) -> None:
        """Once a day let go of what was kept long enough, on a thread of its own."""
        if self._client.lost_at is None and self._daily.is_time(self._client.wall_clock().date()):
            self._forgetting.wait()
            self._forgetting.start(
                lambda: self._client.lend(
                    lambda desk, _: self._daily.forget(desk, self._ends.is_set)
                )
            )

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if self.minute.isActive() and any(change.kind == _CLAIM for change in changes):
            self._wait()

    def _on_refused(self, error: DeskError) -> None:
        _say(error, self._client)

    def _wait(self) -> None:
        """Be there when the next hold or offer runs out, if that is sooner than in a minute."""
        if self._client.lost_at is None:
            _wait_for(self.moment, self._client.ask(upkeep.next_moment))


class Deliveries(QObject):
    """Lets messages go out when they are due; `stop` waits at most for the one under way."""

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._ends = threading.Event()
        self._under_way = False
        self._once_more = False  # somebody asked while messages were going out
        self._none_waits = True
        self._background = Background(self)
        self._background.finished.connect(self._on_delivered)
        self._background.refused.connect(self._on_refused)
        self.moment = QTimer(self, singleShot=True)
        self.moment.timeout.connect(self.look)
        client.changed.connect(self._on_changed)
        client.connected.connect(self._on_connected)
        self._wait()

    def look(self) -> None:
        """Let go out what is due now."""
        if self._ends.is_set() or self._under_way:
            self._once_more = True
            return
        if self._client.lost_at is not None:
            return
        if not self._client.ask(upkeep.delivery_due):
            self._wait()
            return
        self._under_way = True
        self._background.wait()
        self._background.start(self._deliver)

    def stop(self) -> None:
        self._ends.set()
        self.moment.stop()
        self._background.wait()

    def _deliver(self) -> bool:
        try:
            return self._client.lend(
                lambda desk, _: upkeep.deliver_due(desk, stop=self._ends.is_set)
            )
        except DeskError:
            raise
        except Exception:
            self._under_way = False  # A mistake is reported, and is no reason never to look again.
            raise

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if upkeep.wakes(changes, none_waits=self._none_waits):
            self.look()

    def _on_delivered(self, none_waits: bool) -> None:
        self._under_way = False
        self._none_waits = none_waits
        if self._once_more:
            self._once_more = False
            self.look()
        else:
            self._wait()

    def _on_refused(self, error: DeskError) -> None:
        self._on_delivered(False)
        _say(error, self._client)

    def _on_connected(self, connected: bool) -> None:
        if connected:
            self.look()

    def _wait(self) -> None:
        """Be there when the next message is due, if that is sooner than in a minute."""
        if not self._ends.is_set() and self._client.lost_at is None:
            _wait_for(self.moment, self._client.ask(upkeep.next_delivery))


def _wait_for(timer: QTimer, left: timedelta | None) -> None:
    timer.stop()
    if left is not None and left < MINUTE_MS * _MILLISECOND:
        timer.start(max(left, SOONEST) // _MILLISECOND)


def _say(error: DeskError, client: Client) -> None:
    """Say why something was refused; that a server is away is said elsewhere."""
    if not isinstance(error, Unreachable) or client.lost_at is None:
        client.refused.emit(error)
