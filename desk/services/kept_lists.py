"""The last lists of a desk on a server, kept on this computer for a start without the server.

There is one file for each database, which only this user may read.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from desk import settings
from desk.store import own_files

if TYPE_CHECKING:
    from desk.services.last_lists import Lists

_log = logging.getLogger(__name__)


def keep(where: str, lists: Lists) -> None:
    """Keep the lists of the database `where` instead of those before."""
    from desk.services import last_lists
    from desk.store import private_file

    private_file.write(_file(where), last_lists.written(lists))


def found(where: str) -> Lists | None:
    """The lists that were kept last; nothing where there are none, or none that can be read."""
    from desk.services import last_lists

    file = _file(where)
    if not file.is_file():
        return None
    try:
        return last_lists.read(file.read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("the last lists cannot be read: %s", type(error).__name__)
        return None


def forget_others(where: str) -> None:
    """Take away the lists of every other database: it has been left for this one."""
    from desk.store import private_file

    for file in _folder().glob("*.json"):
        if file != _file(where):
            private_file.remove(file)


def _folder() -> Path:
    return settings.folder("cache") / "lists"


def _file(where: str) -> Path:
    return _folder() / f"{own_files.name_for(where)}.json"
