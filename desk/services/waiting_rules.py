"""What must be true of somebody who is to wait, and how they are written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

from sqlalchemy import func, or_, select

from desk.domain.day import MOST_PLACES
from desk.domain.errors import AlreadyWaiting, Invalid, ListClosed, NotFound, StillAvailable
from desk.domain.serving import FreePlace, Terms
from desk.domain.text import require_keepable
from desk.domain.waiting import (
    HIGHEST,
    LONGEST_REASON,
    Joining,
    WaitingEntry,
    Wanted,
    turn,
)
from desk.domain.wall_clock import milliseconds
from desk.services import folding, people, rows, waiting_line, waiting_rows
from desk.store.database import Read, Write
from desk.store.records import (
    AppointmentTypeRecord,
    PersonRecord,
    VariationRecord,
    WaitingEntryRecord,
)

FIELDS = tuple(field.name for field in fields(Joining))
_WISH = tuple(field.name for field in fields(Wanted))
_ENOUGH_DIGITS = 6


def person(tx: Write, new: Joining) -> PersonRecord | None:
    """Who is meant, taken with others so that nobody merges them meanwhile."""
    return None if new.person_id is None else people.take(tx, new.person_id)


def require_sense(tx: Read, new: Joining) -> None:
    """Refuse what makes no sense, here and today."""
    new.require_sense()
    if tx.session.get(AppointmentTypeRecord, new.type_id) is None:
        raise Invalid(type_id=["is not in the directory"])
    if new.variation_id is not None:
        variation = tx.session.get(VariationRecord, new.variation_id)
        if variation is None or variation.appointment_type_id != new.type_id:
            raise Invalid(variation_id=["must be one of the appointment type"])
    if new.last_date is not None and new.last_date < tx.today:
        field = "dates" if new.dates else "latest"
        raise Invalid(**{field: ["must not be over already"]})


def require_open(tx: Read, new: Joining) -> None:
    """Refuse as `ListClosed` where nobody can wait for the type."""
    type_ = tx.get(AppointmentTypeRecord, new.type_id)
    if not type_.waiting_list:
        raise ListClosed(type_.name)


def require_alone(tx: Read, new: Joining, *, besides: int = 0) -> None:
    """Refuse as `AlreadyWaiting` somebody who waits for the same kind, provider and dates.

    They are the same if they are one person; where not both are known, if they have one e-mail,
    whatever its case; and where not both have one, if they have one telephone number.
    """
    kind = WaitingEntryRecord
    theirs = _contact(tx, new)
    digits = theirs[2]
    alike = [kind.person_id == new.person_id] if new.person_id is not None else []
    if theirs[1]:
        alike += [kind.email_folded == theirs[1], func.lower(PersonRecord.email) == theirs[1]]
    if digits:
        alike += [kind.phone_digits == digits, PersonRecord.folded.contains(digits)]
    if not alike:
        return
    query = (
        select(kind)
        .join(PersonRecord, kind.person_id == PersonRecord.id, isouter=True)
        .where(
            waiting_rows.waiting(),
            kind.id != besides,
            kind.type_id == new.type_id,
            kind.variation_id.is_not_distinct_from(new.variation_id),
            kind.dates == waiting_rows.dates_as_texts(new),
            or_(*alike),
        )
    )
    for record in tx.session.scalars(query):
        entry = record.value()
        if _same(theirs, _contact(tx, entry)):
            raise AlreadyWaiting(entry.name or entry.email or entry.phone or "")


def require_nothing_free(tx: Read, new: Joining, *, besides: int = 0) -> None:
    """Refuse as `StillAvailable` where there is something to take (contract, 1.5).

    Everybody who waits counts as if they had a place already, as far as they wait for the places
    that are free.
    """
    type_ = tx.get(AppointmentTypeRecord, new.type_id).value()
    terms = waiting_rows.terms_of(tx, new)
    there = waiting_line.suited(tx, type_, terms)
    free = sum(each.free for each in there)
    if free >= new.party:
        free -= _spoken_for(tx, there, besides)
    if free >= new.party:
        raise StillAvailable(free)


def same_wish(before: Wanted, new: Wanted) -> bool:
    """Whether nothing else is wanted than before."""
    return all(_wanted(before, name) == _wanted(new, name) for name in _WISH)


def require_priority(priority: int, reason: str) -> None:
    """Refuse a priority without a reason, or one out of all bounds."""
    if not -HIGHEST <= priority <= HIGHEST:
        raise Invalid(priority=[f"must be from {-HIGHEST} to {HIGHEST}"])
    if not reason.strip():
        raise Invalid(priority_reason=["must be given for another place in the queue"])
    if len(reason) > LONGEST_REASON:
        raise Invalid(priority_reason=[f"must be at most {LONGEST_REASON} characters long"])
    require_keepable(priority_reason=reason)


def lifted(
    line: Mapping[int, WaitingEntry], others: Sequence[int], moving: int, at: int
) -> dict[int, int]:
    """The priorities with which `moving` stands at that place among the others, by id.

    The lowest that will do; whoever stands ahead is lifted as far as needed to stay there.
    """
    after = line[others[at]] if at < len(others) else None
    ahead = line[others[at - 1]] if at else None
    own = line[moving]
    priority = own.priority
    if after is not None:
        priority = after.priority + (turn(own)[1:] > turn(after)[1:])
    elif ahead is not None:
        priority = ahead.priority - (turn(own)[1:] < turn(ahead)[1:])
    found = {moving: priority}
    last = own
    for key in reversed(others[:at]):
        each = line[key]
        needed = found[last.id] + (turn(each)[1:] > turn(last)[1:])
        if each.priority >= needed:
            break
        found[key] = needed
        last = each
    return found


def fill(tx: Write, record: WaitingEntryRecord, new: Joining, known: PersonRecord | None) -> None:
    """Let the row say what is said of somebody."""
    record.person, record.person_id = known, known.id if known else None
    record.name = "" if known else new.name.strip()
    # What is only the person's goes along with the person.
    record.phone = None if known and new.phone == known.phone else _own(new.phone)
    record.email = None if known and new.email == known.email else _own(new.email)
    record.phone_digits = folding.digits(record.phone)
    record.email_folded = (record.email or "").casefold()
    record.type_id, record.variation_id = new.type_id, new.variation_id
    record.dates = waiting_rows.dates_as_texts(new)
    record.since = waiting_rows.since_midnight(new.since)
    record.until = waiting_rows.since_midnight(new.until)
    record.earliest, record.latest = new.earliest, new.latest
    record.notice, record.party = new.notice, new.party
    record.locale, record.note = new.locale.strip(), new.note
    record.priority, record.priority_reason = new.priority, new.priority_reason.strip()
    record.extra = dict(new.extra)
    rows.touch(tx, record)


def type_named(tx: Read, named: str) -> AppointmentTypeRecord:
    """The appointment type of that key, or else of that id."""
    kind = AppointmentTypeRecord
    record = tx.session.scalar(select(kind).where(kind.key == named))
    if record is None and named.isdecimal() and int(named) <= rows.LARGEST_ID:
        record = tx.session.get(kind, int(named))
    if record is None:
        raise NotFound("appointment_type", named)
    return record


def require_places(places: int) -> None:
    """Refuse a number of places that cannot be."""
    if not 0 <= places <= MOST_PLACES:
        raise Invalid(places=[f"must be from 0 to {MOST_PLACES}"])


def _spoken_for(tx: Read, places: Sequence[FreePlace], besides: int) -> int:
    """How many people wait who would take one of these places."""
    now = milliseconds(tx.now)
    known: dict[Terms, bool] = {}
    people = 0
    for entry_id, terms in waiting_rows.queue(tx, waiting_rows.types_waited_for(tx)):
        if terms not in known:
            known[terms] = any(terms.suited_by(place, now) for place in places)
        people += terms.party * (known[terms] and entry_id != besides)
    return people


def _wanted(wanted: Wanted, name: str) -> object:
    return waiting_rows.dates_as_texts(wanted) if name == "dates" else getattr(wanted, name)


def _own(text: str | None) -> str | None:
    return (text or "").strip() or None


def _contact(tx: Read, new: Joining) -> tuple[int | None, str, str]:
    """Person, folded e-mail and bare telephone number, the person's where there is no other."""
    known = None if new.person_id is None else tx.session.get(PersonRecord, new.person_id)
    email = _own(new.email) or (known.email if known else None)
    digits = folding.digits(_own(new.phone) or (known.phone if known else None))
    return new.person_id, (email or "").casefold(), digits * (len(digits) >= _ENOUGH_DIGITS)


def _same(one: tuple[int | None, str, str], other: tuple[int | None, str, str]) -> bool:
    known = next((each for each in zip(one, other, strict=True) if each[0] and each[1]), None)
    return known is not None and known[0] == known[1]
