"""The page of safety on the screen, and its tabs."""

from __future__ import annotations

from typing import TypeVar

from desk.gui.controls import Controls
from desk.gui.safety.page import PARTS, SafetyPage
from desk.gui.safety.part import Part

PAGE = "page.safety"
P = TypeVar("P", bound=Part)


def on_screen(controls: Controls) -> SafetyPage:
    controls.perform(PAGE)
    shown = controls.window.stack.current
    assert isinstance(shown, SafetyPage)
    return shown


def tab(controls: Controls, identifier: str, kind: type[P]) -> P:
    """The tab of that identifier, in front."""
    page = on_screen(controls)
    page.show_part([entry.id for entry in PARTS].index(identifier))
    shown = page.part
    assert isinstance(shown, kind)
    return shown
