"""The database, and the two ways into it.

`read` looks at one consistent picture; `write` changes things, all or nothing. A service says in
its signature which of the two it needs. What a write changed stands in the journal of the same
transaction, and is told to the listeners once it is committed, on the thread that committed it.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from desk.domain.change import Action, Change, Safeguard
from desk.domain.errors import AnswerLost, DiskFull, NotFound, Stale, Unreachable
from desk.domain.message import Telling
from desk.domain.span import Span, whole_day
from desk.store import chain, engines, opening, reserve, scrubbing, search
from desk.store.clock import now
from desk.store.engines import BUSY_SECONDS, WRITES, engine, is_file
from desk.store.line import Line
from desk.store.notes import Notes
from desk.store.records import ChangeRecord, Record, SiteRecord
from desk.store.trouble import known, refusal
from desk.store.turns import Turns

R = TypeVar("R", bound=Record)
Listener = Callable[[tuple[Change, ...]], None]

CHANNEL = "desk_changes"
_JOURNAL_LOCK = ("journal", 0)


class Read:
    """A look into the database at one moment."""

    def __init__(self, session: Session, now: datetime, zone: ZoneInfo) -> None:
        self.session = session
        self.now = now
        self.zone = zone

    @property
    def today(self) -> dt.date:
        """The date it is now where the house stands."""
        return self.date_of(self.now)

    def date_of(self, moment: datetime) -> dt.date:
        """The date of `moment` where the house stands."""
        return moment.astimezone(self.zone).date()

    def whole_day(self, date: dt.date) -> Span:
        return whole_day(date, self.zone)

    def get(self, kind: type[R], key: int) -> R:
        """The row of that id, or `NotFound`."""
        record = self.session.get(kind, key)
        if record is None:
            raise NotFound(kind.__tablename__, key)
        return record


class Write(Read):
    """A set of changes that happen together or not at all.

    `reason` is what somebody gave for an act that needs one; the journal keeps it. `batch` is
    the number by which the journal knows the transaction: 0 until it is over, and for good when
    nothing was changed. `telling` says who hears of what is done, `safeguard` who makes a copy
    before much is taken away.
    """

    def __init__(self, session: Session, now: datetime, zone: ZoneInfo, actor: str) -> None:
        super().__init__(session, now, zone)
        self.actor = actor
        self.reason = ""
        self.batch = 0
        self.telling = Telling.AT_ONCE
        self.safeguard = Safeguard.IN_THE_MIDST
        self.notes = Notes(session)

    def add(self, record: R) -> R:
        """Keep a new record; its id is there afterwards."""
        self.session.add(record)
        self.session.flush()
        return record

    def lock(self, kind: str, key: int, *, shared: bool = False) -> None:
        """Make everybody else who would count the same thing wait until this is committed.

        With `shared` only those wait who want it for themselves alone. To be called before
        looking. On SQLite a writer has the whole file to itself anyway.
        """
        if self.session.get_bind().dialect.name == "postgresql":
            how = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
            statement = text(f"SELECT {how}(hashtext(:kind), :key)")
            self.session.execute(statement, {"kind": kind, "key": key})


class Database:
    """Everything the desk keeps: one SQLite file, or one PostgreSQL database.

    `url` is SQLAlchemy's: `sqlite:///desk.db`, `postgresql://server/desk`. Opening looks before it
    touches anything; it raises a kind of `Unusable` and changes nothing when the database cannot
    be used. `follow` is done at the end of every write, in its transaction: what follows from any
    change, whoever made it.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Callable[[], datetime] = now,
        follow: Callable[[Write], object] = lambda _tx: None,
    ) -> None:
        self.clock = clock
        self._follow = follow
        self.engine: Engine = engine(url)
        self.origin = secrets.token_hex(4)
        self._listeners: list[Listener] = []
        self._turns = Turns(self.where)
        self._zone: ZoneInfo | None = None
        self._moves = 0
        self.line = Line(clock)
        try:
            with known(self.where):
                opening.prepare(self.engine)
        except BaseException:
            self.engine.dispose()
            raise

    @property
    def where(self) -> str:
        """The file or the server, without any password."""
        return engines.where(self.engine.url)

    @property
    def at_server(self) -> bool:
        """Whether it is reached over a line, which can be lost."""
        return not is_file(self.engine.url)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the house: of its first site, UTC before there is one."""
        zone, moves = self._zone, self._moves
        if zone is None:
            with self._known_trouble(), Session(self.engine) as session:
                name = session.scalar(select(SiteRecord.zone).order_by(SiteRecord.id).limit(1))
            zone = ZoneInfo(name or "UTC")
            if moves == self._moves:  # Else another thread has heard of a later one meanwhile.
                self._zone = zone
        return zone

    def listen(self, listener: Listener) -> None:
        """Tell `listener` of every committed change; it must not raise."""
        self._listeners.append(listener)

    def tell(self, changes: tuple[Change, ...]) -> None:
        """Pass news on to the listeners."""
        if any(change.kind == SiteRecord.__tablename__ for change in changes):
            self._zone, self._moves = None, self._moves + 1
        for listener in self._listeners:
            listener(changes)

    @contextmanager
    def read(self) -> Iterator[Read]:
        zone = self.zone
        with self._known_trouble(), Session(self.engine) as session:
            yield Read(session, self.clock(), zone)

    @contextmanager
    def write(self, actor: str) -> Iterator[Write]:
        """Change things; `AnswerLost` when nobody can tell whether that was committed."""
        zone = self.zone
        batch: list[int] = []
        with (
            self._answered(batch),
            self._known_trouble(),
            self._turn() as patience,
            Session(self.engine) as session,
            session.begin(),
        ):
            session.connection(execution_options={WRITES: patience})
            tx = Write(session, self.clock(), zone, actor)
            try:
                yield tx
                session.flush()
                self._follow(tx)
                session.flush()
            except StaleDataError as error:
                raise Stale from error
            changes = self._write_down(tx)
            batch.append(tx.batch)
        if changes:
            self.tell(changes)

    def has_kept(self, batch: int) -> bool:
        """Whether what this process wrote under that number of the journal was committed."""
        own = (ChangeRecord.number == batch, ChangeRecord.origin == self.origin)
        with self.write("") as tx:
            tx.lock(*_JOURNAL_LOCK)  # The server may be about to commit it only now.
            return tx.session.scalar(select(ChangeRecord.number).where(*own)) is not None

    def scrub(self, patience: float = BUSY_SECONDS) -> bool:
        """Let nothing remain in a file of what was deleted; whether its log could be emptied too.

        Nobody else writes meanwhile: a file of a million entries takes a second.
        """
        if not is_file(self.engine.url):
            return True
        with self._known_trouble(), self._turns.take(BUSY_SECONDS):
            return scrubbing.scrub(self.engine, patience)

    def close(self) -> None:
        self.engine.dispose()

    def _write_down(self, tx: Write) -> tuple[Change, ...]:
        """Put what was noted into the journal, last thing before the commit."""
        search.follow(tx.session.connection(), tx.notes.folded)
        notes = tx.notes.all()
        if not notes:
            return ()
        # Numbers are given out under a lock that lasts until the commit, so that whoever has
        # read up to one of them can never find a lower one later.
        tx.lock(*_JOURNAL_LOCK)
        last, before = chain.end(tx.session)
        tx.batch = last + 1
        rows = [
            {
                "number": number,
                "batch": tx.batch,
                "kind": note.kind,
                "subject": note.id,
                "action": note.action.value,
                "actor": tx.actor,
                "at": tx.now,
                "begins": note.span and note.span.start,
                "ends": note.span and note.span.end,
                "old": note.old,
                "new": note.new,
                "reason": tx.reason,
                "origin": self.origin,
            }
            for number, note in enumerate(notes, tx.batch)
        ]
        chain.seal(rows, before)
        tx.session.execute(insert(ChangeRecord), rows)
        changes = tuple(note.change for note in notes if note.action is not Action.READ)
        if changes and self.engine.dialect.name == "postgresql":
            tx.session.execute(text(f"SELECT pg_notify('{CHANNEL}', '{tx.batch}')"))
        return changes

    @contextmanager
    def _answered(self, batch: list[int]) -> Iterator[None]:
        """Tell a commit whose answer was lost from what certainly was not committed."""
        try:
            yield
        except Unreachable as error:
            if any(batch) and self.at_server:
                raise AnswerLost(error.where, error.detail, batch=batch[0]) from error
            raise

    def _turn(self) -> AbstractContextManager[float]:
        """Wait to be the next to write; gives the seconds left for what is to come."""
        if is_file(self.engine.url):
            return self._turns.take(BUSY_SECONDS)
        return nullcontext(BUSY_SECONDS)

    @contextmanager
    def _known_trouble(self) -> Iterator[None]:
        """Turn what the driver reports into a refusal where it is the world's fault."""
        try:
            yield
        except (DBAPIError, PoolTimeout) as error:
            found = refusal(error, self.where)
            if found is None:
                raise
            if isinstance(found, Unreachable) and self.at_server:
                self.line.lose()
            if isinstance(found, DiskFull) and is_file(self.engine.url):
                reserve.let_go(Path(self.where))  # For the next one: this one is undone.
            raise found from error
