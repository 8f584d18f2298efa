"""Icons by name, drawn in whatever colour the palette has for text just now.

The files are Lucide's outlines. Qt would draw their `currentColor` black, so the colour and the
size are written into the text before it is drawn: sharp at every scale, right in every theme.
Nothing is read or drawn until an icon is first painted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QImage,
    QPainter,
    QPalette,
    QPixmap,
)

from desk import resources
from desk.gui import theme

Colour = Callable[[QIcon.Mode], QColor]

NATIVE = "24"


class Outline(QIconEngine):
    """An icon that asks for its colour when it is painted."""

    def __init__(self, name: str, colour: Colour) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def iconName(self) -> str:
        return self._name

    def clone(self) -> QIconEngine:
        return Outline(self._name, self._colour)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        scale = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self._drawn(rect.size(), scale, mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        return self._drawn(size, 1.0, mode)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float
    ) -> QPixmap:
        return self._drawn(size, scale, mode)

    def _drawn(self, size: QSize, scale: float, mode: QIcon.Mode) -> QPixmap:
        side = round(min(size.width(), size.height()) * scale)
        found = drawn(self._name, self._colour(mode).name(), side)
        found.setDevicePixelRatio(scale)
        return found


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.WindowText) -> QIcon:
    """The icon of that name, in the palette's colour for `role`."""

    def colour(mode: QIcon.Mode) -> QColor:
        palette = QGuiApplication.palette()
        if mode == QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, role)
        if mode == QIcon.Mode.Selected:
            return palette.color(QPalette.ColorRole.HighlightedText)
        return palette.color(role)

    return QIcon(Outline(name, colour))


def state_icon(name: str, state: str) -> QIcon:
    """The icon of that name, in the colour of a state: expected, inside, left, warning or full."""
    return QIcon(Outline(name, lambda _mode: QColor(theme.tokens().shade(state).ink)))


def accent_icon(name: str) -> QIcon:
    """The icon of that name, as it stands on the colour of the button to press."""

    def colour(mode: QIcon.Mode) -> QColor:
        if mode == QIcon.Mode.Disabled:
            return QGuiApplication.palette().color(
                QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText
            )
        return QColor(theme.tokens().on_accent)

    return QIcon(Outline(name, colour))


def pixmap(name: str, colour: QColor, side: int, scale: float = 1.0) -> QPixmap:
    """An icon as a picture of `side` logical pixels, for widgets that paint themselves."""
    found = QPixmap(drawn(name, colour.name(), round(side * scale)))
    found.setDevicePixelRatio(scale)
    return found


def drawn(name: str, colour: str, side: int) -> QPixmap:
    """The outline in one colour, `side` device pixels wide."""
    return QPixmap.fromImage(_image(name, colour, max(side, 1)))


@cache
def _image(name: str, colour: str, side: int) -> QImage:
    text = _text(name).replace("currentColor", colour)
    for length in ("width", "height"):
        text = text.replace(f'{length}="{NATIVE}"', f'{length}="{side}"', 1)
    image = QImage.fromData(text.encode())
    if image.isNull():
        image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
    return image


@cache
def _text(name: str) -> str:
    return resources.path(f"icons/{name}.svg").read_text("utf-8")
