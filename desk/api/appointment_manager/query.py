"""What stands in the address of a request: filters, order, part of the list, and which fields.

See the contract of document 004, section 5.1. Whatever begins with none of the names below filters
by the field of that name.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any

from desk.api import wire
from desk.api.appointment_manager.conditions import WRONG, condition, converted
from desk.api.appointment_manager.projection import Projection, chosen, projected
from desk.api.appointment_manager.words import Kind, Word, Words
from desk.api.call import Call
from desk.api.described import Schema
from desk.api.wire import NotJson, Refused
from desk.domain.appointment import Shelf
from desk.domain.filter import NEVER, All, AnyOf, Compare, Condition, Operator, Order, Wanted
from desk.domain.text import keepable

OWN = {"_q", "_st", "_s", "_l", "_sk", "_p", "_rawp", "_useEstimate"}
STATES = (Shelf.PUBLIC, Shelf.DRAFT, Shelf.TRASH, Shelf.DELETED)
MOST_KEYS = 10  # by which a list is ordered
_COUNT = re.compile(r"\d{1,10}", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_WORDS = {"true": True, "false": False}
_PLAIN = str.maketrans(" -_", "++/")  # a blank was a plus before it was sent

STATES_SCHEMA: Schema = {
    "type": "string",
    "pattern": "^(PUBLIC|DRAFT|TRASH|DELETED)(,(PUBLIC|DRAFT|TRASH|DELETED)){0,3}$",
}
QUERY_SCHEMA: Schema = {"type": "string", "pattern": '^\\{"creatorId":"[a-z0-9]{1,20}"\\}$'}
NAMES_SCHEMA: Schema = {"type": "string"}
_SORTED = "-?[a-zA-Z_][a-zA-Z0-9_.]{0,30}"
SORT_SCHEMA: Schema = {"type": "string", "pattern": f"^{_SORTED}(,{_SORTED}){{0,3}}$"}
LIMIT_SCHEMA: Schema = {"type": "integer", "minimum": 1, "maximum": wire.LARGEST_ID}
SKIP_SCHEMA: Schema = {"type": "integer", "minimum": 0, "maximum": wire.LARGEST_ID}
FILTERS: dict[str, Schema] = {"_q": QUERY_SCHEMA, "_st": STATES_SCHEMA}
PARTS: dict[str, Schema] = {
    **FILTERS,
    "_s": SORT_SCHEMA,
    "_l": LIMIT_SCHEMA,
    "_sk": SKIP_SCHEMA,
    "_p": NAMES_SCHEMA,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a request asks for: which documents, and which of their fields."""

    wanted: Wanted
    projection: Projection


def asked(call: Call, words: Words, *, where: Condition | None = None) -> Asked:
    """All that the address says; `where` is asked besides."""
    conditions = [filters(call, words), *([] if where is None else [where])]
    wanted = Wanted(
        where=All(tuple(conditions)),
        order=order(call.several("_s"), words),
        skip=count(call, "_sk", least=0) or 0,
        limit=count(call, "_l", least=1),
    )
    return Asked(wanted, projection(call))


def filters(call: Call, words: Words) -> Condition:
    """What the address and the header `acl_rows` say about which documents are meant."""
    parts = [states(call), *_fields(call, words), *rows_allowed(call, words)]
    if (query := queried(call)) is not None:
        parts.append(condition(words, query))
    return All(tuple(parts))


def names_any(call: Call) -> bool:
    """Whether the address filters at all; an empty query does not (contract, 1.2)."""
    names = set(call.request.query_params) - (OWN - {"_q", "_st"})
    if "_q" in names and queried(call) == {}:
        names.remove("_q")
    return bool(names)


def queried(call: Call) -> Any:
    """What `_q` says, none without it."""
    text = call.one("_q")
    if text is None:
        return None
    query = _json(call, "_q", text)
    if not isinstance(query, dict):
        raise Refused(400, "_q must be a JSON object.")
    return query


def states(call: Call) -> Condition:
    """On which shelves to look: the public one, unless `_st` says otherwise."""
    named = [name for text in call.several("_st") for name in text.split(",")]
    if any(name not in STATES for name in named):
        raise Refused(400, "_st takes PUBLIC, DRAFT, TRASH and DELETED, with commas.")
    return Compare(("shelf",), Operator.IN, sorted(set(named)) or [Shelf.PUBLIC.value])


