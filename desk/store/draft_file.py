"""Where forms that are being filled in are written down, so that a crash of Desk loses none.

There is one file for each window, in the folder of this user's state, and nobody else may read it:
what stands there is personal. It is gone as soon as no form is open that holds anything.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from desk.domain.privacy import Gone
from desk.file_lock import FileLock
from desk.store import own_files

MOST_WINDOWS = 20  # of one user on one database
# Of what kind those are whose numbers stand in a draft's subject.
_KINDS = {
    "person": "person",
    "keep": "person",
    "appointment": "appointment",
    "appointments": "appointment",
    "held": "appointment",
    "expected": "visitor_entry",
    "marked": "visitor_entry",
}


class Draft(NamedTuple):
    """A form as it stood: which dialog of which page, about what, and what its fields held.

    `at` is when it was opened, as a clock on the wall showed it. `before` is what the fields held
    then and `now` what was made of it; `names` are what the fields are called. `owner` is the
    number of the account of whoever had it open; none where there are no accounts.
    """

    dialog: str
    title: str
    page: str
    at: str
    subject: Mapping[str, Any]
    before: Mapping[str, Any]
    now: Mapping[str, Any]
    names: Mapping[str, str]
    owner: int | None = None

    @property
    def changed(self) -> Mapping[str, Any]:
        """What was typed or chosen."""
        return {name: value for name, value in self.now.items() if value != self.before.get(name)}

    def as_text(self) -> str:
        """What was typed or chosen, to be pasted elsewhere."""
        lines = []
        for name, value in self.changed.items():
            said = value["text"] if isinstance(value, dict) else value
            lines.append(f"{self.names.get(name, name)}: {said}")
        return "\n".join(lines)


def speaks_of(draft: Draft, gone: Gone) -> bool:
    """Whether a draft is about something that was erased, or names it."""
    about = any(gone.has(kind, number) for kind, number in _subjects(draft))
    held = json.dumps([draft.title, draft.before, draft.now], ensure_ascii=False)
    return about or gone.is_named_in(held)


class DraftFile:
    """The file of one window on the database at `address`; the first that no other window has.

    A lock tells whose it is. That of a window which was killed is known by its process being gone.
    """

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._name = own_files.name_for(address)
        self._lock: FileLock | None = None
        self._path = folder / f"{self._name}.json"

    def take(self) -> list[Draft]:
        """Have a file from now on; gives back what a window before has left in it.

        Raises `OSError` where nothing can be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(MOST_WINDOWS):
            self._path = self._folder / f"{self._name}-{number}.json"
            lock = _lock(self._path)
            if lock.take():
                self._lock = lock
                return _read(self._path)
        raise OSError(f"no draft can be kept in {self._folder.name}")

    def write(self, drafts: Sequence[Draft]) -> None:
        """Keep exactly these. At any moment one whole file is there, the old one or the new one."""
        _write(self._path, drafts)

    def sift(self, gone: Gone) -> None:
        """Take away what other windows have left about it, and what nobody could read of theirs."""
        for number in range(MOST_WINDOWS):
            path = self._folder / f"{self._name}-{number}.json"
            there = path.exists() or path.with_suffix(".new").exists()
            lock = _lock(path)
            if there and path != self._path and lock.take():
                _write(path, [draft for draft in _read(path) if not speaks_of(draft, gone)])
                lock.release()
            path.with_suffix(".unread").unlink(missing_ok=True)

    def leave(self) -> None:
        """Let another window have the file, with what stands in it."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def _lock(path: Path) -> FileLock:
    return FileLock(path.with_suffix(".lock"))


def _read(path: Path) -> list[Draft]:
    beside = path.with_suffix(".new")
    if not path.exists() and beside.exists():
        beside.rename(path)
    try:
        return [Draft(**each) for each in json.loads(path.read_text(encoding="utf-8"))]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError):
        # Of another version of Desk, or put there by somebody else; it is kept beside.
        path.replace(path.with_suffix(".unread"))
        return []


def _write(path: Path, drafts: Sequence[Draft]) -> None:
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    if not drafts:
        path.unlink(missing_ok=True)
        return
    made = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(made, "w", encoding="utf-8") as file:
        file.write(json.dumps([each._asdict() for each in drafts], ensure_ascii=False))
    # Putting it in the other one's place at once would make ext4 wait for the disk, and with
    # it the window: what is to outlive is a crash of the program, not of the machine.
    path.unlink(missing_ok=True)
    beside.rename(path)


def _subjects(draft: Draft) -> Iterator[tuple[str, object]]:
    """What a draft is about: of which kind, and under which number."""
    waits = draft.dialog.startswith("waiting.")
    kinds = {**_KINDS, "entry": "waiting_entry" if waits else "visitor_entry"}
    for key, value in draft.subject.items():
        for number in value if isinstance(value, list) else [value]:
            if key in kinds:
                yield kinds[key], number
