"""How the desk itself says no, at addresses that belong to none of the documents."""

from __future__ import annotations

from http import HTTPStatus

from desk.api.dialect import Dialect
from desk.api.wire import Answer, Refused
from desk.domain.errors import DeskError, NotFound

TEXTS = {
    401: "A token is needed: Authorization: Bearer TOKEN.",
    403: "This is not allowed.",
    421: "This machine does not answer to that name.",
    429: "Too many failures from this address; wait a minute.",
    500: "Desk made a mistake; nothing was changed.",
}


def spelt(error: Refused) -> Answer:
    text = error.text or TEXTS.get(error.status, HTTPStatus(error.status).phrase)
    return Answer({"detail": text}, error.status)


def translated(error: DeskError) -> Refused:
    return Refused(404 if isinstance(error, NotFound) else 400, str(error))


OWN = Dialect(title="Desk", prefixes=("/",), spelt=spelt, translated=translated, closed=False)
