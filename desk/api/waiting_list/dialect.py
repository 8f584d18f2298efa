"""The dialect of document 002: how it says yes and no, and what every request has to name."""

from __future__ import annotations

from typing import Any

from desk.api import refusals
from desk.api.call import Call
from desk.api.dialect import Dialect
from desk.api.wire import Answer, Refused
from desk.domain.directory import Site
from desk.domain.errors import (
    AlreadyOffered,
    AlreadyWaiting,
    DeskError,
    Frozen,
    Invalid,
    ListClosed,
    NotFound,
    NothingFree,
    Stale,
    StillAvailable,
)
from desk.services import directory
from desk.store.database import Read

PREFIX = "/api/v1/organizers/"
VARY = {"Vary": "Accept"}  # as in all examples of the document
NO_LIST = "There is no waiting list for this item at this time."
SENT = "A voucher has been sent to this entry already; it cannot be changed or removed."
TEXTS = {
    401: "Authentication credentials were not provided, or they are not valid.",
    403: "You do not have permission to perform this action.",
    404: "Not found.",
    406: "The answer can only be given as application/json.",
    409: "The entry was changed by somebody else meanwhile. Try again.",
}
# How the services call the fields, and how this document does.
_FIELDS = {
    "email": "email",
    "locale": "locale",
    "type_id": "item",
    "variation_id": "variation",
    "dates": "subevent",
}
WHOLE = "non_field_errors"


class NotSent(Refused):
    """A voucher cannot be sent; said as a list of one sentence (contract, 1.10 E)."""

    def __init__(self, text: str) -> None:
        super().__init__(400, text)


def spelt(error: Refused) -> Answer:
    """`{"detail": text}`, a list of texts for each field, or only a list of one."""
    if isinstance(error, NotSent):
        return Answer([error.text], error.status, VARY)
    if error.fields:
        return Answer(error.fields, error.status, VARY)
    return Answer({"detail": refusals.text(error, TEXTS)}, error.status, VARY)


def translated(error: DeskError) -> Refused:  # noqa: C901 - one line for each refusal
    match error:
        case NotFound():
            return Refused(404)
        case Invalid(reasons=reasons):
            return Refused(400, fields=_faults(reasons))
        case ListClosed():
            return Refused(403, NO_LIST)
        case Frozen():
            return Refused(403, SENT)
        case AlreadyWaiting():
            return whole("This address is waiting for the same already.")
        case StillAvailable():
            return whole("There is still a place to be had, so that nobody need wait for it.")
        case NothingFree():
            return NotSent("There is no place free for this entry.")
        case AlreadyOffered():
            return NotSent("A voucher has been sent to this entry already.")
        case Stale():
            return Refused(409)
        case _:
            return Refused(400, str(error))


def whole(text: str) -> Refused:
    """What is wrong with no field alone."""
    return Refused(400, fields={WHOLE: [text]})


DIALECT = Dialect(
    title="Waiting list",
    prefixes=(PREFIX,),
    spelt=spelt,
    translated=translated,
    schemes=frozenset({"token"}),
    challenge="Token",
)


def said(body: Any = None, status: int = 200, **headers: str) -> Answer:
    """An answer as this dialect gives it."""
    return Answer(body, status, {**VARY, **headers})


def event(call: Call, tx: Read) -> Site:
    """The site that the path names; whether it is not there or not yours is never told."""
    found = directory.site_at(tx, call.path["organizer"], call.path["event"])
    if found is None:
        raise Refused(403)
    if not takes_json(call.request.headers.get("accept", "")):
        raise Refused(406)
    return found


def takes_json(accept: str) -> bool:
    """Whether the header `Accept` leaves room for JSON, by the range that says most about it."""
    said_of: dict[str, bool] = {}
    for part in accept.split(","):
        media, *parameters = (each.strip().lower() for each in part.split(";"))
        said_of[media] = not any(_is_zero(each) for each in parameters)
    about = ("application/json", "application/*", "*/*")
    return next((said_of[media] for media in about if media in said_of), not accept.strip())


def _is_zero(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name.strip() == "q" and not value.strip().strip("0.")


def _faults(reasons: dict[str, list[str]]) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    for name, texts in reasons.items():
        field = _FIELDS.get(name, WHOLE)
        subject = "This field" if field != WHOLE else name.replace("_", " ").capitalize()
        faults.setdefault(field, []).extend(f"{subject} {why}." for why in texts)
    return faults
