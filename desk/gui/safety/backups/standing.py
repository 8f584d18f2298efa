"""How it stands with the copies of the data: which there are, and when the next one is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.services import journal
from desk.store import engines, kept_copies
from desk.store.kept_copies import Contents, Copy

if TYPE_CHECKING:
    from desk.store.database import Database


@dataclass(frozen=True, slots=True)
class Standing:
    """The copies, the latest first. Without a `file` the data lies on a server."""

    file: Path | None
    copies: Sequence[Copy] = ()
    due: datetime | None = None

    @property
    def folder(self) -> Path | None:
        """Where the copies lie."""
        return kept_copies.folder(self.file) if self.file is not None else None


@dataclass(frozen=True, slots=True)
class Row:
    """A copy, and what it holds as soon as that is known, or why it cannot be told."""

    copy: Copy
    held: Contents | DeskError | None = None

    @property
    def id(self) -> int:
        return int(self.copy.moment.timestamp())


def found(database: Database) -> Standing:
    """How it stands with the copies of this database."""
    url = database.engine.url
    file = engines.file_of(url)
    if file is None:
        return Standing(None)
    with database.read() as tx:
        changed, now = journal.last_at(tx), tx.now
    return Standing(file, kept_copies.listed(file), kept_copies.next_due(url, now, changed))