def rows_allowed(call: Call, words: Words) -> list[Condition]:
    """What a gateway lets this caller see: the header `acl_rows`, a query or a list of such.

    A hyphen will do, for on their way some lose what has the other.
    """
    headers = call.request.headers
    text = headers.get("acl_rows", headers.get("acl-rows"))
    if text is None or not text.strip():
        return []
    query = _loaded("acl_rows", text)
    several = query if isinstance(query, list) else [query]
    return [condition(words, each) for each in several]


def order(texts: list[str], words: Words) -> tuple[Order, ...]:
    """By what to order, from `_s`: names with commas, those with a minus the other way round."""
    found = []
    for name in (name for text in texts for name in text.split(",")):
        plain = name.removeprefix("-")
        if not plain or not (plain[0] == "_" or plain[0].isalpha()) or not keepable(plain):
            raise Refused(400, "_s takes names of fields, with commas.")
        found.append(Order(words.word(plain).path, descending=name != plain))
    if len(found) > MOST_KEYS:
        raise Refused(400, f"_s takes at most {MOST_KEYS} fields.")
    return tuple(found)


def count(call: Call, name: str, *, least: int) -> int | None:
    """A whole number in the address."""
    text = call.one(name)
    if text is None:
        return None
    if not _COUNT.fullmatch(text) or not least <= int(text) <= wire.LARGEST_ID:
        raise Refused(400, f"{name} takes a whole number from {least} on.")
    return int(text)


def projection(call: Call) -> Projection:
    """Which fields to answer with, from `_p` or `_rawp`."""
    listed = [name.strip() for text in call.several("_p") for name in text.split(",")]
    names = [name for name in listed if name]
    raw = call.one("_rawp")
    if raw is None:
        return chosen(names)
    if call.several("_p"):
        raise Refused(400, "_p and _rawp cannot be used together.")
    return projected(_json(call, "_rawp", raw))


def _fields(call: Call, words: Words) -> list[Condition]:
    """The filters by single fields; of several values for one each will do."""
    return [
        AnyOf(tuple(_equals(words.word(name), name, text) for text in call.several(name)))
        for name in dict.fromkeys(call.request.query_params)
        if name not in OWN
    ]


def _equals(word: Word, name: str, text: str) -> Condition:
    if not keepable(name) or not keepable(text):
        return NEVER
    if word.kind is Kind.ANY:
        # It may stand for a text as well as for what it spells.
        spelt = [text, *_spelt(text)]
        return Compare(word.path, Operator.IN, spelt)
    value: Any = text
    if word.kind is Kind.FLAG:
        value = _WORDS.get(text, WRONG)
    elif word.kind in (Kind.NUMBER, Kind.MINUTES):
        value = float(text) if _NUMBER.fullmatch(text) else WRONG
    found = WRONG if value is WRONG else converted(word, value)
    if found is WRONG:
        raise Refused(400, f"{name} cannot be {text[:40]}.")
    return Compare(word.path, Operator.EQ, found)


def _spelt(text: str) -> list[Any]:
    if text in _WORDS:
        return [_WORDS[text]]
    if len(text) > 300 or not _NUMBER.fullmatch(text):
        return []
    number = json.loads(text) if re.fullmatch(r"-?(0|[1-9]\d*)", text) else float(text)
    return [number] if abs(number) < float("inf") else []


def _json(call: Call, name: str, text: str) -> Any:
    """JSON in the address, perhaps in base64, as a header says."""
    encoding = call.request.headers.get("json-query-params-encoding", "")
    if encoding.strip().lower() == "base64":
        try:
            text = _from_base64(text)
        except (binascii.Error, ValueError) as error:
            raise Refused(400, f"{name} is no JSON in base64.") from error
    return _loaded(name, text)


def _from_base64(text: str) -> str:
    """What it stands for, in either alphabet, with or without what fills it up at the end."""
    plain = text.translate(_PLAIN).rstrip("=")
    return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True).decode()


def _loaded(name: str, text: str) -> Any:
    try:
        return wire.loaded(text.encode("utf-8", "surrogatepass"))
    except NotJson as error:
        raise Refused(400, f"{name} is no JSON.") from error
