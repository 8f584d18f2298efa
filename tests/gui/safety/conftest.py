"""The page of safety on the screen, on a house in which something was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.gui.controls import Controls
from desk.gui.safety.page import SafetyPage
from desk.store.database import Database
from tests import build
from tests.gui.safety_screen import on_screen


@pytest.fixture
def file(database: Database, tmp_path: Path) -> Path:
    """The file of the database, in which there is somebody."""
    with database.write("ann") as tx:
        build.resident(tx)
    return tmp_path / "desk.db"


@pytest.fixture
def page(file: Path, controls: Controls) -> SafetyPage:
    return on_screen(controls)
