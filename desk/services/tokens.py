"""The tokens by which other machines are known (server contract, "Who may call what")."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, select, update

from desk.domain import access
from desk.domain.access import SHORTEST, Role, Token
from desk.domain.errors import Invalid, NotFound
from desk.domain.text import require_keepable
from desk.store.database import Read, Write
from desk.store.records import TokenRecord

_TOKEN = TokenRecord.__table__.c
_KNOWN = select(
    _TOKEN.digest, _TOKEN.id, _TOKEN.label, _TOKEN.role, _TOKEN.created_at, _TOKEN.used_at
).where(_TOKEN.digest == bindparam("digest"), _TOKEN.revoked_at.is_(None))


def create(tx: Write, label: str, role: Role, secret: str = "") -> tuple[Token, str]:
    """A token for another machine, and the secret that is shown this once.

    `secret` is one that somebody has chosen: at least 32 letters, digits and signs without blanks.
    """
    label = label.strip()
    _require(tx, label, secret)
    secret = secret or access.new_secret()
    record = TokenRecord(
        label=label, role=role.value, digest=access.digest(secret), created_at=tx.now
    )
    return tx.add(record).value(), secret


def every(tx: Read) -> list[Token]:
    """All that there have ever been, the revoked ones too, by label."""
    found = tx.session.scalars(select(TokenRecord).order_by(TokenRecord.label, TokenRecord.id))
    return [record.value() for record in found]


def revoke(tx: Write, label: str) -> Token:
    """Nobody gets in with it any more; `NotFound` if no such token stands."""
    record = _standing(tx, label.strip())
    if record is None:
        raise NotFound("token", label)
    record.revoked_at = tx.now
    tx.session.flush()
    return record.value()


def standing_by(tx: Read, digest: str) -> tuple[str, Token] | None:
    """The token whose secret has this hash, and the hash as it is kept; if it was not revoked.

    Asked with every request, so the question is put together once.
    """
    row = tx.session.connection().execute(_KNOWN, {"digest": digest}).first()
    if row is None:
        return None
    kept, number, label, role, created_at, used_at = row
    token = Token(id=number, label=label, role=Role(role), created_at=created_at, used_at=used_at)
    return kept, token


def used(tx: Write, ids: Iterable[int]) -> None:
    """Remember that these have been used just now; the journal does not hear of it."""
    chosen = TokenRecord.id.in_(list(ids))
    tx.session.execute(update(TokenRecord).where(chosen).values(used_at=tx.now))


def _require(tx: Write, label: str, secret: str) -> None:
    require_keepable(label=label)
    if not label:
        raise Invalid(label=["must not be empty"])
    if secret and (len(secret) < SHORTEST or not secret.isascii() or not secret.isprintable()):
        raise Invalid(token=[f"must have at least {SHORTEST} letters, digits or signs"])
    if " " in secret:
        raise Invalid(token=["must not hold blanks"])
    if _standing(tx, label) is not None:
        raise Invalid(label=["is the label of another token, which has to be revoked first"])
    taken = select(TokenRecord.id).where(TokenRecord.digest == access.digest(secret))
    if secret and tx.session.scalar(taken) is not None:
        raise Invalid(token=["has been used before"])


def _standing(tx: Read, label: str) -> TokenRecord | None:
    known = select(TokenRecord).where(TokenRecord.label == label, TokenRecord.revoked_at.is_(None))
    return tx.session.scalar(known)
