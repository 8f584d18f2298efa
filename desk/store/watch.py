"""Noticing what other processes do to the same database.

The journal is the truth; what is watched only says when to read on in it. On SQLite that is a
number that moves with every commit of another connection, on PostgreSQL a notice sent with the
commit; there the journal is also looked at every second, which shows whether the server is still
there. Neither is missed for good: after a loss of the connection the journal is read from where
the last look ended.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from desk.domain.change import Action, Change
from desk.domain.errors import Unreachable, Unusable
from desk.domain.span import Span
from desk.store.database import CHANNEL, Database, Read
from desk.store.records import ChangeRecord
from desk.store.trouble import refusal

# More changes than this at once, such as an import makes, are told as one of each kind.
MOST = 500

# Bulk work, such as an import, commits many times a second. A window that showed each of its
# steps would stick, so after so many changes in that time there is a breath before the next news.
BULK = 25
BREATH = 2.5  # seconds

_LOOK_EVERY = 0.1
_WAIT = 0.25
_BEAT = 1.0
_TRY_AGAIN_AFTER = 0.5
_log = logging.getLogger(__name__)


class Watch:
    """A thread that tells a database's listeners what other processes have changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._number = 0
        self._looking_on = False
        self._said = ""
        raw: type[Exception] = database.engine.dialect.loaded_dbapi.Error
        self._trouble = (Unusable, DBAPIError, PoolTimeout, raw)

    def start(self) -> None:
        """Tell of everything that is committed from now on."""
        with self._database.read() as tx:
            self._number = _last(tx)
        self._thread.start()

    def stop(self) -> None:
        """Tell nothing more; returns when the thread has ended."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with self._own_connection() as connection:
                    self._look_on(connection)
            except self._trouble as error:
                self._begin_anew(error)

    def _begin_anew(self, error: Exception) -> None:
        """At once where it went well until now, else after a while."""
        where = self._database.where
        if str(error) != self._said:  # A server may be away for hours.
            self._said = str(error)
            _log.warning("the watch over %s begins anew: %s", where, error)
        if self._looking_on:
            self._looking_on = False
            return
        found = error if isinstance(error, Unusable) else refusal(error, where)
        if isinstance(found, Unreachable) and self._database.at_server:
            self._database.line.lose()
        self._stopped.wait(_TRY_AGAIN_AFTER)

    @contextmanager
    def _own_connection(self) -> Iterator[Any]:
        """A connection of the driver's that lasts, apart from those in use for the rest."""
        pooled = self._database.engine.raw_connection()
        pooled.detach()
        connection: Any = pooled.dbapi_connection
        try:
            yield connection
        finally:
            connection.close()  # Given back, a lost one would first be tried to be put in order.

    def _look_on(self, connection: Any) -> None:
        signs = _notices if self._database.at_server else _moves
        since, changes = monotonic(), 0
        for moved in signs(connection, self._stopped):
            if not moved:
                continue
            if monotonic() - since > BREATH:
                since, changes = monotonic(), 0
            changes += self._tell_news()
            self._looking_on, self._said = True, ""
            self._database.line.hold()
            if changes > BULK:
                self._stopped.wait(BREATH)

    def _tell_news(self) -> int:
        """Tell what is new; gives back how many changes there were, those of this process too."""
        with self._database.read() as tx:
            last = _last(tx)
            news = _news(tx, self._number, self._database.origin)
        number, self._number = last - self._number, last
        if news:
            self._database.tell(news)
        return number if news else 0


def _moves(connection: Any, stopped: threading.Event) -> Iterator[bool]:
    """Whether anybody else has committed to the SQLite file, again and again until `stopped`."""
    seen = None
    while not stopped.is_set():
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        yield version != seen
        seen = version
        stopped.wait(_LOOK_EVERY)


def _notices(connection: Any, stopped: threading.Event) -> Iterator[bool]:
    """Whether a commit was announced by PostgreSQL, again and again until `stopped`."""
    connection.autocommit = True
    connection.execute(f"LISTEN {CHANNEL}")
    yield True  # Something may have happened before anybody listened.
    looked = monotonic()
    while not stopped.is_set():
        told = any([True for _ in connection.notifies(timeout=_WAIT, stop_after=1)])
        if told or monotonic() - looked > _BEAT:
            looked = monotonic()
            yield True
        else:
            yield False


def _last(tx: Read) -> int:
    return tx.session.scalar(select(func.max(ChangeRecord.number))) or 0


def _news(tx: Read, after: int, origin: str) -> tuple[Change, ...]:
    """What others than `origin` have changed since the number `after`; reading changes nothing."""
    of_others = (
        ChangeRecord.number > after,
        ChangeRecord.origin != origin,
        ChangeRecord.action != Action.READ.value,
    )
    if (tx.session.scalar(select(func.count()).where(*of_others)) or 0) > MOST:
        kinds = tx.session.scalars(
            select(ChangeRecord.kind).where(*of_others).group_by(ChangeRecord.kind)
        )
        return tuple(Change(kind, 0) for kind in sorted(kinds))
    columns = (ChangeRecord.kind, ChangeRecord.subject, ChangeRecord.begins, ChangeRecord.ends)
    rows = tx.session.execute(select(*columns).where(*of_others).order_by(ChangeRecord.number))
    return tuple(
        Change(kind, subject, Span(begins, ends) if begins and ends else None)
        for kind, subject, begins, ends in rows
    )
