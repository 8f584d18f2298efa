"""What the window shows while there is no desk behind it: that it is opening, or why it cannot."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desk.gui import icons, theme
from desk.gui.naming import named

PATIENCE_MS = 600  # a shorter wait is not worth a word
WIDTH = 560
MARK = 40


class Wait(QWidget):
    """Nothing at first; a word when it takes longer than usual."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "wait", text)
        self.text = theme.as_role(QLabel(text), "muted")
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.hide()
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        QTimer.singleShot(PATIENCE_MS, self.text, self.text.show)


class Failure(QWidget):
    """Why the database cannot be used, and what can be done about it."""

    again = Signal()
    another = Signal()
    quit = Signal()

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "failure", self.tr("The database cannot be opened"))
        column = QVBoxLayout()
        column.setSpacing(16)
        column.addWidget(self._mark())
        column.addWidget(theme.as_role(QLabel(self.tr("The database cannot be opened")), "title"))
        self.text = QLabel(sentence)
        self.text.setObjectName("failure.text")
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.text)
        column.addLayout(self._buttons())
        self._centre(column)

    def _mark(self) -> QLabel:
        mark = QLabel()
        colour = self.palette().color(QPalette.ColorRole.Accent)
        mark.setPixmap(icons.pixmap("database", colour, MARK, self.devicePixelRatioF()))
        return mark

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for identifier, text, signal in (
            ("failure.again", self.tr("Try again"), self.again),
            ("failure.another", self.tr("Choose another database…"), self.another),
            ("failure.quit", self.tr("Quit"), self.quit),
        ):
            button = named(QPushButton(text), identifier, text.removesuffix("…"))
            button.clicked.connect(signal)
            row.addWidget(button)
            if identifier == "failure.again":
                self.setFocusProxy(theme.as_primary(button))
        row.addStretch(1)
        return row

    def _centre(self, column: QVBoxLayout) -> None:
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        column.setContentsMargins(0, 0, 0, 0)
        inner.setLayout(column)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(inner, 4)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)
