"""A folder of what waits for the database server, a file for each deed.

A file is complete and on the disk before anybody is told that the deed is taken, and is taken away
when the server has it. Names of people stand in it, so nobody else at this computer may read it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from desk.domain.errors import BadFile
from desk.domain.privacy import Gone
from desk.domain.queued import Deed, Queued
from desk.store import private_file
from desk.store.trouble import known

_ENDING = ".json"


class QueueFolder:
    """The deeds that wait, in the order in which they were done."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Queued]:
        """Every deed that waits or was refused, the earliest first."""
        with known(self._folder):
            found = [_read(path) for path in self._folder.glob(f"*{_ENDING}")]
        return sorted(found, key=lambda each: (each.at, each.key))

    def keep(self, deed: Queued) -> None:
        """Keep a deed, or what has become of it."""
        said = asdict(deed) | {"at": deed.at.isoformat()}
        private_file.write(self._place(deed), json.dumps(said, ensure_ascii=False))

    def remove(self, deed: Queued) -> None:
        """The server has it, or somebody has settled it."""
        private_file.remove(self._place(deed))

    def forget(self, gone: Gone) -> None:
        """Take what tells of it off the queue: it could not be written down any more.

        Somebody else of that name who is still to be written down is left.
        """
        for queued in self.all():
            said = f"{queued.host}\n{queued.visitor}\n{queued.subject}"
            named = gone.is_named_in(said if queued.refused else queued.host)
            if named or gone.has("visitor_entry", queued.entry_id):
                self.remove(queued)

    def _place(self, deed: Queued) -> Path:
        return self._folder / f"{deed.key}{_ENDING}"


def _read(path: Path) -> Queued:
    try:
        said = json.loads(path.read_text("utf-8"))
        said["deed"], said["at"] = Deed(said["deed"]), datetime.fromisoformat(said["at"])
        return Queued(**said)
    except (ValueError, TypeError, KeyError) as error:
        raise BadFile(str(path), "it is not what was written there") from error
