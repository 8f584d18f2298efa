"""`desk directory import` and `desk directory export`."""

from __future__ import annotations

import argparse
import sys

from desk.commands import databases
from desk.commands.answers import amount, answer, require_other_file
from desk.store import kept_copies
from desk.store.database import Database
from desk.transfer import directory_file, directory_shape
from desk.transfer.directory_file import Answer
from desk.transfer.directory_shape import Directory

_WORDS = {
    "sites": ("site", "sites"),
    "providers": ("provider", "providers"),
    "appointment_types": ("appointment type", "appointment types"),
    "variations": ("variation", "variations"),
    "patients": ("patient", "patients"),
    "residents": ("resident", "residents"),
}


class _Tried(Exception):
    """Takes back what a dry run has done; `answer` is what it would have been."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


def bring_in(options: argparse.Namespace) -> int:
    found = directory_shape.read(options.file)
    if found.left_out:
        places = ", ".join(found.left_out[:5])
        more = ", ..." if len(found.left_out) > 5 else ""
        print(f"Not known, and left out: {places}{more}.", file=sys.stderr)
    if options.dry_run:
        with databases.for_trial(options) as database:
            ids = _tried(database, found)
    else:
        with databases.opened(options) as database:
            kept_copies.safeguard(database)
            with database.write("directory import") as tx:
                ids = directory_file.bring_in(tx, found)
    before = "Dry run, nothing was changed. Read" if options.dry_run else "Taken in"
    answer(options, f"{before}: {_counted(found)}.", ids)
    return 0


def send_out(options: argparse.Namespace) -> int:
    require_other_file(options.file, databases.maybe_file(options))
    with databases.opened(options) as database, database.read() as tx:
        document = directory_file.send_out(tx, options.file)
    counts = {name: len(document[name]) for name in _WORDS if name in document}
    words = f"{options.file} has {_listed(counts)}."
    answer(options, words, {"file": str(options.file), **counts})
    return 0


def _counted(found: Directory) -> str:
    counts = {name: len(items) for name, items in found.lists.items()}
    types = found.lists["appointment_types"]
    counts["variations"] = sum(len(item.get("variations", ())) for _, item in types)
    return _listed(counts)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(amount(counts[name], *_WORDS[name]) for name in _WORDS if name in counts)


def _tried(database: Database, found: Directory) -> Answer:
    try:
        with database.write("directory import") as tx:
            raise _Tried(directory_file.bring_in(tx, found))
    except _Tried as tried:
        return tried.answer
