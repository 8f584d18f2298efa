"""What callers were answered under keys of their own (server contract, "Dialects", rule 5).

A caller that never saw the answer asks again with the same key, and gets what it was answered
instead of having the thing done twice. The answer is kept in the transaction of the act itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, insert

from desk.domain.errors import KeyUsedOtherwise
from desk.store.database import Write
from desk.store.records import AnswerRecord

KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it went out."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks, under which key, and the hash of what is asked."""

    caller: str
    key: str
    asked: str


def given(tx: Write, question: Question) -> Kept | None:
    """What was answered to this before; nothing if it is new, or a day old.

    The same key for something else is refused as `KeyUsedOtherwise`. Whoever asks the same at the
    same time waits here until the first one has its answer.
    """
    tx.lock(f"answer {question.caller}", _number(question.key))
    tx.session.execute(delete(AnswerRecord).where(AnswerRecord.at < tx.now - KEPT))
    record = tx.session.get(AnswerRecord, (question.caller, question.key))
    if record is None:
        return None
    if record.asked != question.asked:
        raise KeyUsedOtherwise(question.key)
    return Kept(record.status, dict(record.headers), record.body)


def keep(tx: Write, question: Question, answer: Kept) -> None:
    """Remember the answer for a day, instead of one that was kept before."""
    record = AnswerRecord(
        caller=question.caller,
        key=question.key,
        asked=question.asked,
        at=tx.now,
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
    )
    tx.session.merge(record)


def note(tx: Write, caller: str, key: str) -> None:
    """Remember for a day that something was done under a new key, which needs no answer."""
    tx.session.execute(delete(AnswerRecord).where(AnswerRecord.at < tx.now - KEPT))
    blank = {"asked": "", "status": 0, "headers": {}, "body": b""}
    tx.session.execute(
        insert(AnswerRecord), [{"caller": caller, "key": key, "at": tx.now, **blank}]
    )


def noted(tx: Write, caller: str, key: str) -> bool:
    """Whether something was done under that key."""
    tx.lock(f"answer {caller}", _number(key))
    return tx.session.get(AnswerRecord, (caller, key)) is not None


def _number(key: str) -> int:
    """A number of 31 bits for the key, the same in every process."""
    return int.from_bytes(key.encode("utf-8", "surrogateescape")[-64:], "big") % 0x7FFF_FFFF
