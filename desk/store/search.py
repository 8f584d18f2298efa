"""Finding visitor entries by any part of what is written in them.

On SQLite an index of grams stands beside the table; it holds no text, only which entry has which
pieces. PostgreSQL reads the folded text itself. Both then compare the text, so that the index can
only ever miss out work, never add a wrong row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    column,
    event,
    select,
    table,
    text,
)

from desk.domain import folding
from desk.store import rarity
from desk.store.records import VisitorEntryRecord

CREATE = (
    "CREATE VIRTUAL TABLE visitor_gram USING fts5("
    "grams, content='', contentless_delete=1, detail=none, tokenize='ascii')"
)
_ENTRY = VisitorEntryRecord.__table__
_GRAMS = table("visitor_gram", column("rowid"), column("grams"))


@event.listens_for(VisitorEntryRecord.metadata, "after_create")
def _create(_tables: object, connection: Connection, **_how: object) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text(CREATE))


def index(connection: Connection, entries: Iterable[tuple[int, str]]) -> None:
    """Make entries, given as id and folded text, findable; those already there are replaced."""
    if connection.dialect.name != "sqlite":
        return
    rows = [
        {"id": number, "grams": " ".join(folding.grams([folded]))} for number, folded in entries
    ]
    forget(connection, [row["id"] for row in rows])
    if rows:
        connection.execute(
            text("INSERT INTO visitor_gram (rowid, grams) VALUES (:id, :grams)"), rows
        )


def follow(connection: Connection, folded: Mapping[int, str | None]) -> None:
    """Bring the index in step with entries, given as id and folded text or nothing if gone."""
    index(connection, [(number, text) for number, text in folded.items() if text is not None])
    forget(connection, [number for number, text in folded.items() if text is None])


def forget(connection: Connection, ids: Sequence[object]) -> None:
    if connection.dialect.name == "sqlite" and ids:
        connection.execute(
            text("DELETE FROM visitor_gram WHERE rowid = :id"), [{"id": number} for number in ids]
        )


def holding(words: int) -> list[ColumnElement[bool]]:
    """What is true of entries that hold each of so many words, the parameters word0, word1, ..."""
    return [_ENTRY.c.folded.like(bindparam(f"word{at}")) for at in range(words)]


def matching(words: int, *, indexed: bool) -> Select[int]:
    """The ids of entries that hold each of so many words, the latest arrival first.

    Where `indexed`, the parameter `wanted` tells the index of grams what to look for, and the
    entry written last comes first, as the index lies.
    """
    found = select(_ENTRY.c.id).where(*holding(words))
    if not indexed:
        return found.order_by(_ENTRY.c.arrival.desc(), _ENTRY.c.id.desc())
    return (
        found.select_from(_GRAMS.join(_ENTRY, _GRAMS.c.rowid == _ENTRY.c.id))
        .where(text("visitor_gram MATCH :wanted"))
        .order_by(_GRAMS.c.rowid.desc())
    )


def parameters(connection: Connection, words: Sequence[str]) -> dict[str, Any]:
    """What to look for, for `matching`; with `wanted` where the index of grams can help."""
    # A word has only letters and digits, so nothing in it could mean something else to LIKE.
    sought = {f"word{at}": f"%{word}%" for at, word in enumerate(words)}
    pieces = [piece for word in words for piece in folding.grams_to_find(word)]
    if connection.dialect.name == "sqlite" and pieces:
        chosen = rarity.sample(connection).choose(pieces)
        sought["wanted"] = " AND ".join(f'"{piece}"' for piece in chosen)
    return sought
