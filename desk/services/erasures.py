"""What was erased for good: written down in the database, and on the list beside its file.

A row is told by its number, and by a mark that another one with that number would not have: by its
GUID, or else by when it was made. So a number that is given out once more, in a database that went
on from an older copy, is never taken for the one that was erased.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select, text

from desk.domain.wall_clock import instant, milliseconds
from desk.services import emptying, rows
from desk.services.emptying import Ids
from desk.store import tombstones
from desk.store.database import Database, Read, Write
from desk.store.engines import file_of
from desk.store.records import (
    AppointmentRecord,
    ErasureRecord,
    MessageRecord,
    PersonRecord,
    Record,
    VisitorEntryRecord,
    WaitingEntryRecord,
)
from desk.store.tombstones import Tombstone

# Somebody who came along with others, in the entry of that number.
COMPANION = "companion"


def stones(tx: Read, ids: Ids) -> list[Tombstone]:
    """What is to be remembered of these rows, which are still there."""
    now = milliseconds(tx.now)
    return [
        Tombstone(kind, record.id, mark(record), now)
        for kind, some in ids.items()
        for record in emptying.of(tx, kind, some)
    ]


def mark(record: Record) -> str:
    """What tells a row from another one with the same number."""
    if isinstance(record, PersonRecord | VisitorEntryRecord):
        return record.uid
    assert isinstance(record, AppointmentRecord | WaitingEntryRecord | MessageRecord), (
        "nothing else is erased"
    )
    return str(milliseconds(record.created_at))


def known(tx: Read) -> list[Tombstone]:
    """What the database says was erased."""
    query = select(ErasureRecord).order_by(ErasureRecord.id)
    return [
        Tombstone(each.kind, each.subject, each.uid or "", milliseconds(each.created_at))
        for each in tx.session.scalars(query)
    ]


def besides(several: Iterable[Tombstone], there: Iterable[Tombstone]) -> list[Tombstone]:
    """Which of several are not among those that are there, whenever they were erased."""
    found = {(each.kind, each.id, each.mark) for each in there}
    return [each for each in several if (each.kind, each.id, each.mark) not in found]


def are_all_later(tx: Read, several: Collection[Tombstone]) -> bool:
    """Whether a file is from before any of these was there: it never gave such a number out.

    Numbers are given out in their order, and none twice.
    """
    numbers = tx.session.execute(text("SELECT name, seq FROM sqlite_sequence"))
    given: dict[str, int] = {name: last for name, last in numbers}
    given[COMPANION] = given.get(emptying.ENTRY, 0)
    return all(each.id > given.get(each.kind, 0) for each in several)


def write_down(tx: Write, several: Iterable[Tombstone]) -> None:
    """Keep them in the database; the numbers are never given out again."""
    highest: dict[str, int] = {}
    for each in several:
        highest[each.kind] = max(highest.get(each.kind, 0), each.id)
        tx.session.add(
            ErasureRecord(
                kind=each.kind, subject=each.id, uid=each.mark, created_at=instant(each.at)
            )
        )
    tx.session.flush()
    for kind, number in highest.items():
        _never_again(tx, kind, number)


def keep_list(database: Database, several: Collection[Tombstone]) -> None:
    """Put on the list beside the file what is not there yet; there is none on a server."""
    file = file_of(database.engine.url)
    if file is not None:
        tombstones.append(file, besides(several, tombstones.listed(file)))


def _never_again(tx: Write, kind: str, number: int) -> None:
    if kind not in emptying.KINDS:
        return
    if rows.several_write(tx):
        rows.count_on(tx, emptying.KINDS[kind], number)
        return
    named = {"kind": kind, "number": number}
    raised = "UPDATE sqlite_sequence SET seq = max(seq, :number) WHERE name = :kind"
    if not tx.session.execute(text(raised), named).rowcount:  # type: ignore[attr-defined]
        begun = "INSERT INTO sqlite_sequence (name, seq) VALUES (:kind, :number)"
        tx.session.execute(text(begun), named)
