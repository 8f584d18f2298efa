"""What this computer keeps beside a database: open forms, the last lists, what waits for a server.

Whoever erases something, in a window or by a command, has it gone from there as well.
"""

from __future__ import annotations

from desk import settings
from desk.domain.privacy import Gone
from desk.services import kept_lists, last_lists
from desk.store import own_files
from desk.store.database import Database
from desk.store.draft_file import DraftFile
from desk.store.queue_folder import QueueFolder


def drafts(address: str) -> DraftFile:
    """The forms of a window on the database at `address`."""
    return DraftFile(settings.folder("state") / "drafts", address)


def queue(where: str) -> QueueFolder:
    """What waits for the database `where`."""
    return QueueFolder(settings.folder("data") / "queue" / own_files.name_for(where))


def forget(database: Database, address: str, gone: Gone) -> None:
    """Let nothing tell of what was erased, but for the forms of windows that are open now."""
    drafts(address).sift(gone)
    queue(database.where).forget(gone)
    if kept_lists.found(database.where) is not None:
        kept_lists.keep(database.where, last_lists.of(database))
