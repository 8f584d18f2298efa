"""The server's application: the dialects behind the guard, and what is the desk's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.types import ASGIApp

import desk
from desk.api import (
    appointment_manager,
    changes,
    day_visits,
    documentation,
    own,
    provider_availability,
    visitor_log,
    waiting_list,
)
from desk.api.access import Callers
from desk.api.changes import News
from desk.api.dialect import Dialect, dialect_of
from desk.api.dispatch import Dispatch, Served
from desk.api.guard import Guard
from desk.api.wire import Answer, Refused
from desk.domain.errors import DeskError
from desk.services import site
from desk.store.database import Database
from desk.store.revisions import HEAD

FULL: tuple[Dialect, ...] = (
    day_visits.DIALECT,
    provider_availability.DIALECT,
    waiting_list.DIALECT,
    visitor_log.DIALECT,
    appointment_manager.DIALECT,
)
MODES: dict[str, tuple[Dialect, ...]] = {
    "full": FULL,
    "appointments": (appointment_manager.ALONE,),
}

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def application(
    database: Database,
    dialects: tuple[Dialect, ...] = FULL,
    *,
    callers: Callers | None = None,
    news: News | None = None,
    served: Callable[[Served], None] = lambda _served: None,
    lifespan: Lifespan | None = None,
) -> ASGIApp:
    """What the server runs: these dialects on one database; `served` hears of each answer."""
    made = FastAPI(
        title="Desk",
        version=desk.__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    dispatch = Dispatch(database, dialects, own.OWN, callers or Callers(), served)
    made.openapi = lambda: documentation.document(dialects)  # type: ignore[method-assign]

    def health() -> dict[str, str]:
        return {"status": "ok", "schema": HEAD}

    def docs() -> HTMLResponse:
        return HTMLResponse(documentation.page(dialects))

    for path, told in {"/health": health, "/docs": docs}.items():
        own.add(made, path, told, "GET", "HEAD")
    own.add(made, changes.PATH, changes.teller(database, news or News(database), dispatch), "GET")
    made.router.default = dispatch

    def refused(path: str, error: Refused | DeskError) -> Answer:
        return (dialect_of(path, dialects) or own.OWN).refused(error)

    def names() -> Iterable[str]:
        with database.read() as tx:
            return site.setting(tx, site.HOST_NAMES).split(",")

    return Guard(made, refused, names)


def specification(dialects: tuple[Dialect, ...] = FULL) -> dict[str, Any]:
    """The OpenAPI document of these dialects."""
    return documentation.document(dialects)
