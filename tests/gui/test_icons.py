"""Icons: there is a file for each, and each is drawn in the colour of the moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

from desk import resources
from desk.gui import actions, icons, pages, theme
from desk.gui.theme import DARK, LIGHT, Choice

NAMED = sorted(
    {command.icon for command in actions.commands() if command.icon}
    | {entry.icon for entry in pages.PAGES}
)
ALL = sorted(file.stem for file in resources.path("icons").glob("*.svg"))


@pytest.fixture(autouse=True)
def as_before(qapp: QApplication) -> Iterator[None]:
    palette, sheet = qapp.palette(), qapp.styleSheet()
    yield
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)


def colours(image: QImage) -> set[str]:
    """The colours of an icon's fully covered dots."""
    dots = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {dot.name() for dot in dots if dot.alpha() == 255}


@pytest.mark.parametrize("name", NAMED)
def test_every_icon_that_is_named_has_its_file(name: str) -> None:
    assert resources.path(f"icons/{name}.svg").is_file()


@pytest.mark.parametrize("name", ALL)
@pytest.mark.usefixtures("qapp")
def test_every_file_can_be_drawn(name: str) -> None:
    assert colours(icons.drawn(name, "#ff0000", 24).toImage()) == {"#ff0000"}


def test_an_icon_follows_the_theme_without_being_made_anew(qapp: QApplication) -> None:
    icon = icons.icon("sun")
    for choice, tokens in ((Choice.LIGHT, LIGHT), (Choice.DARK, DARK)):
        theme.apply(qapp, choice)

        assert colours(icon.pixmap(QSize(24, 24)).toImage()) == {tokens.text}


def test_an_icon_that_cannot_be_used_is_paler(qapp: QApplication) -> None:
    theme.apply(qapp, Choice.LIGHT)
    icon = icons.icon("sun")

    usual, pale = (
        icon.pixmap(QSize(24, 24), 1.0, mode).toImage()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled)
    )

    assert usual != pale


def test_an_icon_is_sharp_on_a_screen_of_twice_the_dots(qapp: QApplication) -> None:
    theme.apply(qapp, Choice.LIGHT)

    drawn = icons.icon("sun").pixmap(QSize(20, 20), 2.0)

    assert drawn.size() == QSize(40, 40)
    assert drawn.devicePixelRatio() == 2.0


def test_a_state_s_icon_has_the_state_s_colour(qapp: QApplication) -> None:
    theme.apply(qapp, Choice.DARK)

    found = colours(icons.state_icon("hourglass", "warning").pixmap(QSize(24, 24)).toImage())

    assert found == {QColor(DARK.warning.ink).name()}
