"""`desk backup`, `desk restore`, `desk copies` and `desk check`: keeping the data safe."""

from __future__ import annotations

import argparse

from desk.commands import databases, passwords
from desk.commands.answers import amount, answer, require_other_file
from desk.domain.wall_clock import instant_text
from desk.services import erasing, erasures, traces
from desk.store import copies as whole
from desk.store import kept_copies, tombstones
from desk.store.backup import check as faults_of
from desk.store.tombstones import Tombstone


def backup(options: argparse.Namespace) -> int:
    require_other_file(options.file, databases.maybe_file(options))
    with databases.existing(options) as database:
        password = passwords.for_a_new_copy(options)
        whole.save(database.engine, options.file, password)
        source = database.where
    size = options.file.stat().st_size
    words = f"{options.file} is a copy of {source}, checked and whole ({_megabytes(size)})."
    if password is not None:
        words += " Nobody can read it without the password, which is kept nowhere: remember it."
    answer(options, words, {"database": source, "file": str(options.file), "bytes": size})
    return 0


def restore(options: argparse.Namespace) -> int:
    url = databases.address(options)
    require_other_file(options.file, databases.maybe_file(options))
    password = passwords.of_a_copy(options) if whole.is_sealed(options.file) else None
    erased = _erased(options)
    kept = whole.restore(options.file, url, password)
    place = whole.where(url)
    words = f"{place} is now what {options.file} was."
    if kept:
        words += f" What stood there before is kept as {kept}."
    if erased:
        with databases.opened(options) as database:
            erasing.reapply(database, erased)
            erasures.keep_list(database, erased)
        words += " What was erased from it since is erased again."
    answer(options, words, {"database": place, "kept": str(kept) if kept else None})
    return 0


def _erased(options: argparse.Namespace) -> list[Tombstone]:
    """What was erased from the database, or where the copy was made, which it may not know of."""
    elsewhere = traces.erased_since(options.file.absolute())
    file = databases.maybe_file(options)
    if file is not None:
        return tombstones.listed(file) + elsewhere
    with databases.opened(options) as database, database.read() as tx:
        return erasures.known(tx) + elsewhere


def copies(options: argparse.Namespace) -> int:
    source = databases.file(options)
    found = kept_copies.listed(source)
    listed = [
        {"file": str(each.path), "made": instant_text(each.moment), "bytes": each.size}
        for each in found
    ]
    words = f"There are no copies of {source} yet; they are made hourly while Desk is used."
    if found:
        lines = [f"{each.moment:%Y-%m-%d %H:%M} UTC  {_megabytes(each.size)}" for each in found]
        rows = [f"{line}  {each.path}" for line, each in zip(lines, found, strict=True)]
        words = "\n".join(rows)
    answer(options, words, listed)
    return 0


def check(options: argparse.Namespace) -> int:
    with databases.existing(options) as database:
        faults = faults_of(database.engine)
        place = database.where
    words = f"Nothing is wrong with {place}."
    if faults:
        many = amount(len(faults), "fault was", "faults were")
        lines = [f"{many} found in {place}; restore the last good backup:", *faults]
        words = "\n  ".join(lines)
    answer(options, words, {"database": place, "faults": faults})
    return 1 if faults else 0


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
