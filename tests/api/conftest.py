"""The server's application on the desk of the other tests, and tokens for it."""

from __future__ import annotations

import pytest

from desk.store.database import Database
from tests.api.wire_of import Wire, token, wire


@pytest.fixture
def public(database: Database) -> Wire:
    """Somebody without a token."""
    return wire(database)


@pytest.fixture
def admin(database: Database, public: Wire) -> Wire:
    return public.holding(token(database, "admin"))


@pytest.fixture
def clerk(database: Database, public: Wire) -> Wire:
    """The holder of a token of the role `desk`."""
    return public.holding(token(database, "desk"))


@pytest.fixture
def reader(database: Database, public: Wire) -> Wire:
    return public.holding(token(database, "readonly"))
