"""Takes the whole window out of sight and brings it back, for each with what they had open."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desk.gui import clipboard
from desk.gui.controls import Controls
from desk.gui.lock.screen import LockScreen
from desk.gui.lock.withheld import Withheld
from desk.gui.page_stack import PutAway


@dataclass(slots=True)
class Left:
    """What somebody has left behind: windows beside the main one, and the pages in it."""

    windows: Withheld
    pages: PutAway = field(default_factory=PutAway)


class Cover(QObject):
    """The lock screen over the window, and what waits under it."""

    def __init__(self, controls: Controls, parent: QObject) -> None:
        super().__init__(parent)
        self._controls = controls
        self._window = controls.window
        self._withheld = Withheld(self._window)
        self._left: dict[int, Left] = {}
        self.screen: LockScreen | None = None

    def lay(self) -> LockScreen:
        """Put everything out of sight, and the lock screen over it."""
        self._withheld.take()
        clipboard.clear()
        self._controls.lock(True)
        self.screen = LockScreen(self._window)
        self.screen.show()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        return self.screen

    def exchange(self, before: int, after: int) -> None:
        """Keep what one had open, by the ids of accounts, and fetch what the other had."""
        stack = self._window.stack
        self._left[before] = Left(self._withheld, stack.put_away())
        mine = self._left.pop(after, None) or Left(Withheld(self._window))
        self._withheld = mine.windows
        stack.put_back(mine.pages)
        self._controls.bar.forget()
        if self._controls.confirmations is not None:
            self._controls.confirmations.steps.stack.clear()

    def lift(self) -> None:
        """Show everything again."""
        self._go()
        self._withheld.give_back()
        if self._window.stack.current is None:
            self._controls.turn_to_first()

    def leave(self) -> None:
        """Let go of everything: the desk is about to be closed."""
        if self.screen is not None:
            self._go()
            self._withheld.show_inside()
        for windows in (self._withheld, *(left.windows for left in self._left.values())):
            windows.forget()
        self._left.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While it is covered, put every window away that comes up by itself."""
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and watched is not self._window
        ):
            QTimer.singleShot(0, watched, lambda: self._put_away(watched))
        return super().eventFilter(watched, event)

    def _go(self) -> None:
        assert self.screen is not None, "what is covered has a screen"
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.screen.hide()
        self.screen.deleteLater()
        self.screen = None
        self._controls.lock(False)

    def _put_away(self, window: QWidget) -> None:
        if self.screen is not None:
            self._withheld.add(window)
