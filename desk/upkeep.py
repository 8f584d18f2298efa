"""What is to be done as the days go by, whoever sits at the desk.

It belongs to no request: the window does it when it opens a database, when the date changes, and
when an offer to somebody on the waiting list runs out.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Importing the store takes longer than painting the first window; see desk/app.py.
    from desk.domain.change import Change
    from desk.store.database import Database, Read

ACTOR = "desk"
MINUTE = timedelta(minutes=1)
SOONEST = timedelta(milliseconds=50)
_MESSAGE, _SITE = "message", "site"
_log = logging.getLogger(__name__)


def due(tx: Read) -> bool:
    """Whether there is anything to be done; asked often, and quick to tell."""
    from desk.services import provider_slots, void_holds, waiting

    return provider_slots.due(tx) or waiting.anybody(tx) or void_holds.due(tx)


def next_moment(tx: Read) -> timedelta | None:
    """In how long something may have to be done that nobody's act brings about."""
    from desk.services import waiting

    deadline = waiting.next_deadline(tx) if waiting.anybody(tx) else None
    return None if deadline is None else deadline - tx.now


def keep_up(database: Database) -> None:
    """Do what is due; does no harm when another window does the same at this moment."""
    from desk.services import provider_slots, void_holds, waiting

    with database.read() as tx:
        rows, void, offers = provider_slots.due(tx), void_holds.due(tx), waiting.due(tx)
    if rows:
        with database.write(ACTOR) as write:
            provider_slots.roll_forward(write)
    if void:
        with database.write(ACTOR) as write:
            void_holds.end(write)
    if offers or void:
        with database.write(ACTOR) as write:
            waiting.sweep(write)


def copy_due(database: Database) -> bool:
    """Whether it is time for another copy of the database; asked often, and quick to tell."""
    from desk.services import journal
    from desk.store import kept_copies

    with database.read() as tx:
        return kept_copies.due(database.engine.url, tx.now, journal.last_at(tx))


def keep_copy(database: Database) -> None:
    """Make a copy of the database beside it, and let go of copies that have grown too old.

    It takes as long as the file is large, and holds nobody up who writes meanwhile.
    """
    from desk.store import kept_copies

    kept_copies.keep(database)


def delivery_due(tx: Read) -> bool:
    """Whether messages are to go out now, or a room is to be made; asked often, quick to tell."""
    from desk.delivery import worker
    from desk.services import rooms

    return worker.due(tx) or rooms.is_due(tx)


def next_delivery(tx: Read) -> timedelta | None:
    """In how long the next message is to go out; none for what is late, which waits a minute."""
    from desk.services import outbox, rooms

    moments = [each for each in (outbox.next_due(tx), rooms.next_due(tx)) if each is not None]
    left = min(moments, default=tx.now) - tx.now
    return left if left > timedelta() else None


def deliver_due(database: Database, stop: Callable[[], bool] | None = None) -> bool:
    """Let the messages go out that are due, one by one until `stop` says so; whether none waits.

    Rooms come first, so that the messages have their links. It takes as long as the mail server
    does, and so is for a thread of its own. What waits for something is tried again in a minute
    and not before: two programs that fail for different reasons would otherwise go on telling each
    other so.
    """
    from desk.delivery import rooms, worker

    failed = rooms.arrange(database)
    return not (worker.deliver(database, stop=stop).put_off or failed)


def wakes(changes: tuple[Change, ...], *, none_waits: bool) -> bool:
    """Whether after these changes it is worth while to look for messages that are due."""
    kinds = {change.kind for change in changes}
    return _SITE in kinds or (none_waits and _MESSAGE in kinds)


class Forgetting:
    """Lets go once a day of what was kept for as long as the house has chosen."""

    def __init__(self) -> None:
        self._done_on: dt.date | None = None

    def is_time(self, today: dt.date) -> bool:
        return today != self._done_on

    def forget(self, database: Database, stop: Callable[[], bool] = lambda: False) -> None:
        """Forget some rows at a time, until `stop` says so; nothing where it was done today."""
        from desk.services import retention

        with database.read() as tx:
            today = tx.today
        if self.is_time(today):
            retention.purge(database, ACTOR, stop=stop)
            self._done_on = today


class Deliveries:
    """A thread that lets messages go out when they are due, where no window is there to do so."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stopped = False
        self._none_waits = True
        self._news = threading.Event()
        self._thread = threading.Thread(target=self._run, name="deliveries", daemon=True)
        database.listen(self._on_changed)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Send nothing more; returns when the message under way has gone out or has failed."""
        self._stopped = True
        self._news.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped:
            self._news.wait(self._round().total_seconds())
            self._news.clear()

    def _round(self) -> timedelta:
        """Deliver what is due; in how long to look again."""
        from desk.domain.errors import DeskError

        try:
            self._none_waits = deliver_due(self._database, stop=lambda: self._stopped)
            with self._database.read() as tx:
                left = next_delivery(tx)
        except DeskError as error:
            _log.warning("messages are sent in a minute: %s", error)
        except Exception:
            # Without this thread no message would go out until the server is started again.
            _log.exception("messages are sent in a minute, after a mistake")
        else:
            return MINUTE if left is None else min(max(left, SOONEST), MINUTE)
        return MINUTE

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        # What this thread itself notes of messages is no news to it.
        own = threading.current_thread() is self._thread
        if not own and wakes(changes, none_waits=self._none_waits):
            self._news.set()
