"""How the waiting list is described to other programs: its bodies, answers and examples."""

from __future__ import annotations

from typing import Any

from desk.api.described import (
    INSTANT,
    TEXT,
    WHOLE,
    Described,
    Said,
    Schema,
    listed,
    maybe,
    thing,
)
from desk.api.waiting_list.dialect import NO_LIST, SENT, TEXTS
from desk.api.waiting_list.given import REQUIRED
from desk.api.wire import JSON, LARGEST_ID
from desk.domain.waiting import LONGEST

KEY: Schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
# Digits in a text are taken for the number that they are.
KEY_SENT: Schema = {"anyOf": [KEY, {"type": "string", "pattern": "^0{0,3}[1-9][0-9]{0,5}$"}]}
EMAIL: Schema = {"type": "string", "format": "email", "maxLength": LONGEST["email"]}
LOCALE: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST["locale"],
    "pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$",
}
ENTRY = thing(
    {
        "id": KEY,
        "created": INSTANT,
        "email": TEXT,
        "voucher": maybe(KEY),
        "item": KEY,
        "variation": maybe(KEY),
        "locale": TEXT,
        "subevent": maybe(KEY),
    }
)
FIELDS: dict[str, Schema] = {
    "email": EMAIL,
    "item": KEY_SENT,
    "variation": maybe(KEY_SENT),
    "locale": LOCALE,
    "subevent": maybe(KEY_SENT),
}
WAITING = {
    "id": 1,
    "created": "2017-12-01T10:00:00Z",
    "email": "waiting@example.org",
    "voucher": None,
    "item": 2,
    "variation": None,
    "locale": "en",
    "subevent": None,
}
SENT_BODY = {
    "email": "waiting@example.org",
    "item": 3,
    "variation": None,
    "locale": "de",
    "subevent": None,
}
MADE = {**WAITING, "item": 3, "locale": "de"}
CHANGED = {**MADE, "item": 4}

DETAIL = thing({"detail": TEXT})
FAULTS: Schema = {"type": "object", "additionalProperties": listed(TEXT)}
PLACE: dict[str, Schema] = {
    "organizer": {"type": "string", "pattern": "^[a-zA-Z0-9_.-]+$", "examples": ["bigevents"]},
    "event": {"type": "string", "pattern": "^[a-zA-Z0-9_.-]+$", "examples": ["sampleconf"]},
}
OF_ENTRY: dict[str, Schema] = {**PLACE, "id": KEY}
# What cannot be understood in the address finds nothing or is ignored, so that any text is valid.
BY_KEY: Schema = {"anyOf": [KEY, TEXT]}
QUERY: dict[str, Schema] = {
    "page": {"anyOf": [{"type": "integer", "minimum": 1}, {"const": "last"}]},
    "page_size": BY_KEY,
    "email": TEXT,
    "locale": TEXT,
    "has_voucher": {"anyOf": [{"type": "boolean"}, TEXT]},
    "item": BY_KEY,
    "variation": BY_KEY,
    "subevent": BY_KEY,
    "ordering": {"type": "string", "examples": ["created", "-id", "item,email"]},
}

NOT_KNOWN = Said("A token is needed", DETAIL, {"detail": TEXTS[401]})
NOT_HERE = Said(
    "There is no such organisation or event, or the token is not for this",
    DETAIL,
    {"detail": TEXTS[403]},
)
NOT_NOW = Said(f"{NOT_HERE.meaning}; or nobody can wait for it now", DETAIL, {"detail": NO_LIST})
FROZEN = Said(f"{NOT_HERE.meaning}; or a voucher was sent", DETAIL, {"detail": SENT})
NOT_NOW_OR_FROZEN = Said(f"{NOT_NOW.meaning}; or a voucher was sent", DETAIL, {"detail": SENT})
NONE = Said("There is no such entry", DETAIL, {"detail": TEXTS[404]})
NO_JSON_WANTED = Said("The caller takes no JSON", DETAIL, {"detail": TEXTS[406]})
MEDIA = Said("The body is not JSON", DETAIL)
# What is no JSON at all is said as a detail.
BAD = Said(
    "What is wrong, by field or with the whole",
    {"anyOf": [FAULTS, DETAIL]},
    {"email": [REQUIRED], "item": [REQUIRED]},
)
NOT_SENT = Said(
    "Why no voucher could be sent",
    {"anyOf": [{**listed(TEXT), "minItems": 1, "maxItems": 1}, DETAIL]},
    ["A voucher has been sent to this entry already."],
)


