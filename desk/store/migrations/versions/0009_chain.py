"""The chain of the journal: three columns, and the rows of before are sealed as they lie there."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_AT_A_TIME = 2_000
_SEALS = ("salt", "content", "chain")

_CHANGE = sa.table(
    "change",
    *(sa.column(name, sa.BigInteger()) for name in ("number", "batch", "subject", "at")),
    *(sa.column(name, sa.Text()) for name in ("kind", "action", "actor", "reason")),
    *(sa.column(name, sa.JSON()) for name in ("old", "new")),
    *(sa.column(name, sa.Text()) for name in _SEALS),
)


def upgrade() -> None:
    for name in _SEALS:
        op.add_column("change", sa.Column(name, sa.Text()))
    _seal(op.get_bind())


def _seal(connection: sa.Connection) -> None:
    c = _CHANGE.c
    sealing = _CHANGE.update().where(c.number == sa.bindparam("of"))
    sealing = sealing.values({name: sa.bindparam(f"its_{name}") for name in _SEALS})
    before = ""
    for rows in _batches(connection):
        sealed = []
        for row in rows:
            salt, content, before = _seals(row, before)
            seals = {"its_salt": salt, "its_content": content, "its_chain": before}
            sealed.append({"of": row.number, **seals})
        connection.execute(sealing, sealed)


def _batches(connection: sa.Connection) -> Iterator[list[Any]]:
    """All rows in their order, some at a time."""
    c = _CHANGE.c
    body = (sa.cast(c.old, sa.Text()) + sa.cast(c.new, sa.Text()) + c.reason).label("body")
    head = (c.number, c.batch, c.kind, c.subject, c.action, c.actor, c.at)
    query = sa.select(*head, body).order_by(c.number).limit(_AT_A_TIME)
    rows = list(connection.execute(query))
    while rows:
        yield rows
        rows = list(connection.execute(query.where(c.number > rows[-1].number)))


def _seals(row: Any, before: str) -> tuple[str, str, str]:
    """The salt, the content and the chain of the row after the one with the chain `before`."""
    salt = secrets.token_hex(16)
    content = _digest(salt + row.body)
    numbers = f"{row.number} {row.batch} {row.subject} {row.at}"
    words = f"{len(row.kind)} {len(row.action)} {row.kind} {row.action} {row.actor}"
    return salt, content, _digest(f"{before} {numbers} {content} {words}")


def _digest(line: str) -> str:
    return sha256(line.encode()).hexdigest()
