"""Copies of a database file that are made by themselves, beside it, and thinned as they grow old.

They are whole files like any that `backup.copy` makes, and any of them can be put back with
`backup.restore`. On a server the copies are its administrator's business.

No password protects them. The database itself lies beside them in the clear, and a program that
makes a copy each hour would need the password at hand: whoever got at the copies had got at both.
What leaves the computer is sealed instead, see `desk.store.copies`; against theft of the computer
helps only a disk that is encrypted as a whole.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, select

from desk.domain.change import Action
from desk.domain.errors import Unreachable
from desk.domain.thinning import worth_keeping
from desk.store import backup, look, reserve
from desk.store.engines import file_of
from desk.store.records import ChangeRecord
from desk.store.trouble import known

if TYPE_CHECKING:
    from desk.store.database import Database

OFTEN = timedelta(hours=1)
AT_ONCE = timedelta(minutes=1)
ENDING = ".copies"  # of the folder in which they lie
_STAMP = r"(\d{4}-\d\d-\d\dT\d{6}Z)"
_NAME = re.compile(rf"{_STAMP}\.db")
_LEFT = re.compile(rf"{_STAMP}\.[0-9a-f]{{8}}(\.part)?")
_TOLD = ("person", "visitor_entry", "appointment", "waiting_entry")
_MOMENT = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as it was made at that moment; `size` is in bytes."""

    path: Path
    moment: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Contents:
    """How much of what a person would look for a copy holds."""

    people: int
    visitors: int
    appointments: int
    waiting: int


def contents(path: Path) -> Contents:
    """What a copy holds; neither it nor anything beside it is changed.

    Raises a kind of `Unusable` for one that could not be gone back to. On a million visitor
    entries this takes some tenths of a second.
    """
    if look.at(path) is None:
        raise Unreachable(str(path), "there is no such file")
    with known(path), look.reading(path) as connection:
        return Contents(*(_count(connection, table) for table in _TOLD))


def folder(file: Path) -> Path:
    """Where the copies of a database file lie."""
    return file.with_name(f"{file.name}{ENDING}")


def listed(file: Path) -> list[Copy]:
    """The copies of a database file, the latest first."""
    found = []
    for path in folder(file).glob("*.db"):
        if (named := _NAME.fullmatch(path.name)) is not None:
            found.append(Copy(path, _moment(named[1]), path.stat().st_size))
    return sorted(found, key=lambda copy: copy.moment, reverse=True)


def next_due(url: URL, now: datetime, changed: datetime | None) -> datetime | None:
    """When the next copy is to be made; `changed` is when anything was changed last.

    What was not changed since needs no other copy, and what holds nothing needs none at all. A
    copy that a wrong clock has dated ahead says nothing of when the last one was made.
    """
    file = file_of(url)
    if file is None or changed is None:
        return None
    copies = [copy for copy in listed(file) if copy.moment <= now]
    if not copies:
        return changed
    return copies[0].moment + OFTEN if changed > copies[0].moment else None


def due(url: URL, now: datetime, changed: datetime | None) -> bool:
    """Whether it is time for the next copy."""
    moment = next_due(url, now, changed)
    return moment is not None and now >= moment


def safeguard(database: Database, *, sparing: Path | None = None) -> Copy | None:
    """See to it that there is a copy of how it is now, before much is changed at once.

    One younger than a minute suffices, unless something was changed since. `sparing` is
    not removed, whatever its age: it is about to be gone back to.
    """
    return _recent(database) or keep(database, sparing=sparing)


def lacking(database: Database) -> bool:
    """Whether `safeguard` would make a copy now."""
    return file_of(database.engine.url) is not None and _recent(database) is None


def _recent(database: Database) -> Copy | None:
    """A copy of how it is now, as far as one is known."""
    file = file_of(database.engine.url)
    if file is None:
        return None
    with database.read() as tx:
        changed_at = select(ChangeRecord.at).where(ChangeRecord.action != Action.READ.value)
        newest = changed_at.order_by(ChangeRecord.number.desc()).limit(1)
        changed, now = tx.session.scalar(newest), tx.now
    for copy in listed(file):
        recent = timedelta() <= now - copy.moment < AT_ONCE
        if recent and (changed is None or changed < copy.moment):
            return copy
    return None


def keep(database: Database, *, sparing: Path | None = None) -> Copy | None:
    """Make a copy now, and remove those that are not worth keeping any more, save `sparing`.

    Nothing on a server. A copy of the same second is made anew. A disk is not filled with a copy:
    it is refused as `NoRoomForCopy` where it would leave no room to go on working.
    """
    file = file_of(database.engine.url)
    if file is None:
        return None
    place = folder(file)
    moment = database.clock().astimezone(UTC).replace(microsecond=0)
    path = place / f"{moment.strftime(_MOMENT)}.db"
    # Two programs may do so in the same second.
    rough = path.with_suffix(f".{secrets.token_hex(4)}")
    with known(place):
        reserve.require_room_for_copy(file)
        place.mkdir(exist_ok=True)
        backup.copy(database.engine, rough)
        rough.replace(path)
        backup.settle(place)
        backup.settle(place.parent)  # The folder may be new as well.
        _thin(file, moment, sparing)
        return Copy(path, moment, path.stat().st_size)


def _thin(file: Path, now: datetime, sparing: Path | None) -> None:
    """Remove what is not worth keeping, and what a program left behind that ended while copying."""
    for path in folder(file).iterdir():
        left = _LEFT.fullmatch(path.name)
        if left is not None and now - _moment(left[1]) >= OFTEN:
            path.unlink(missing_ok=True)
    copies = listed(file)
    kept = worth_keeping([copy.moment for copy in copies])
    for copy in copies:
        if copy.moment not in kept and copy.path != sparing:
            copy.path.unlink(missing_ok=True)  # Another program may have been as tidy.


def _count(connection: Any, table: str) -> int:
    """How many rows there are; none where a copy is older than its table."""
    named = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    if connection.execute(named, (table,)).fetchone() is None:
        return 0
    (found,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
    return int(found)


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, _MOMENT).replace(tzinfo=UTC)
