"""How commands answer: in a few words for a person, or in JSON for another program."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from desk import settings


class Refused(Exception):
    """A command refuses for a reason of its own; its words are what the person reads."""


def answer(options: argparse.Namespace, words: str, found: Any) -> None:
    """Print the words, or with `--json` what was found."""
    import json  # The window starts without it.

    print(json.dumps(found) if options.json else words, flush=True)


def signed(command: str) -> str:
    """Who does what a command does, for the journal: the command, and who had the window run it."""
    who = os.environ.get(settings.SIGNED, "")
    return f"{who}: {command}" if who else command


def require_other_file(file: Path, database: Path | None) -> None:
    """Refuse to write over the database, under whatever name."""
    if database is None or not file.exists() or not database.exists():
        return
    if os.path.samefile(file, database):
        raise Refused(
            f"{file} is the database itself. Nothing was changed; choose another name for the file."
        )


def amount(number: int, one: str, several: str) -> str:
    """`1 row`, `1,185 rows`."""
    return f"{number:,} {one if number == 1 else several}"
