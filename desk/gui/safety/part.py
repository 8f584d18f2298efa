"""A tab of the page of safety, which offers what a page does and knows no other tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desk.gui.pages import Page

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog


class Part(Page):
    """A page within the page. The keyboard goes to its focus proxy.

    It asks for what it shows whenever it comes to the front; so it need not when it is built. Its
    title is that of its tab.
    """

    def open_dialog(self, dialog: QDialog) -> None:
        """Open a dialog over the window; it is thrown away when it is closed."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
