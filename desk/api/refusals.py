"""The texts of refusals for which a dialect has no words of its own."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from desk.api.wire import Refused

TEXTS: Mapping[int, str] = {
    413: "The body must not be larger than 1 MiB.",
    429: "Too many requests from this address; wait a minute.",
    500: "The desk made a mistake. Nothing was changed.",
}


def text(error: Refused, own: Mapping[int, str]) -> str:
    """What a refusal says of itself, else what its dialect or every one says for its status."""
    status = error.status
    return error.text or own.get(status) or TEXTS.get(status) or f"{HTTPStatus(status).phrase}."
