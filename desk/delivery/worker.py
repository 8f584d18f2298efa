"""Sends what the outbox holds, one message after the other.

A message is claimed in a transaction of its own, sent when that is committed, and what became of it
is noted in the next one. A program that ends in between leaves the claim behind: when that has run
out the message is sent by another one, marked as one that may have gone out before.
"""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from secrets import token_hex
from typing import TYPE_CHECKING

from desk.delivery.faults import Later, NotSetUp, Rejected, Undelivered, Unreachable
from desk.domain.errors import Busy
from desk.domain.message import Channel, Fate, Message
from desk.services import outbox, site
from desk.store.database import Database, Read, Write

if TYPE_CHECKING:
    from desk.delivery.ways import Parcel, Ways

ACTOR = "desk"
_AT_ONCE = 200  # messages of which is said in one transaction why they wait
_TURNS = 3  # each of which waits for as long as the database lets it
_MISTAKE = "Desk made a mistake in sending it; the log has more"

Note = Callable[[Write], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the messages that were due.

    `failed` never go out unless somebody says so; `put_off` are tried again, or wait until
    something is set up; `missed` were of no use any more. `why` says each reason once.
    """

    sent: int = 0
    failed: int = 0
    put_off: int = 0
    missed: int = 0
    why: tuple[str, ...] = ()


def deliver(
    database: Database, *, limit: int | None = None, stop: Callable[[], bool] | None = None
) -> Outcome:
    """Send what is due now, at most `limit` messages, until `stop` says so.

    Nothing goes out where the house has messages switched off.
    """
    with database.read() as tx:
        if not due(tx):
            return Outcome()
    from desk.delivery import ways  # takes a moment, which whoever only asks whether does not

    with closing(ways.Ways(ways.set_up(database))) as open_ways:
        return _Round(database, open_ways, stop or (lambda: False)).run(limit)


def due(tx: Read) -> bool:
    """Whether there is anything to be sent now; asked often, and quick to tell."""
    return outbox.due(tx) and site.setting(tx, site.MESSAGING)


class _Round:
    """One round of deliveries, with what is known by now of each way."""

    def __init__(self, database: Database, ways: Ways, stop: Callable[[], bool]) -> None:
        self._database = database
        self._ways = ways
        self._stop = stop
        self._worker = f"{socket.gethostname()}-{os.getpid()}-{token_hex(4)}"
        self._shut = dict(ways.set_up.lacking)  # ways that are of no use in this round, and why
        self._counts: Counter[Fate] = Counter()
        self._put_off = 0
        self._why: dict[str, None] = {}

    def run(self, limit: int | None) -> Outcome:
        left = limit
        message = self._go_on(None, claim=left != 0 and not self._stop())
        while message is not None:
            left = None if left is None else left - 1
            note = self._attempt(message)
            message = self._go_on(note, claim=left != 0 and not self._stop())
        for channel, why in self._shut.items():
            if not self._stop():
                self._hold_back(channel, why)
        return Outcome(
            sent=self._counts[Fate.SENT],
            failed=self._counts[Fate.FAILED],
            put_off=self._put_off,
            missed=self._counts[Fate.MISSED],
            why=tuple(self._why),
        )

    def _go_on(self, note: Note | None, *, claim: bool) -> Message | None:
        """Note what became of the last message, and claim the next one."""
        for turn in range(1, _TURNS + 1):
            try:
                with self._database.write(ACTOR) as tx:
                    if note is not None:
                        note(tx)
                    on = claim and site.setting(tx, site.MESSAGING)
                    open_ = [each for each in Channel if each not in self._shut]
                    message = outbox.claim(tx, self._worker, open_) if on and open_ else None
                    fates = _fates(tx)
                break
            except Busy:
                # What has gone out and is not noted goes out twice.
                if note is None or turn == _TURNS:
                    raise
        self._counts += fates
        return message

    def _attempt(self, message: Message) -> Note:
        """Send a message; gives what is to be noted of it."""
        try:
            with self._database.read() as tx:
                parcel = _parcel(tx, message, self._ways)
            self._ways.send(parcel, self._database.clock())
        except Undelivered as error:
            return self._undelivered(message, error)
        except Exception:
            # It is told once, and must not keep the others waiting each time.
            self._go_on(self._failed(message, _MISTAKE, for_good=True), claim=False)
            raise
        return lambda tx: outbox.sent(tx, message.id, self._worker)

    def _undelivered(self, message: Message, error: Undelivered) -> Note:
        why = str(error)
        self._why[why] = None
        match error:
            case Rejected():
                return self._failed(message, why, for_good=True)
            case NotSetUp():
                self._shut[message.channel] = why
                self._put_off += 1
                return lambda tx: outbox.put_off(tx, message.id, self._worker, why)
            case Unreachable():
                self._shut[message.channel] = why
        if message.tries <= len(outbox.BACK_OFF):
            self._put_off += 1
        perhaps = isinstance(error, Later) and error.perhaps
        return self._failed(message, why, for_good=False, perhaps=perhaps)

    def _failed(self, message: Message, why: str, *, for_good: bool, perhaps: bool = False) -> Note:
        return lambda tx: outbox.failed(
            tx, message.id, self._worker, why, for_good=for_good, perhaps=perhaps
        )

    def _hold_back(self, channel: Channel, why: str) -> None:
        """Say of what is due by a way that is of no use why it waits."""
        with self._database.read() as tx:
            waiting = outbox.waiting(tx, channel)
        if not waiting:
            return
        self._why[why] = None
        told = _AT_ONCE
        while told == _AT_ONCE:
            with self._database.write(ACTOR) as tx:
                told = outbox.hold_back(tx, channel, why, _AT_ONCE)
                self._counts += _fates(tx)
        with self._database.read() as tx:
            self._put_off += outbox.waiting(tx, channel)


def _parcel(tx: Read, message: Message, ways: Ways) -> Parcel:
    from desk.delivery.ways import parcel

    return parcel(tx, message, ways.set_up.locksmith)


def _fates(tx: Write) -> Counter[Fate]:
    """What a transaction made of messages."""
    tx.session.flush()
    fates = [note.new.get("fate") for note in tx.notes.of("message")]
    return Counter(Fate(each) for each in fates if each is not None)
