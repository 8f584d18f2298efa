"""Wherever the files of a database may still hold what was erased from it.

That is the file itself, and every copy that the program keeps beside it: each of those is written
anew without it, unless it is from before. One that cannot be opened is removed, for nobody can tell
what is in it. Copies that somebody put elsewhere are beyond reach, but erase it as soon as they are
put back here.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk.domain.errors import ForeignDatabase, NewerDatabase, NotADatabase, Unreachable
from desk.domain.privacy import Gone
from desk.services import erasing, erasures, house
from desk.store import backup, kept_copies, scrubbing, tombstones
from desk.store.database import Database
from desk.store.engines import file_of
from desk.store.tombstones import Tombstone
from desk.store.trouble import known

_KEPT = re.compile(r"(before|replaced)-\w+(\.part)?|new(\.part)?")
_BESIDE = ("-wal", "-shm", ".reserve")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many copies were written anew, how many removed, and whether the log could be emptied."""

    rewritten: int
    removed: int
    log_emptied: bool


def copies(database: Database) -> list[Path]:
    """The copies beside the file that may hold what is erased from it."""
    file = file_of(database.engine.url)
    return [] if file is None else list(_copies(file))


def erased_since(copy: Path) -> list[Tombstone]:
    """What the lists know to be erased that lie where a copy was made, or beside it."""
    return [each for file in _origins(copy) for each in tombstones.listed(file)]


def gone(several: Collection[Tombstone], names: frozenset[str] = frozenset()) -> Gone:
    """What was just erased, of which nothing at this computer is to tell any more."""
    ids: dict[str, set[int]] = {}
    for each in several:
        ids.setdefault(each.kind, set()).add(each.id)
    return Gone(ids={kind: frozenset(some) for kind, some in ids.items()}, names=names)


def remove(database: Database, several: Collection[Tombstone]) -> Outcome:
    """Let nothing of what was just erased remain in the file, or in any copy beside it."""
    emptied = erasing.finish(database, several)
    file = file_of(database.engine.url)
    if file is None:
        return Outcome(0, 0, emptied)
    with known(file):
        for left in file.parent.glob(f".{file.name}-*"):
            shutil.rmtree(left, ignore_errors=True)
        listed = tombstones.listed(file)
        fates = [_rewrite(database, file, copy, listed) for copy in _copies(file)]
        backup.settle(file.parent)  # What was removed there is not to be back after a power cut.
    return Outcome(fates.count(True), fates.count(False), emptied)


def _copies(file: Path) -> Iterator[Path]:
    folder = kept_copies.folder(file)
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if not path.name.endswith(_BESIDE))
    for path in sorted(file.parent.iterdir()):
        if path.name.startswith(f"{file.name}.") and _KEPT.fullmatch(
            path.name.removeprefix(f"{file.name}.")
        ):
            yield path


def _origins(copy: Path) -> Iterator[Path]:
    """The files of which it may be a copy, by where it lies and what it is called."""
    yield copy
    if copy.parent.name.endswith(kept_copies.ENDING):
        yield copy.parent.with_name(copy.parent.name.removesuffix(kept_copies.ENDING))
    for at in (at for at, letter in enumerate(copy.name) if letter == "."):
        if _KEPT.fullmatch(copy.name[at + 1 :]):
            yield copy.with_name(copy.name[:at])


def _rewrite(
    database: Database, file: Path, copy: Path, several: Collection[Tombstone]
) -> bool | None:
    """Write a copy anew without what was erased, or remove it; whether it is still there.

    None where it is from before there was any of that, and so is left as it is.
    """
    with tempfile.TemporaryDirectory(prefix=f".{file.name}-", dir=file.parent) as folder:
        rough, anew = Path(folder) / file.name, Path(folder) / "anew"
        try:
            for ending in ("", "-wal"):
                with suppress(FileNotFoundError):
                    shutil.copyfile(
                        copy.with_name(copy.name + ending), rough.with_name(rough.name + ending)
                    )
            if not _erase_in(rough, anew, database.clock, several):
                return None
        except ForeignDatabase:
            return True  # Another program's, which a restore has replaced.
        except (NotADatabase, NewerDatabase, Unreachable):
            copy.unlink(missing_ok=True)
            there = False
        else:
            anew.replace(copy)
            there = True
    for ending in _BESIDE:
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
    backup.settle(copy.parent)
    return there


def _erase_in(
    rough: Path, anew: Path, clock: Callable[[], datetime], several: Collection[Tombstone]
) -> bool:
    """Write a file `anew` without these; False where it never had any of them.

    Deleting alone would be quicker, but rows that were moved have left pieces of theirs behind.
    """
    with known(rough), closing(house.opened(f"sqlite:///{rough}", clock=clock)) as old:
        with old.read() as tx:
            missing = erasures.besides(several, erasures.known(tx))
            if missing and erasures.are_all_later(tx, missing):
                return False
        with old.write(erasing.ACTOR) as write:
            erasing.again(write, missing)
        scrubbing.write_anew(old.engine, anew)
        return True
