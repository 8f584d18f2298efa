"""Showing in a list which letters a search has found.

What was typed is compared as a search compares it, without accents and case, so the letters to be
marked have to be found in the text as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.domain.folding import fold, words
from desk.gui import theme

Index = QModelIndex | QPersistentModelIndex
MARGIN = 1  # logical pixels that a style leaves beside its focus frame


def found(text: str, typed: str) -> list[tuple[int, int]]:
    """Where the words of `typed` stand in `text`: beginning and end of each stretch, in order."""
    folded, places = _letters(text)
    marked: set[int] = set()
    for word in words(fold(typed)):
        marked.update(_places(word, folded, places))
        if word.isdecimal() and not any(letter.isalpha() for letter in folded):
            # A telephone number is found however it is divided.
            kept = [at for at, letter in enumerate(folded) if letter.isdecimal()]
            digits = "".join(folded[at] for at in kept)
            marked.update(_places(word, digits, [places[at] for at in kept]))
    stretches: list[tuple[int, int]] = []
    for place in sorted(marked):
        if stretches and stretches[-1][1] == place:
            stretches[-1] = (stretches[-1][0], place + 1)
        else:
            stretches.append((place, place + 1))
    return stretches


def _places(word: str, folded: str, places: Sequence[int]) -> Iterator[int]:
    """Where the letters of each occurrence of `word` come from."""
    at = folded.find(word)
    while at >= 0:
        yield from places[at : at + len(word)]
        at = folded.find(word, at + 1)


def _letters(text: str) -> tuple[str, Sequence[int]]:
    """The text as it is compared, and for each letter of it the place it comes from."""
    if text.isascii():
        return fold(text), range(len(text))
    folded = [(fold(letter), place) for place, letter in enumerate(text)]
    return "".join(plain for plain, _ in folded), [at for plain, at in folded for _ in plain]


class Highlighting(QStyledItemDelegate):
    """Draws cells as always, with the letters marked that `typed` has found."""

    typed = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        text: str = index.data() if self.typed else ""
        if not found(text, self.typed):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        style = option.widget.style() if option.widget else QApplication.style()
        part = QStyle.SubElement.SE_ItemViewItemText
        room = style.subElementRect(part, option, option.widget)
        option.text = ""
        element = QStyle.ControlElement.CE_ItemViewItem
        style.drawControl(element, option, painter, option.widget)
        side = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option) + MARGIN
        room = room.adjusted(side, 0, -side, 0)
        bold = QFont(option.font)
        bold.setBold(True)
        metrics = QFontMetricsF(bold)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        layout = self._laid_out(shown, option)
        line = layout.lineAt(0)
        align = QStyle.visualAlignment(option.direction, option.displayAlignment)
        left = float(room.left())
        if align & Qt.AlignmentFlag.AlignRight:
            left = room.right() + 1 - line.naturalTextWidth()
        top = room.top() + (room.height() - line.height()) / 2
        painter.save()
        painter.setPen(QColor(theme.tokens().text))
        layout.draw(painter, QPointF(left, top))
        painter.restore()

    def _laid_out(self, text: str, option: QStyleOptionViewItem) -> QTextLayout:
        look = QTextCharFormat()
        look.setBackground(QColor(theme.tokens().shade("warning").soft))
        look.setFontWeight(QFont.Weight.Bold)
        formats = []
        for begin, end in found(text, self.typed):
            stretch = QTextLayout.FormatRange()
            stretch.start, stretch.length, stretch.format = begin, end - begin, look
            formats.append(stretch)
        layout = QTextLayout(text, option.font)
        layout.setFormats(formats)
        layout.beginLayout()
        layout.createLine().setLineWidth(float(1 << 20))
        layout.endLayout()
        return layout
