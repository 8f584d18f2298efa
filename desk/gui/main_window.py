"""The frame of the window, made to be painted at once.

There is no database yet when it is first seen, and no time to lose: it imports little, leaves out
icons, menus and message bar, and touches nothing of the `Qt` namespace, whose enumerations alone
take longer to load than the frame takes to paint. `controls` brings the rest when it has been seen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from desk.gui.page_stack import PageStack
from desk.gui.rail import Rail
from desk.gui.top_line import TopLine
from desk.gui.window_state import WindowState

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent

PROGRAM = "Desk"


class MainWindow(QMainWindow):
    """Rail, line on top and room for the pages; the last size and place."""

    painted = Signal()  # once, when the window has been seen for the first time
    dialog_seen = Signal(object)  # Dialog: has been opened over the window

    def __init__(self, state: WindowState) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle(PROGRAM)
        self.state = state
        self.site = ""
        self.locked = False  # then not even the title says what is open
        self.may_close: Callable[[], bool] = lambda: True  # asked first; may ask the user in turn
        self.rail = Rail()
        self.top = TopLine()
        self.stack = PageStack()
        self.beside = QVBoxLayout()  # what is beside the rail; questions go to its foot
        self.below = QVBoxLayout()  # where the message bar goes
        self.setCentralWidget(self._frame())
        self.menuBar()
        self.stack.turned.connect(self._on_turned)
        self.stack.renamed.connect(self.entitle)
        self._seen = False
        state.restore(self)

    def entitle(self) -> None:
        """Let the title say what is shown, whose desk it is, and the program last."""
        if self.locked:
            self.setWindowTitle(PROGRAM)
            return
        page = self.stack.current
        parts = [page.title() if page else "", self.site, PROGRAM]
        self.setWindowTitle(" - ".join(part for part in parts if part))

    def come_forward(self) -> None:
        """Be in front of all other windows, with the keyboard."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.state.save(self, self.stack.shown)
        super().closeEvent(event)

    def _frame(self) -> QWidget:
        self.beside.setSpacing(0)
        self.beside.addWidget(self.top)
        self.beside.addWidget(self.stack, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addLayout(self.beside, 1)
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(upper, 1)
        layout.addLayout(self.below)
        return made

    def _on_turned(self, page: str) -> None:
        self.rail.setEnabled(bool(page))
        if page:
            self.rail.show_chosen(page)
        self.entitle()
