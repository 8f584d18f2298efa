"""Copies of a database file that are made by themselves, beside it, and thinned as they grow old.

They are whole files like any that `backup.copy` makes, and any of them can be put back with
`backup.restore`. On a server the copies are its administrator's business.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import URL

from desk.domain.errors import NoRoomForCopy
from desk.domain.thinning import worth_keeping
from desk.store import backup, look, reserve
from desk.store.database import Database
from desk.store.engines import is_file
from desk.store.trouble import known

OFTEN = timedelta(hours=1)
_STAMP = r"(\d{4}-\d\d-\d\dT\d{6}Z)"
_NAME = re.compile(rf"{_STAMP}\.db")
_LEFT = re.compile(rf"{_STAMP}\.[0-9a-f]{{8}}(\.part)?")
_MOMENT = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as it was made at that moment; `size` is in bytes."""

    path: Path
    moment: datetime
    size: int


def folder(file: Path) -> Path:
    """Where the copies of a database file lie."""
    return file.with_name(f"{file.name}.copies")


def listed(file: Path) -> list[Copy]:
    """The copies of a database file, the latest first."""
    found = []
    for path in folder(file).glob("*.db"):
        if (named := _NAME.fullmatch(path.name)) is not None:
            found.append(Copy(path, _moment(named[1]), path.stat().st_size))
    return sorted(found, key=lambda copy: copy.moment, reverse=True)


def due(url: URL, now: datetime, changed: datetime | None) -> bool:
    """Whether the last copy is an hour old; `changed` is when anything was changed last.

    What was not changed since needs no other copy, and what holds nothing needs none at all.
    """
    file = _file(url)
    if file is None or changed is None:
        return False
    copies = listed(file)
    return not copies or (now - copies[0].moment >= OFTEN and changed > copies[0].moment)


def keep(database: Database) -> Copy | None:
    """Make a copy now, and remove those that are not worth keeping any more.

    Nothing on a server. A copy of the same second is made anew. A disk is not filled with a copy:
    it is refused as `NoRoomForCopy` where it would leave no room to go on working.
    """
    file = _file(database.engine.url)
    if file is None:
        return None
    place = folder(file)
    moment = database.clock().astimezone(UTC).replace(microsecond=0)
    path = place / f"{moment.strftime(_MOMENT)}.db"
    # Two programs may do so in the same second.
    rough = path.with_suffix(f".{secrets.token_hex(4)}")
    with known(place):
        _require_room(file)
        place.mkdir(exist_ok=True)
        backup.copy(database.engine, rough)
        rough.replace(path)
        backup.settle(place)
        _thin(file, moment)
        return Copy(path, moment, path.stat().st_size)


def _require_room(file: Path) -> None:
    """Refuse unless as much as the reserve is left beside a copy; it is made anew here as well."""
    reserve.keep(file)
    size = sum(each.stat().st_size for each in (file, look.log(file)) if each.exists())
    if reserve.room(file) < size + reserve.SIZE:
        raise NoRoomForCopy(str(file))


def _thin(file: Path, now: datetime) -> None:
    """Remove what is not worth keeping, and what a program left behind that ended while copying."""
    for path in folder(file).iterdir():
        left = _LEFT.fullmatch(path.name)
        if left is not None and now - _moment(left[1]) >= OFTEN:
            path.unlink(missing_ok=True)
    copies = listed(file)
    kept = worth_keeping([copy.moment for copy in copies])
    for copy in copies:
        if copy.moment not in kept:
            copy.path.unlink(missing_ok=True)  # Another program may have been as tidy.


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, _MOMENT).replace(tzinfo=UTC)


def _file(url: URL) -> Path | None:
    return Path(str(url.database)) if is_file(url) else None
