"""A tab of the page of safety, which offers what a page does and knows no other tab."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from desk.gui.client import Client


class Part(QWidget):
    """What the page asks of every tab. The keyboard goes to its focus proxy.

    A tab asks for what it shows whenever it comes to the front; so it need not when it is built.
    """

    wanted = Signal(str)  # the id of a command or of a page that should come next
    said = Signal(str)  # a remark for the message bar that follows from no change
    offered = Signal()  # commands() says something else now

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.client = client

    def refresh(self) -> None:
        """Ask everything again, keeping selection and place."""
        raise NotImplementedError

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """What can be done here, by the ids in `actions`."""
        return {}

    def faces(self) -> Mapping[str, Callable[[], None]]:
        """What else it can show, for pictures: each turns it to that."""
        return {}

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        """Every dialog it can open, made but not shown, for pictures and tests."""
        return {}

    def open_dialog(self, dialog: QDialog) -> None:
        """Open a dialog over the window; it is thrown away when it is closed."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def leave(self) -> None:
        """Come to an end with what is done on other threads: the desk is about to be closed."""
