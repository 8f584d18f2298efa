"""The chain of the journal, by which it shows whether anybody altered it afterwards.

Each row is sealed twice. Its `content` is a digest of what was done, as the text lies in the
columns, with a salt; its `chain` is a digest of the chain of the row before and of everything
else, the content included. What was done can so be emptied later together with the salt, and
nobody can guess it from the content that stays, while the chain remains whole. Numbers count up
from one without a gap. That the last rows were cut off no chain can show.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, Connection, Text, cast, select, type_coerce
from sqlalchemy.orm import Session

from desk.domain.fault import Broken, Fault
from desk.domain.wall_clock import milliseconds
from desk.store.records import ChangeRecord

_SALT_BYTES = 16
# Few, so that rows stay where the processor has them at hand: with 2,000 a million took a tenth
# longer.
_AT_A_TIME = 200
_NOTHING = "{}{}"

_C = ChangeRecord
_WHO = (_C.kind, _C.subject, _C.action, _C.actor, type_coerce(_C.at, BigInteger))
_BODY = cast(_C.old, Text) + cast(_C.new, Text) + _C.reason
_SEALS = (_C.salt, _C.content, _C.chain)
_ROWS = select(_C.number, _C.batch, *_WHO, _BODY, *_SEALS).order_by(_C.number)


def end(session: Session) -> tuple[int, str]:
    """The number and the chain of the last row."""
    last = select(_C.number, _C.chain).order_by(_C.number.desc()).limit(1)
    found = session.execute(last).one_or_none()
    return (found.number, found.chain or "") if found else (0, "")


def seal(rows: Iterable[dict[str, Any]], before: str) -> None:
    """Add the seals to new rows, of which the first follows the one with the chain `before`."""
    for row in rows:
        salt = secrets.token_hex(_SALT_BYTES)
        content = _digest(salt + json.dumps(row["old"]) + json.dumps(row["new"]) + row["reason"])
        numbers = (row["number"], row["batch"], row["subject"], milliseconds(row["at"]))
        before = _link(before, numbers, row["kind"], row["action"], row["actor"], content)
        row.update(salt=salt, content=content, chain=before)


def faults(connection: Connection) -> Iterator[Fault]:
    """What is wrong with the journal, a sentence for each place."""
    expected, before = 1, ""
    for row in connection.execute(_ROWS.execution_options(yield_per=_AT_A_TIME)):
        number, batch, kind, subject, action, actor, at, body, salt, content, chain = row
        follows = number == expected
        if not follows:
            yield _missing(expected, number - 1)
        if body != _NOTHING if salt is None else content != _digest(salt + body):
            yield Fault(Broken.ALTERED, number=number)
        elif follows:  # Else nobody knows what the chain before it was.
            numbers = (number, batch, subject, at)
            if chain != _link(before, numbers, kind, action, actor, content):
                yield Fault(Broken.LOOSE, number=number)
        expected, before = number + 1, chain


def _missing(first: int, last: int) -> Fault:
    if first == last:
        return Fault(Broken.MISSING, number=first)
    return Fault(Broken.ALL_MISSING, first=first, last=last)


def _link(
    before: str,
    numbers: tuple[int, int, int, int],
    kind: str,
    action: str,
    actor: str,
    content: str | None,
) -> str:
    # The lengths keep apart words that could hold a space; JSON is too slow for millions.
    lengths = f"{len(kind)} {len(action)}"
    number, batch, subject, at = numbers
    head = f"{before} {number} {batch} {subject} {at}"
    return _digest(f"{head} {content} {lengths} {kind} {action} {actor}")


def _digest(line: str) -> str:
    return sha256(line.encode()).hexdigest()
