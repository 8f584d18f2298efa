"""Colours: readable in both themes, and put on every window when the user changes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desk.gui import theme
from desk.gui.theme import DARK, LIGHT, Choice, Tokens

TEXT = 4.5
MARK = 3.0
STATES = ("expected", "inside", "left", "warning", "full", *LIGHT.appointments)
BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture(autouse=True)
def as_before(qapp: QApplication) -> Iterator[None]:
    palette, sheet = qapp.palette(), qapp.styleSheet()
    yield
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)


def luminance(name: str) -> float:
    """Relative luminance as the web's accessibility guidelines define it."""
    colour = QColor(name)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    weighed: float = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return weighed


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_what_the_guidelines_say_it_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@BOTH
@pytest.mark.parametrize("behind", ["window", "surface", "raised", "accent_soft"])
def test_text_can_be_read_on_everything_it_lies_on(colours: Tokens, behind: str) -> None:
    assert contrast(colours.text, getattr(colours, behind)) >= TEXT


@BOTH
@pytest.mark.parametrize("behind", ["window", "surface", "raised"])
def test_muted_text_can_still_be_read(colours: Tokens, behind: str) -> None:
    assert contrast(colours.muted, getattr(colours, behind)) >= TEXT


@BOTH
def test_the_button_to_press_can_be_read(colours: Tokens) -> None:
    assert contrast(colours.on_accent, colours.accent) >= TEXT
    assert contrast(colours.on_accent, colours.accent_strong) >= TEXT


@BOTH
@pytest.mark.parametrize("behind", ["window", "surface", "raised"])
def test_links_and_the_focus_ring_stand_out(colours: Tokens, behind: str) -> None:
    assert contrast(colours.accent, getattr(colours, behind)) >= TEXT


@BOTH
def test_the_border_of_a_field_can_be_seen(colours: Tokens) -> None:
    assert contrast(colours.edge, colours.surface) >= MARK
    assert contrast(colours.edge, colours.window) >= MARK


@BOTH
@pytest.mark.parametrize("state", STATES)
def test_a_state_can_be_read_on_its_chip_and_on_a_list(colours: Tokens, state: str) -> None:
    shade = colours.shade(state)

    for behind in (shade.soft, colours.surface, colours.window, colours.accent_soft):
        assert contrast(shade.ink, behind) >= TEXT


@BOTH
@pytest.mark.parametrize("state", STATES)
def test_the_mark_of_a_state_can_be_seen(colours: Tokens, state: str) -> None:
    assert contrast(colours.shade(state).mark, colours.surface) >= MARK


@BOTH
def test_both_themes_know_the_same_states_and_no_two_look_alike(colours: Tokens) -> None:
    assert colours.appointments.keys() == LIGHT.appointments.keys()
    assert len({shade.ink for shade in colours.appointments.values()}) >= 9


@BOTH
def test_the_line_of_the_present_moment_can_be_seen(colours: Tokens) -> None:
    for behind in (colours.surface, colours.window, colours.raised):
        assert contrast(colours.now, behind) >= MARK


@BOTH
def test_every_step_of_the_heat_map_can_be_read(colours: Tokens) -> None:
    assert len(colours.heat) == len(colours.heat_ink)
    for behind, ink in zip(colours.heat, colours.heat_ink, strict=True):
        assert contrast(ink, behind) >= TEXT


@BOTH
def test_the_palette_agrees_with_the_tokens(colours: Tokens) -> None:
    palette = theme.palette(colours)

    assert palette.color(QPalette.ColorRole.Window).name() == colours.window
    assert palette.color(QPalette.ColorRole.Base).name() == colours.surface
    assert palette.color(QPalette.ColorRole.Text).name() == colours.text


def test_choosing_dark_reaches_the_application(qapp: QApplication) -> None:
    theme.apply(qapp, Choice.DARK)

    assert theme.tokens() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    assert DARK.surface in qapp.styleSheet()


def test_the_system_s_choice_is_one_of_the_two(qapp: QApplication) -> None:
    assert theme.apply(qapp, Choice.SYSTEM) in (LIGHT, DARK)


def test_a_label_that_becomes_a_chip_makes_room_for_its_border(
    qtbot: QtBot, qapp: QApplication
) -> None:
    theme.apply(qapp, Choice.LIGHT)
    label = QLabel("2 late")
    qtbot.addWidget(label)
    label.show()
    before = label.sizeHint()

    theme.as_state(label, "warning")

    assert label.sizeHint().width() > before.width() + 10
    assert label.contentsMargins().left() > 0
