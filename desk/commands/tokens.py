"""`desk token`: what lets other machines in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desk.commands import databases
from desk.commands.answers import Refused, answer
from desk.domain.access import Role, Token
from desk.domain.errors import Invalid
from desk.services import tokens

LARGEST = 4096  # bytes of a file that has a token in it


def create(options: argparse.Namespace) -> int:
    secret = _secret(options.token_file) if options.token_file else ""
    with databases.opened(options) as database, database.write("token create") as tx:
        try:
            token, shown = tokens.create(tx, options.label, Role(options.role), secret)
        except Invalid as error:
            raise Refused(f"No token was made: {_why(error)}.") from error
    words = f"{shown}\nThis is shown once. Keep it where only the machine {token.label} gets at it."
    answer(options, words, {"label": token.label, "role": token.role.value, "token": shown})
    return 0


def show(options: argparse.Namespace) -> int:
    with databases.opened(options) as database, database.read() as tx:
        found = tokens.every(tx)
    answer(
        options,
        "\n".join(map(_line, found)) or "There are no tokens.",
        [_described(token) for token in found],
    )
    return 0


def revoke(options: argparse.Namespace) -> int:
    with databases.opened(options) as database, database.write("token revoke") as tx:
        token = tokens.revoke(tx, options.label)
    answer(options, f"{token.label} gets in no more.", _described(token))
    return 0


def _secret(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST).decode("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            f"The token in {path} cannot be read ({error}). No token was made; give a text file"
            " with nothing but the token in it."
        ) from error


def _why(error: Invalid) -> str:
    return "; ".join(f"the {field} {why}" for field, all_ in error.reasons.items() for why in all_)


def _described(token: Token) -> dict[str, Any]:
    return {
        "label": token.label,
        "role": token.role.value,
        "created": token.created_at.isoformat(),
        "last_used": token.used_at.isoformat() if token.used_at else None,
        "revoked": token.revoked_at.isoformat() if token.revoked_at else None,
    }


def _line(token: Token) -> str:
    used = f"last used {token.used_at:%Y-%m-%d %H:%M} UTC" if token.used_at else "never used"
    gone = f", revoked {token.revoked_at:%Y-%m-%d}" if token.revoked_at else ""
    return f"{token.label}  {token.role}  made {token.created_at:%Y-%m-%d}, {used}{gone}"
