"""Books: whoever is booked on the slots of providers, by whichever door it was done (row 32)."""

from __future__ import annotations

from typing import Any

from desk.api.call import Call
from desk.api.described import Described, Said, listed, thing
from desk.api.provider_availability import fields, pages, schemas
from desk.api.provider_availability.fields import Faults
from desk.api.provider_availability.speech import (
    DIALECT,
    NO_BOOK,
    NOT_LISTED,
    NOT_THERE,
    PREFIX,
    TAKEN,
)
from desk.api.wire import Answer, Refused
from desk.domain.access import Role
from desk.domain.appointment import Appointment, Details, Standing
from desk.domain.availability import Availability
from desk.domain.directory import PersonKind
from desk.domain.errors import NotFound
from desk.domain.wall_clock import instant_text
from desk.services import appointments, books, people, slot_rows
from desk.store.database import Read, Write

ROOT = "book"
HAS_ENDED = "has already ended"
STATUSES = {
    "confirmed": Standing.BOOKED,
    "cancelled": Standing.CANCELLED,
    "completed": Standing.DONE,
    "no_show": Standing.MISSED,
}
_STATUS_OF = {standing: status for status, standing in STATUSES.items()}
BOOK = Said("The book", schemas.BOOK, schemas.BOOK_EXAMPLE)
TAKEN_ALREADY = schemas.refusal("Somebody has the slot", TAKEN)
ROOTLESS = schemas.refusal("The body lacks its root", fields.NO_ROOT.format(root=ROOT))
WRONG = Said("What is wrong, by field", schemas.EITHER, {"errors": {"patient_id": [NOT_THERE]}})


@DIALECT.reads(
    f"{PREFIX}books",
    Described(
        summary="The books, those made last coming first",
        query=pages.QUERY,
        answers={
            200: Said("The books of the page", listed(schemas.BOOK), [schemas.BOOK_EXAMPLE]),
            **schemas.DOOR,
        },
    ),
    needs=Role.ADMIN,
)
def every(call: Call, tx: Read) -> Answer:
    page = pages.Page.of(call)
    found = [said(tx, book) for book in books.page(tx, limit=page.size, skip=page.skip)]
    return Answer(found, headers=page.headers(call, books.count(tx)))


@DIALECT.writes(
    "POST",
    f"{PREFIX}books",
    Described(
        summary="Book a patient on a slot",
        body=schemas.BOOK_SENT,
        example=schemas.BOOK_SENT_EXAMPLE,
        answers={
            201: BOOK,
            400: ROOTLESS,
            **schemas.DOOR,
            409: TAKEN_ALREADY,
            415: schemas.MEDIA,
            422: WRONG,
        },
    ),
    needs=Role.ADMIN,
)
def create(call: Call, tx: Write) -> Answer:
    faults: Faults = {}
    given = fields.root(call, ROOT)
    slot = _slot(tx, given, faults)
    patient_id = _patient(tx, given, faults)
    kind, notes = _texts(given, faults)
    if faults or slot is None:
        raise Refused(422, fields=faults)
    details = Details(person_id=patient_id, appointment_type=kind, note=notes)
    try:
        book = appointments.book(tx, slot.id, slot.span, details)
    except NotFound as error:  # Somebody has taken the slot away at this very moment.
        raise Refused(422, fields={"available_slot_id": [NOT_THERE]}) from error
    return Answer(said(tx, book), 201)