def _answers(**others: Said) -> dict[int, Said]:
    """The answers of an operation, by their statuses, with those that all of them may give."""
    always = {401: NOT_KNOWN, 403: NOT_HERE, 406: NO_JSON_WANTED}
    found = always | {int(status.removeprefix("_")): said for status, said in others.items()}
    return dict(sorted(found.items()))


def _page(example: Any) -> Said:
    url: Schema = maybe({"type": "string", "format": "uri"})
    page = thing({"count": WHOLE, "next": url, "previous": url, "results": listed(ENTRY)})
    return Said(
        "A page of entries",
        page,
        {"count": 1, "next": None, "previous": None, "results": [example]},
    )


LISTED = Described(
    summary="The waiting list entries of an event, in pages",
    path=PLACE,
    query=QUERY,
    answers=_answers(_200=_page(WAITING), _404=Said("There is no such page", DETAIL)),
)
ONE = Described(
    summary="One entry", path=OF_ENTRY, answers=_answers(_200=Said("It", ENTRY, WAITING), _404=NONE)
)
CREATE = Described(
    summary="Put somebody on the waiting list",
    path=PLACE,
    body=thing(FIELDS, required=["email", "item"]),
    example=SENT_BODY,
    answers=_answers(_201=Said("The entry", ENTRY, MADE), _400=BAD, _403=NOT_NOW, _415=MEDIA),
)
_CHANGED = _answers(
    _200=Said("The entry", ENTRY, CHANGED),
    _400=BAD,
    _403=NOT_NOW_OR_FROZEN,
    _404=NONE,
    _409=Said("Somebody else changed it at the same moment", DETAIL),
    _415=MEDIA,
)
PUT = Described(
    summary="Change an entry; what is left out becomes what it is by default",
    path=OF_ENTRY,
    body=thing(FIELDS, required=["email", "item"]),
    example={**SENT_BODY, "item": 4},
    answers=_CHANGED,
)
PATCH = Described(
    summary="Change an entry; what is left out stays as it is",
    path=OF_ENTRY,
    body=thing(FIELDS, required=[]),
    example={"item": 4},
    needs_body=False,
    answers=_CHANGED,
)
DELETE = Described(
    summary="Take an entry off the list",
    path=OF_ENTRY,
    answers=_answers(_204=Said("Removed"), _403=FROZEN, _404=NONE),
)
SEND = Described(
    summary="Send a voucher to an entry by hand",
    path=OF_ENTRY,
    answers=_answers(_204=Said("Sent"), _400=NOT_SENT, _404=NONE),
)
OPTIONS = thing({"name": TEXT, "renders": listed(TEXT), "parses": listed(TEXT)})


_ALLOWED = "What can be asked here; the header Allow has the methods"
_OPTIONS_EXAMPLE = {"name": "Waiting list", "renders": [JSON], "parses": [JSON]}
_SPOKEN = Said("What is spoken here", OPTIONS, _OPTIONS_EXAMPLE)
ALLOWED = Described(summary=_ALLOWED, path=PLACE, answers=_answers(_200=_SPOKEN))
ALLOWED_OF_ENTRY = Described(
    summary=_ALLOWED, path=OF_ENTRY, answers=_answers(_200=_SPOKEN, _404=NONE)
)
