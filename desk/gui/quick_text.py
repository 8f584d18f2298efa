"""Text that widgets write themselves, measured without asking Qt each time.

Laying text out is what painting costs. The same texts come again and again, so how wide they are
is kept; the letters of a plain text are added up, which takes a fifth of the time.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

MOST_KEPT = 4096

_LETTERS: dict[str, dict[str, float]] = {}


class Widths(dict[str, float]):
    """How wide texts are in a font, in logical pixels: for whoever asks for very many."""

    def __init__(self, font: str, metrics: QFontMetricsF) -> None:
        super().__init__()
        self._metrics = metrics
        self._letters = _letters(font, metrics)

    def __missing__(self, text: str) -> float:
        if len(self) >= MOST_KEPT:
            self.clear()
        if text.isascii():
            found = sum([self._letters[letter] for letter in text])
        else:
            found = self._metrics.horizontalAdvance(text)
        self[text] = found
        return found


class QuickText:
    """How wide texts are in a font, and as much of one as there is room for."""

    def __init__(self, font: QFont) -> None:
        self.font = QFont(font)
        # Without niceties such as kerning; scripts that need their letters put together keep that.
        self.font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
        self.metrics = QFontMetricsF(self.font)
        self.height = self.metrics.height()
        self.ascent = self.metrics.ascent()
        self.widths = Widths(self.font.key(), self.metrics)
        self._shortened: dict[tuple[str, int], str] = {}

    def advance(self, text: str) -> float:
        """How wide a text is, in logical pixels."""
        return self.widths[text]

    def short(self, text: str, room: float) -> str:
        """The text, or as much of it as there is room for."""
        if self.advance(text) <= room:
            return text
        key = (text, int(room))
        known = self._shortened.get(key)
        if known is None:
            if len(self._shortened) >= MOST_KEPT:
                self._shortened.clear()
            known = self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            self._shortened[key] = known
        return known


def _letters(font: str, metrics: QFontMetricsF) -> dict[str, float]:
    """How wide each plain letter of a font is."""
    if font not in _LETTERS:
        plain = map(chr, range(128))
        _LETTERS[font] = {letter: metrics.horizontalAdvance(letter) for letter in plain}
    return _LETTERS[font]
