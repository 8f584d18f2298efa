"""The one door between the screen and the services.

Views ask and do; they never see the database, and they never catch. A refusal becomes the
`refused` signal, which the message bar shows; anything worse travels on to the crash report.
While the connection to a database server is lost nothing is even tried here, on the screen's
thread: whoever asks is told at once, and what is shown stays as it is.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.change import Change, CopyFirst, Safeguard
from desk.domain.errors import AnswerLost, DeskError, Disconnected, Unreachable
from desk.domain.message import Telling
from desk.domain.queued import Deed, Queued
from desk.domain.staff import Actor, Member
from desk.gui.attempt import Attempt

if TYPE_CHECKING:
    # Importing the store takes longer than painting the first window; see desk/app.py.
    from desk.store.database import Database, Read, Write

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done: its name for the undo menu, and its number in the journal.

    `begun` are the numbers of what was done quietly for its sake before, such as holding a slot;
    it goes when this is undone.
    """

    name: str
    batch: int
    begun: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody's details are on the screen: of which record, and in what part of the window."""

    kind: str
    id: int
    where: QWidget


class Client(QObject):
    """The desk as the views see it."""

    changed = Signal(object)  # tuple[Change, ...]
    refused = Signal(object)  # DeskError
    done = Signal(object)  # Done
    shown = Signal(object)  # Shown
    signed_in = Signal(object)  # Member, or None when nobody is any more
    going_back = Signal(object)  # Copy: the desk is to be closed and to come back as it was then
    erased = Signal(object)  # Gone: nothing on this computer is to tell of it any more
    queued = Signal(object)  # Queued: something to be written down when the server is back
    _committed = Signal(object)  # tuple[Change, ...], as it comes
    connected = Signal(bool)  # whether the database server is found again, or was lost

    def __init__(self, database: Database, actor: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = database
        self._user = actor
        self._actor = Actor(actor)
        self.member: Member | None = None
        # Whose form does something by itself while somebody else is at the desk.
        self.acting_for: Actor | None = None
        # Makes a copy of the database, on another thread; whether it could. None where nobody looks
        # on, who would have to wait for one in the midst of a write.
        self.make_copy: Callable[[], bool] | None = None
        self._zone: ZoneInfo | None = None
        self._missed: list[Change] = []
        self._committed.connect(self._pass_on)
        # News of another process comes on the watching thread. Qt sees that this object lives on
        # another one and queues the signal, so views are only ever called on their own thread.
        database.listen(self._committed.emit)
        database.line.listen(self._on_line)

    @property
    def who(self) -> str:
        """The name of who is at the desk."""
        return self.member.name if self.member else self._user

    def sign_in(self, member: Member | None) -> None:
        """Let everything be done in the name and with the rights of `member` from now on."""
        self.member = member
        self._actor = Actor.of(member) if member else Actor(self._user)
        self.signed_in.emit(member)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the house; while it cannot be asked for, what it was."""
        if self._zone is None or self.lost_at is None:
            self._zone = self._database.zone
        return self._zone

    @property
    def where(self) -> str:
        """The file or the server, without any password."""
        return self._database.where

    @property
    def at_server(self) -> bool:
        """Whether the data are on a database server, which may go away."""
        return self._database.at_server

    @property
    def lost_at(self) -> datetime | None:
        """When the database server was last heard of; nothing while it is there."""
        return self._database.line.lost_at

    @property
    def now(self) -> datetime:
        """What time it is, with a zone; the clock of the database says it."""
        return self._database.clock()

    def wall_clock(self) -> datetime:
        """What time it is where the house stands, in its zone."""
        return self.now.astimezone(self.zone)

    def ask(self, query: Callable[Concatenate[Read, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `query` finds, in one consistent picture."""
        with self._connected(), self._database.read() as tx:
            return query(tx, *args, **kwargs)

    def do(
        self,
        name: str,
        service: Callable[Concatenate[Write, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T | None:
        """Carry a service out under a `name` that can be undone, or say why it was refused."""
        result, batch = self._carry_out(service, *args, **kwargs)
        if batch:
            self.done.emit(Done(name, batch))
        return result

    def once(
        self,
        attempt: Attempt,
        name: str,
        service: Callable[Concatenate[Write, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T | None:
        """Finish something for a dialog that may ask again, not knowing what became of it."""

        def act(tx: Write) -> tuple[T, Write]:
            asked = (service, args, kwargs)
            return attempt.carry_out(tx, asked, lambda within: service(within, *args, **kwargs))

        found, _batch = self._carry_out(act)
        if found is None:
            return None
        attempt.settle()
        result, done_in = found
        if done_in.batch:
            self.done.emit(Done(name, done_in.batch, tuple(attempt.begun)))
        return result

    def quietly(
        self, service: Callable[Concatenate[Write, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> tuple[T | None, int]:
        """Carry out what is not a step of its own, such as undoing one; gives back its number."""
        return self._carry_out(service, *args, **kwargs)

    def refusal_of(self, what: str) -> DeskError | None:
        """Why who is at the desk may not do `what`, which only an administrator may, if so it is.

        For what is done beside the services, such as by a process of its own.
        """
        try:
            self.ask(_require_admin, what, self._actor)
        except DeskError as error:
            return error
        return None

    def lend(self, work: Callable[[Database, Actor], T]) -> T:
        """Let `work` have the database and who is at the desk, to write as.

        For bringing in and sending out whole files, which takes long, is divided into several
        transactions, and is done on another thread.
        """
        return work(self._database, self._actor)

    def queue(
        self,
        deed: Deed,
        visitor: str,
        *,
        entry_id: int | None = None,
        host: str = "",
        subject: str = "",
        people: int = 1,
    ) -> None:
        """Have a coming or going of this moment written down when the server is back."""
        taken = Queued(
            key=str(uuid.uuid4()),
            deed=deed,
            at=self.now,
            actor=self.who,
            member_id=self._actor.member_id,
            visitor=visitor,
            entry_id=entry_id,
            host=host,
            subject=subject,
            people=people,
        )
        self.queued.emit(taken)

    def _carry_out(
        self, service: Callable[Concatenate[Write, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> tuple[T | None, int]:
        actor = self._actor if self.acting_for is None else self.acting_for

        def act(guard: Safeguard) -> tuple[T, int]:
            with self._connected(), self._database.write(actor) as tx:
                tx.telling, tx.safeguard = Telling.BY_HAND, guard
                result = service(tx, *args, **kwargs)
            return result, tx.batch

        try:
            if self.make_copy is None:
                return act(Safeguard.IN_THE_MIDST)
            with suppress(CopyFirst):
                return act(Safeguard.BEFORE)
            return act(Safeguard.MADE) if self.make_copy() else (None, 0)
        except DeskError as error:
            if self.acting_for is None:
                self.refused.emit(error)
            return None, 0

    @contextmanager
    def _connected(self) -> Iterator[None]:
        """Refuse at once while the server is known to be away."""
        if self.lost_at is not None:
            raise Disconnected(self._database.where)
        try:
            yield
        except AnswerLost:
            raise
        except Unreachable as error:
            if self.lost_at is None:
                raise
            raise Disconnected(error.where) from error

    def _on_line(self) -> None:
        if self.lost_at is None:
            self._committed.emit(())
        self.connected.emit(self.lost_at is None)

    def _pass_on(self, changes: tuple[Change, ...]) -> None:
        """Let the views hear of it when they can ask again."""
        self._missed += changes
        if self._missed and self.lost_at is None:
            told, self._missed = tuple(self._missed), []
            self.changed.emit(told)


def _require_admin(tx: Read, what: str, actor: Actor) -> None:
    from desk.services import rights

    rights.require_admin(tx, what, actor)
