"""What the appointment manager says of itself: `/documentation/json` (contract of 004, 1.6)."""

from __future__ import annotations

import desk
from desk.api import documentation
from desk.api.appointment_manager.dialect import ALONE, DIALECT, DOCUMENTATION
from desk.api.call import Call
from desk.api.described import Described, Said
from desk.api.dialect import Dialect
from desk.api.wire import Answer
from desk.store.database import Read

TITLE = "appointment-manager"
ABOUT = Described(
    summary="The OpenAPI document of the appointment manager alone",
    answers={
        200: Said(
            "The document",
            {"type": "object"},
            {
                "openapi": "3.1.0",
                "info": {"title": TITLE, "version": desk.__version__},
                "paths": {},
            },
        )
    },
)


@DIALECT.reads(f"{DOCUMENTATION}json", ABOUT, needs=None)
def about(_call: Call, _tx: Read) -> Answer:
    return _said(DIALECT)


@ALONE.reads(f"{DOCUMENTATION}json", ABOUT, needs=None)
def about_alone(_call: Call, _tx: Read) -> Answer:
    return _said(ALONE)


def _said(dialect: Dialect) -> Answer:
    document = documentation.document([dialect])
    return Answer({**document, "info": {**document["info"], "title": TITLE}})