@DIALECT.writes(
    "PUT",
    f"{PREFIX}books/{{id}}",
    Described(
        summary="Change a book, or note how it turned out; what is not sent stays as it is",
        path=schemas.ID_IN_PATH,
        body=thing({ROOT: schemas.BOOK_CHANGE}),
        example={ROOT: {"status": "completed"}},
        answers={
            200: BOOK,
            400: ROOTLESS,
            **schemas.DOOR,
            404: schemas.NO_BOOK,
            409: TAKEN_ALREADY,
            415: schemas.MEDIA,
            422: WRONG,
        },
    ),
    needs=Role.ADMIN,
)
def update(call: Call, tx: Write) -> Answer:
    known = books.one(tx, call.row_id(NO_BOOK))
    given, before = fields.root(call, ROOT), said(tx, known)
    changed = {name for name, value in given.items() if name in before and value != before[name]}
    faults: Faults = {}
    slot = _slot(tx, given, faults) if "available_slot_id" in changed else None
    patient_id = _patient(tx, given, faults) if "patient_id" in changed else known.person_id
    kind, notes = _texts({**before, **given}, faults)
    status = STATUSES.get(str(given.get("status", before["status"])))
    if status is None:
        faults["status"] = [NOT_LISTED]
    if faults or status is None:
        raise Refused(422, fields=faults)
    if changed & {"patient_id", "appointment_type", "notes"}:
        _amend(tx, known, patient_id, kind, notes)
    if slot is not None:
        appointments.move(tx, known.id, slot.span, seen=None, availability_id=slot.id)
    if "status" in changed:
        books.turn_out(tx, known.id, status)
    return Answer(said(tx, books.one(tx, known.id)))


@DIALECT.writes(
    "DELETE",
    f"{PREFIX}books/{{id}}",
    Described(
        summary="Cancel a book; its slot is free at once",
        path=schemas.ID_IN_PATH,
        answers={
            204: Said("Cancelled"),
            **schemas.DOOR,
            404: schemas.NO_BOOK,
            409: schemas.refusal("It cannot be cancelled any more", "Book is cancelled"),
        },
    ),
    needs=Role.ADMIN,
)
def delete(call: Call, tx: Write) -> Answer:
    appointments.cancel(tx, [books.one(tx, call.row_id(NO_BOOK)).id])
    return Answer(status=204)


def said(tx: Read, book: Appointment) -> dict[str, Any]:
    """A book as this document writes it; whoever is in no directory has no `patient_id`."""
    return {
        "id": book.id,
        "available_slot_id": book.availability_id,
        "patient_id": book.person_id,
        "appointment_type": book.appointment_type,
        "notes": book.note or None,
        "status": _STATUS_OF.get(book.standing(tx.now), "confirmed"),
        "created_at": instant_text(book.created_at),
        "updated_at": instant_text(book.updated_at),
    }


def _amend(
    tx: Write, book: Appointment, patient_id: int | None, kind: str | None, notes: str
) -> None:
    details = Details(
        person_id=patient_id,
        title=book.title,
        owner=book.owner,
        appointment_type=kind,
        note=notes,
        extra=book.extra,
    )
    appointments.amend(tx, book.id, details, seen=None)


def _slot(tx: Read, given: dict[str, Any], faults: Faults) -> Availability | None:
    """The slot that is named, as long as it has not ended (rows 8 and 31)."""
    key = fields.key(given, "available_slot_id", faults)
    if not key:
        return None
    try:
        found = slot_rows.one(tx, key).availability
    except NotFound:
        faults["available_slot_id"] = [NOT_THERE]
        return None
    if found.span.end <= tx.now:
        faults["available_slot_id"] = [HAS_ENDED]
    return found


def _patient(tx: Read, given: dict[str, Any], faults: Faults) -> int | None:
    """The patient that is named, or whomever he or she was merged into."""
    key = fields.key(given, "patient_id", faults)
    if not key:
        return None
    try:
        found = people.one(tx, key)
    except NotFound:
        faults["patient_id"] = [NOT_THERE]
        return None
    if found.kind is not PersonKind.PATIENT:
        faults["patient_id"] = [NOT_THERE]
    return found.id


def _texts(given: dict[str, Any], faults: Faults) -> tuple[str | None, str]:
    kind = fields.text(given, "appointment_type", fields.LONGEST_TYPE, faults)
    return kind, fields.text(given, "notes", fields.LONGEST_NOTES, faults) or ""
