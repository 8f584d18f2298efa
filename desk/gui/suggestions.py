"""The list of offers under a line: a window of its own that never takes the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desk.gui import theme
from desk.gui.naming import named

Index = QModelIndex | QPersistentModelIndex
MOST_SHOWN = 8
PADDING = 8
GAP = 2
NARROWEST = 28  # letters
SuggestionRole = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An offer: what it writes into the line, and what it stands for.

    `shown` is what the list says in place of `text`, where that is another thing. `detail` is said
    under it in small letters, `mark` at the end of the line in the colours of the state `tone`:
    expected, inside, left, warning or full.
    """

    text: str
    value: object
    shown: str = ""
    detail: str = ""
    mark: str = ""
    tone: str = "left"

    @property
    def words(self) -> str:
        """What the list says."""
        return self.shown or self.text

    @property
    def spoken(self) -> str:
        """All of it in one line."""
        return ", ".join(part for part in (self.words, self.detail, self.mark) if part)


class Suggestions(QAbstractListModel):
    """The offers, best first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown: Sequence[Suggestion] = ()

    def show(self, found: Sequence[Suggestion]) -> None:
        self.beginResetModel()
        self.shown = tuple(found)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        suggestion = self.shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return suggestion.words
            case Qt.ItemDataRole.AccessibleTextRole:
                return suggestion.spoken
            case _:
                return suggestion if role == SuggestionRole else None


class Drawing(QStyledItemDelegate):
    """An offer in two lines, with its mark as a chip at the end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = 2 if index.data(SuggestionRole).detail else 1
        return QSize(0, lines * option.fontMetrics.height() + PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        suggestion: Suggestion = index.data(SuggestionRole)
        tokens = theme.tokens()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(tokens.accent_soft))
            edge = QRect(option.rect.topLeft(), QSize(3, option.rect.height()))
            painter.fillRect(self._seen(option, edge), QColor(tokens.accent))
        inner = option.rect.adjusted(PADDING + 2, PADDING // 2, -PADDING, -PADDING // 2)
        if suggestion.mark:
            inner = self._draw_mark(painter, option, inner, suggestion)
        height = option.fontMetrics.height()
        first = QRect(inner.topLeft(), QSize(inner.width(), height))
        painter.setPen(QColor(tokens.text))
        self._write(painter, option, first, suggestion.words)
        if suggestion.detail:
            painter.setPen(QColor(tokens.muted))
            self._write(painter, option, first.translated(0, height), suggestion.detail)
        painter.restore()

    def _draw_mark(
        self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, offer: Suggestion
    ) -> QRect:
        """Draw the chip; gives back the room that is left for the words."""
        metrics = option.fontMetrics
        width = min(metrics.horizontalAdvance(offer.mark) + 2 * PADDING + 4, inner.width() // 2)
        chip = QRect(0, 0, width, metrics.height() + 2)
        chip.moveTopRight(QPoint(inner.right(), inner.top()))
        shade = theme.tokens().shade(offer.tone)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shade.soft))
        painter.drawRoundedRect(self._seen(option, chip), 5, 5)
        painter.setPen(QColor(shade.ink))
        self._write(painter, option, chip.adjusted(PADDING, 0, -PADDING, 0), offer.mark)
        return inner.adjusted(0, 0, -width - PADDING, 0)

    def _write(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, text: str
    ) -> None:
        cut = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        placed = self._seen(option, rect)
        painter.drawText(placed, QStyle.visualAlignment(option.direction, align), cut)

    @staticmethod
    def _seen(option: QStyleOptionViewItem, rect: QRect) -> QRect:
        """Where a part stands in a language that is read from right to left."""
        return QStyle.visualRect(option.direction, option.rect, rect)


class SuggestionList(QListView):
    """The offers under the line that asked for them."""

    taken = Signal(object)  # Suggestion

    def __init__(self, line: QWidget) -> None:
        super().__init__(line)
        named(self, f"{line.objectName()}.suggestions", self.tr("Suggestions"))
        flags = Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint
        self.setWindowFlags(flags | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._line = line
        self._follow(line)
        self._offers = Suggestions(self)
        self.setModel(self._offers)
        self.setItemDelegate(Drawing(self))
        self.clicked.connect(self._on_clicked)
        self.entered.connect(self.setCurrentIndex)

    @property
    def shown(self) -> Sequence[Suggestion]:
        return self._offers.shown

    @property
    def marked(self) -> Suggestion | None:
        """The offer that Enter would take."""
        index = self.currentIndex()
        return self._offers.shown[index.row()] if index.isValid() else None

    def show_under(self, found: Sequence[Suggestion], marked: int) -> None:
        """Show the offers, with the one of that number marked; -1 marks none."""
        self._offers.show(found)
        self.setCurrentIndex(self._offers.index(marked) if marked >= 0 else QModelIndex())
        self.setGeometry(self._place())
        self.show()
        self.raise_()

    def move_mark(self, by: int) -> None:
        """Mark an offer further down or up; beyond the last comes the first."""
        count, index = len(self.shown), self.currentIndex()
        at = index.row() + by if index.isValid() else (0 if by > 0 else count - 1)
        at = at % count if abs(by) == 1 else max(0, min(at, count - 1))
        self.setCurrentIndex(self._offers.index(at))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # It lies upon fields of its own colour, and needs an edge to stand off from them.
        painter = QPainter(self.viewport())
        painter.setPen(QColor(theme.tokens().edge))
        painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and self.isVisible():
            self.setGeometry(self._place())
        return super().eventFilter(watched, event)

    def _follow(self, line: QWidget) -> None:
        """Stay under the line when a form grows above it, or its window is moved."""
        above: QWidget | None = line
        while above is not None:
            above.installEventFilter(self)
            above = None if above.isWindow() else above.parentWidget()

    def _place(self) -> QRect:
        line = self._line
        rows = range(min(len(self.shown), MOST_SHOWN))
        height = sum(self.sizeHintForRow(row) for row in rows) + 2 * self.frameWidth()
        letters = QFontMetrics(QFont(line.font())).averageCharWidth() * NARROWEST
        width = max(line.width(), letters)
        under = line.mapToGlobal(QPoint(0, line.height() + GAP))
        if line.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            under.setX(under.x() + line.width() - width)
        free = line.screen().availableGeometry()
        if under.y() + height > free.bottom():
            under.setY(line.mapToGlobal(QPoint(0, 0)).y() - height - GAP)
        return QRect(under, QSize(width, height))

    def _on_clicked(self, index: QModelIndex) -> None:
        self.taken.emit(index.data(SuggestionRole))
