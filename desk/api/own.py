"""Addresses of the desk's own, and how it says no at those that belong to none of the documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from desk.api import refusals
from desk.api.dialect import Dialect
from desk.api.wire import Answer, Refused
from desk.domain.errors import DeskError, NotFound

TEXTS = {
    401: "A token is needed: Authorization: Bearer TOKEN.",
    403: "This is not allowed.",
    421: "This machine does not answer to that name.",
}


def spelt(error: Refused) -> Answer:
    return Answer({"detail": refusals.text(error, TEXTS)}, error.status)


def translated(error: DeskError) -> Refused:
    return Refused(404 if isinstance(error, NotFound) else 400, str(error))


OWN = Dialect(title="Desk", prefixes=("/",), spelt=spelt, translated=translated, closed=False)


def add(app: FastAPI, path: str, told: Callable[..., Any], *methods: str) -> None:
    """Let the application answer at that address, with and without a slash at the end."""
    for each in (path, f"{path}/"):
        app.add_api_route(each, told, methods=list(methods), include_in_schema=False)
