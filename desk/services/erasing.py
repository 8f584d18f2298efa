"""Erasing people and visitor entries for good. Nothing brings back what was erased.

It is done in one transaction, in which it is also written down that it was done (see `erasures`).
`finish` then takes what the file still holds of it out of the file. What is still to come is
cancelled first; somebody who is inside, and what is held, is not erased.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from desk.domain import participants
from desk.domain.appointment import Appointment, Standing
from desk.domain.errors import Held, Invalid, NotFound, StillHere
from desk.domain.folding import fold
from desk.domain.message import Telling
from desk.domain.privacy import Hold
from desk.services import (
    appointments,
    belongings,
    emptying,
    erasures,
    folding,
    holds,
    messages,
    rows,
    site,
    waiting,
    waiting_line,
)
from desk.services.belongings import Belongings
from desk.services.emptying import APPOINTMENT, ENTRY, HOLD, MESSAGE, PERSON, WAITING, Ids
from desk.store import tombstones
from desk.store.database import Database, Read, Write
from desk.store.engines import file_of
from desk.store.records import (
    AppointmentRecord,
    MessageRecord,
    VisitorEntryRecord,
    WaitingEntryRecord,
)
from desk.store.tombstones import Tombstone

ACTOR = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What erasing a person would do, in numbers.

    `names` is what the person and the duplicates are called, folded. `coming` of the appointments
    would be cancelled. `namesakes` are rows under just the name, which go along only where that is
    wanted; `inside` and `held` are why it would be refused.
    """

    person_id: int
    name: str
    names: frozenset[str]
    duplicates: int
    appointments: int
    coming: int
    takes_part: int
    entries: int
    waiting: int
    messages: int
    namesakes: int
    inside: tuple[str, ...]
    held: tuple[str, ...]


