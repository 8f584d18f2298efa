"""Other desks, which are there for all tests of a run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services import rivals


@pytest.fixture(autouse=True, scope="session")
def rivals_who_go_home() -> Iterator[None]:
    yield
    rivals.send_home()
