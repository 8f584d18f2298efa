"""Journeys use the same window as the tests of the screen."""

from __future__ import annotations

from tests.gui.conftest import british, client, controls, kept, nothing_remembered, window

__all__ = ["british", "client", "controls", "kept", "nothing_remembered", "window"]