def preview(tx: Read, person_id: int) -> Preview:
    """What erasing the person would do."""
    found = belongings.of(tx, person_id)
    entries = emptying.of(tx, ENTRY, found.entries)
    return Preview(
        person_id=found.people[0],
        name=found.name,
        names=frozenset(belongings.names(tx, found.people)),
        duplicates=len(found.people) - 1,
        appointments=len(found.appointments),
        coming=len(_coming(tx, found.appointments)),
        takes_part=len(found.takes_part),
        entries=len(found.entries),
        waiting=len(found.waiting),
        messages=len(found.messages),
        namesakes=found.namesakes.count,
        inside=tuple(entry.visitor for entry in entries if _is_inside(entry)),
        held=tuple(hold.reason for hold in holds.upon(tx, _all_of(found, namesakes=False))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesPreview:
    """What erasing visitor entries would take, and why it would be refused."""

    ids: tuple[int, ...]
    visitors: tuple[str, ...]
    inside: tuple[str, ...]
    held: tuple[str, ...]


def preview_entries(tx: Read, ids: Collection[int]) -> EntriesPreview:
    """What erasing these visitor entries would do."""
    found = _entries(tx, ids)
    return EntriesPreview(
        ids=tuple(entry.id for entry in found),
        visitors=tuple(entry.visitor for entry in found),
        inside=tuple(entry.visitor for entry in found if _is_inside(entry)),
        held=tuple(hold.reason for hold in _holds(tx, {ENTRY: ids}, found)),
    )


def person(tx: Write, person_id: int, *, namesakes: bool) -> list[Tombstone]:
    """Erase somebody with all that the desk keeps about them.

    With `namesakes` also what was written down under just their name. Refused as `Held`,
    `StillHere`, or as an appointment that is going on.
    """
    waiting.hold(tx)
    found = belongings.of(tx, person_id)
    ids = _all_of(found, namesakes=namesakes)
    _require_erasable(tx, ids)
    _end(tx, ids[WAITING], ids[APPOINTMENT])
    # What has just been told of what was cancelled goes along.
    ids[MESSAGE] |= _all_of(belongings.of(tx, person_id), namesakes=namesakes)[MESSAGE]
    left = _leave_others(tx, found, namesakes=namesakes)
    erasures.write_down(tx, left)
    return left + _erase(tx, ids)


def entries(tx: Write, ids: Collection[int]) -> list[Tombstone]:
    """Erase visitor entries, also from the bin, and leave whom they visited as they are."""
    wanted = {ENTRY: {entry.id for entry in _entries(tx, ids)}}
    _require_erasable(tx, wanted)
    return _erase(tx, wanted)


def forget_people(tx: Write, ids: Collection[int]) -> None:
    """Let people go whose time is over, of whom nothing is still to come.

    No list says so: an older copy that is put back lets them go by itself, for the same reason.
    """
    tx.telling = Telling.NOBODY
    gone: dict[str, set[int]] = {}
    for number in ids:
        found = belongings.of(tx, number)
        _leave_appointments(tx, found)
        for kind, more in _all_of(found, namesakes=False).items():
            gone.setdefault(kind, set()).update(more)
    emptying.empty(tx, {**gone, HOLD: holds.ever_upon(tx, gone)})


def finish(database: Database, several: Collection[Tombstone]) -> bool:
    """Put on the list beside the file what was erased, and take its traces out of the file.

    False where somebody else used the file all the while, so that traces stay in its log until
    that is emptied.
    """
    erasures.keep_list(database, several)
    return database.scrub()


def catch_up(database: Database) -> None:
    """Erase again what the list beside the file says was erased, as after a restore.

    Nothing else may have been done with the database before.
    """
    file = file_of(database.engine.url)
    if file is None:
        return
    listed = tombstones.listed(file)
    with database.read() as tx:
        known = erasures.known(tx)
    _erase_again(database, erasures.besides(listed, known))
    tombstones.append(file, erasures.besides(known, listed))


def reapply(database: Database, several: Collection[Tombstone]) -> None:
    """Erase again what the database does not know to be erased."""
    with database.read() as tx:
        known = erasures.known(tx)
    _erase_again(database, erasures.besides(several, known))


def _erase_again(database: Database, missing: Collection[Tombstone]) -> None:
    if missing:
        with database.write(ACTOR) as write:
            again(write, missing)
        database.scrub()


def again(tx: Write, several: Collection[Tombstone]) -> None:
    """Erase what is there again of what was erased before."""
    tx.telling = Telling.NOBODY
    ids = _there_again(tx, several)
    waiting.hold(tx)
    for number in sorted(ids[PERSON]):
        # An older copy may know of more than there was in the end.
        found = belongings.of(tx, number)
        _leave_appointments(tx, found)
        for kind, more in _all_of(found, namesakes=False).items():
            ids[kind] |= more
    _leave_companions(tx, several)
    _end(tx, ids[WAITING], ids[APPOINTMENT], going_on=True)
    emptying.empty(tx, {**ids, HOLD: holds.ever_upon(tx, ids)})
    erasures.write_down(tx, several)


def _there_again(tx: Read, several: Collection[Tombstone]) -> dict[str, set[int]]:
    marks = {(each.kind, each.id): each.mark for each in several}
    ids: dict[str, set[int]] = {}
    for kind in (PERSON, APPOINTMENT, WAITING, MESSAGE, ENTRY):
        wanted = [each.id for each in several if each.kind == kind]
        found = emptying.of(tx, kind, wanted)
        ids[kind] = {each.id for each in found if marks[kind, each.id] == erasures.mark(each)}
    return ids


def _all_of(found: Belongings, *, namesakes: bool) -> dict[str, set[int]]:
    ids = {
        PERSON: set(found.people),
        APPOINTMENT: set(found.appointments),
        WAITING: set(found.waiting),
        MESSAGE: set(found.messages),
        ENTRY: set(found.entries),
    }
    if namesakes:
        also = found.namesakes
        ids[APPOINTMENT] |= set(also.appointments)
        ids[WAITING] |= set(also.waiting)
        ids[ENTRY] |= set(also.visitor)
        ids[MESSAGE] |= set(also.messages)
    return ids


def _entries(tx: Read, ids: Collection[int]) -> list[VisitorEntryRecord]:
    """The visitor entries of these ids, of which there must be some, and each of them."""
    if not ids:
        raise Invalid(entries=["must be chosen first"])
    found: list[VisitorEntryRecord] = emptying.of(tx, ENTRY, ids)
    if missing := set(ids) - {entry.id for entry in found}:
        raise NotFound(ENTRY, min(missing))
    return found


def _require_erasable(tx: Read, ids: Ids) -> None:
    found = emptying.of(tx, ENTRY, ids[ENTRY])
    for hold in _holds(tx, ids, found):
        raise Held(hold.name, hold.reason)
    for entry in found:
        if _is_inside(entry):
            raise StillHere(entry.visitor)


def _holds(tx: Read, ids: Ids, entries: Collection[VisitorEntryRecord]) -> list[Hold]:
    """The holds upon any of these rows, and upon whomever the entries among them visited."""
    hosts = {PERSON: {*ids.get(PERSON, ()), *(entry.resident_id for entry in entries)}}
    return holds.upon(tx, {**ids, **hosts})


def _is_inside(entry: VisitorEntryRecord) -> bool:
    open_ = entry.arrived_at is not None and entry.departed_at is None
    return open_ and entry.removed_at is None


def _coming(tx: Read, ids: Collection[int]) -> list[Appointment]:
    """Those of the appointments that take somebody's time now or later."""
    found = [record.value() for record in emptying.of(tx, APPOINTMENT, ids)]
    return [
        each
        for each in found
        if each.counts(tx.now)
        and each.span.end > tx.now
        and each.standing(tx.now) not in {Standing.DONE, Standing.MISSED}
    ]


def _end(
    tx: Write, waits: Collection[int], ids: Collection[int], *, going_on: bool = False
) -> None:
    """Cancel what is still to come, and take those off the list who wait.

    What is going on at this moment is refused, unless with `going_on`, where it is left as it is.
    Whoever is offered what comes free is told so; nothing is told after that.
    """
    served = waiting_line.claims_of(tx, waits)
    for record in rows.take(tx, WaitingEntryRecord, waits).values():
        if record.left_at is None and record.id not in served:
            record.left_at = tx.now
    tx.session.flush()
    coming = _coming(tx, ids)
    if going_on:
        coming = [each for each in coming if each.standing(tx.now) is not Standing.IN_ROOM]
    if coming:
        appointments.cancel(tx, [each.id for each in coming])
    messages.follow(tx)
    tx.telling = Telling.NOBODY


def _leave_others(tx: Write, found: Belongings, *, namesakes: bool) -> list[Tombstone]:
    """Take the person out of appointments and visits that are other people's."""
    _leave_appointments(tx, found)
    if not namesakes:
        return []
    stones = erasures.stones(tx, {ENTRY: found.namesakes.companion})
    called = belongings.names(tx, found.people)
    for record in rows.take(tx, VisitorEntryRecord, found.namesakes.companion).values():
        record.companions = tuple(name for name in record.companions if fold(name) not in called)
        record.folded = folding.of_entry(record)
    _say_nothing(tx, ENTRY, found.namesakes.companion)
    return [replace(stone, kind=erasures.COMPANION) for stone in stones]


def _leave_appointments(tx: Write, found: Belongings) -> None:
    categories = site.setting(tx, site.USERS)
    for record in rows.take(tx, AppointmentRecord, found.takes_part).values():
        record.extra = participants.without(record.extra, categories, found.known_as)
    told = belongings.messages_about(tx, found.takes_part)
    for message in rows.take(tx, MessageRecord, told).values():
        message.about = participants.without(message.about, categories, found.known_as)
    _say_nothing(tx, APPOINTMENT, found.takes_part)


def _leave_companions(tx: Write, several: Collection[Tombstone]) -> None:
    """Let nobody's companions be named where one of them was erased: nobody knows which."""
    marks = {each.id: each.mark for each in several if each.kind == erasures.COMPANION}
    for record in rows.take(tx, VisitorEntryRecord, marks).values():
        if record.uid == marks[record.id]:
            record.companions = ()
            record.folded = folding.of_entry(record)
            _say_nothing(tx, ENTRY, [record.id])


def _say_nothing(tx: Write, kind: str, ids: Collection[int]) -> None:
    tx.notes.silence(kind, ids)
    tx.session.flush()
    emptying.empty_journal(tx, {kind: ids})


def _erase(tx: Write, ids: Ids) -> list[Tombstone]:
    done = erasures.stones(tx, ids)
    emptying.empty(tx, {**ids, HOLD: holds.ever_upon(tx, ids)})
    erasures.write_down(tx, done)
    return done
