"""Journeys use the same window as the tests of the screen."""

from __future__ import annotations

from tests.gui.conftest import british, client, controls, kept, nothing_remembered, window
from tests.stories.open_desk import open_desk

__all__ = ["british", "client", "controls", "kept", "nothing_remembered", "open_desk", "window"]
