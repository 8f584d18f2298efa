"""What a transaction is about to change, noted as it is flushed, for the journal.

Each row counts once however often it is touched: what stood there before the transaction, and
what stands there after it. What is erased leaves nothing but the fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, SessionTransaction

from desk.domain.change import Action, Change
from desk.domain.span import Span
from desk.store.columns import written_down
from desk.store.records import Record, VisitorEntryRecord

# Follows from the other columns, or changes with every write: not worth writing down.
_SILENT = {
    *("version", "folded", "arrival", "place", "updated_at", "updated_by", "used_at"),
    *("about", "claimed_by", "claimed_until"),
    *("secret", "failures", "wait_until"),
}

Values = dict[str, Any]


@dataclass(kw_only=True)
class Note:
    """One row that a transaction makes different, and all the time that it is about."""

    kind: str
    id: int
    action: Action
    old: Values = field(default_factory=dict)
    new: Values = field(default_factory=dict)
    span: Span | None = None

    @property
    def change(self) -> Change:
        """What listeners are told."""
        return Change(self.kind, self.id, self.span)

    def add(self, action: Action, old: Values, new: Values) -> None:
        """Let the row be touched once more."""
        match self.action, action:
            case Action.ADDED, Action.REMOVED:
                self.old, self.new = {}, {}
            case Action.ADDED, _:
                self.new |= new
            case Action.REMOVED, _:
                self.action, self.new = Action.CHANGED, new
            case _, Action.REMOVED:
                self.action, self.old, self.new = action, old | self.old, {}
            case _:
                self.old, self.new = old | self.old, self.new | new

    def about(self, *spans: Span | None) -> None:
        known = [span for span in (self.span, *spans) if span]
        if known:
            self.span = Span(min(s.start for s in known), max(s.end for s in known))


class Notes:
    """The rows of one transaction, in the order in which they were first touched.

    `folded` holds the text to be searched of each visitor entry for which it is now different,
    and nothing for an entry that is gone.
    """

    def __init__(self, session: Session) -> None:
        self._notes: dict[tuple[str, int], Note] = {}
        self._silenced: set[tuple[str, int]] = set()
        self.folded: dict[int, str | None] = {}
        event.listen(session, "after_flush", self._take)
        event.listen(session, "after_transaction_create", _require_whole)

    def of(self, kind: str) -> list[Note]:
        """What has been flushed so far of one table."""
        return [note for note in self._notes.values() if note.kind == kind]

    def silence(self, kind: str, ids: Iterable[int]) -> None:
        """Let the journal say of these rows that they were touched, and nothing of what they held.

        For what is erased: written down once more it would be there for good.
        """
        self._silenced |= {(kind, number) for number in ids}

    def all(self) -> list[Note]:
        for key in self._silenced & self._notes.keys():
            self._notes[key].old, self._notes[key].new = {}, {}
        for note in self._notes.values():
            if note.action is Action.CHANGED:
                same = {name for name, value in note.new.items() if note.old.get(name) == value}
                note.old = {name: value for name, value in note.old.items() if name not in same}
                note.new = {name: value for name, value in note.new.items() if name not in same}
        return [
            note
            for key, note in self._notes.items()
            if note.old != note.new or note.action is Action.READ or key in self._silenced
        ]

    def say(self, kind: str, key: int, action: Action, **new: Any) -> None:
        """Note what no column tells: that a row was read, or that what is kept secret changed."""
        note = self._notes.setdefault((kind, key), Note(kind=kind, id=key, action=action))
        note.new |= new

    def _take(self, session: Session, _context: object) -> None:
        """Note what is being flushed, before the session forgets what was."""
        for record in session.new:
            self._note(record, Action.ADDED)
        for record in session.dirty:
            if session.is_modified(record):
                self._note(record, Action.CHANGED)
        for record in session.deleted:
            self._note(record, Action.REMOVED)

    def _note(self, record: Record, action: Action) -> None:
        if not record.journalled:
            return
        before, after = _before_and_after(record, action)
        old, new = _different(before, after, action)
        number: int = inspect(record).mapper.primary_key_from_instance(record)[0]
        key = (record.__tablename__, number)
        if key in self._notes:
            note = self._notes[key]
            note.add(action, old, new)
        else:
            note = Note(kind=key[0], id=number, action=action, old=old, new=new)
            self._notes[key] = note
        if action is not Action.ADDED:
            note.about(record.concerns(before))
        if action is not Action.REMOVED:
            note.about(record.concerns(after))
        if isinstance(record, VisitorEntryRecord):
            self._fold(record, before, action)

    def _fold(self, record: VisitorEntryRecord, before: Values, action: Action) -> None:
        if action is Action.REMOVED:
            self.folded[record.id] = None
        elif action is Action.ADDED or before["folded"] != record.folded:
            self.folded[record.id] = record.folded


def _before_and_after(record: Record, action: Action) -> tuple[Values, Values]:
    """The row as it was and as it is; what is new was nothing before."""
    before: Values = {}
    after: Values = {}
    state = inspect(record)
    for attribute in state.mapper.column_attrs:
        name = attribute.key
        after[name] = getattr(record, name)
        if action is not Action.ADDED:
            history = state.attrs[name].history
            # A column of a row that this transaction made has no past until it is set.
            before[name] = (history.deleted or history.unchanged or (None,))[0]
    return before, after


def _different(before: Values, after: Values, action: Action) -> tuple[Values, Values]:
    names = [name for name in after if name not in _SILENT]
    if action is Action.CHANGED:
        names = [name for name in names if before[name] != after[name]]
    old = {} if action is Action.ADDED else {name: written_down(before[name]) for name in names}
    new = {} if action is Action.REMOVED else {name: written_down(after[name]) for name in names}
    return old, new


def _require_whole(_session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        raise RuntimeError("a part of a write cannot be taken back: its notes would remain")
