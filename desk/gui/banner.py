"""A band of colour in a dialog that says something which must not be overlooked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desk.gui import icons, theme
from desk.gui.naming import named

MARK = 20
MARKS = {"full": "octagon-alert", "warning": "triangle-alert", "inside": "circle-check"}


class Banner(QFrame):
    """Words in the colours of a state, with its mark; below them room for what answers them.

    It is not there until something is said. `mark` is an icon in place of that of the state.
    """

    def __init__(self, identifier: str, mark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, identifier, "")
        self._tone = "warning"
        self._icon = mark
        self._mark = QLabel()
        self._mark.setFixedSize(QSize(MARK, MARK))
        self.text = named(QLabel(), f"{identifier}.text", "")
        self.text.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.text.setSizePolicy(policy)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(self.text)
        words.addLayout(self.row)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(12)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self.hide()

    @property
    def said(self) -> str:
        """What it says; nothing while it is not there."""
        return "" if self.isHidden() else self.text.text()

    def say(self, text: str, tone: str = "warning") -> None:
        """Say `text` in the colours of a state: full, warning or inside."""
        if self.said == text and self._tone == tone:
            return
        self._tone = tone
        self.text.setText(text)
        self.setAccessibleName(text)
        self._draw()
        self.show()
        event = QAccessibleAnnouncementEvent(self, text)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def amend(self, text: str) -> None:
        """Go on saying the same in other words, of which nobody needs to be told."""
        self.text.setText(text)
        self.setAccessibleName(text)

    def clear(self) -> None:
        """Go away."""
        self.hide()
        self.text.clear()

    def paintEvent(self, _event: QPaintEvent) -> None:
        shade = theme.tokens().shade(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(shade.ink))
        painter.setBrush(QColor(shade.soft))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        name = self._icon or MARKS[self._tone]
        ink = QColor(theme.tokens().shade(self._tone).ink)
        self._mark.setPixmap(icons.pixmap(name, ink, MARK, self.devicePixelRatioF()))
        self.update()
