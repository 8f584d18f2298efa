"""The rail on the left: one button for each page, with its name under its icon."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desk.gui import pages
from desk.gui.naming import named
from desk.gui.pages import Entry

ICON = QSize(24, 24)
AIR = 18  # above, between and below icon and words; ten of them fit on a screen of 700 lines


class Rail(QFrame):
    """Which page is shown, and the way to the others."""

    chosen = Signal(str)  # the id of a page

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "rail", self.tr("Pages"))
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(2)
        for entry in pages.PAGES:
            button = self._button(entry)
            group.addButton(button)
            layout.addWidget(button)
            self._buttons[entry.id] = button
        layout.addStretch(1)
        self.setFixedWidth(max(button.sizeHint().width() for button in self._buttons.values()) + 16)

    def show_chosen(self, page: str) -> None:
        """Mark the page that is shown."""
        self._buttons[page].setChecked(True)

    def button(self, page: str) -> QToolButton:
        """The button of a page."""
        return self._buttons[page]

    def draw_icons(self) -> None:
        """Put the icons on; drawing them can wait until the window is there."""
        from desk.gui import icons

        for entry in pages.PAGES:
            self._buttons[entry.id].setIcon(icons.icon(entry.icon))

    def _button(self, entry: Entry) -> QToolButton:
        button = named(QToolButton(), f"rail.{entry.id}", entry.title)
        button.setText(entry.title)
        button.setToolTip(f"{entry.title} ({entry.key})")
        button.setCheckable(True)
        button.setIconSize(ICON)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFixedHeight(ICON.height() + button.fontMetrics().height() + AIR)
        button.clicked.connect(lambda: self.chosen.emit(entry.id))
        return button
