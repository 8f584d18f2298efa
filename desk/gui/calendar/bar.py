"""The head of the page: which dates are shown, in which view, and the way to others."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from desk.gui import actions, theme
from desk.gui.buttons import command_button, icon_button, show_icon
from desk.gui.calendar.period import EITHER, Period, View
from desk.gui.naming import named

LETTERS = 26  # of the heading


class DatesBar(QWidget):
    """One line: the dates in words, arrows, today; on the other side what books."""

    wished = Signal(str)  # the id of a command

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = theme.as_role(QLabel(), "title")
        self.heading.setObjectName("calendar.heading")
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.heading.setMinimumWidth(self.fontMetrics().averageCharWidth() * LETTERS)
        before, after = "chevron-left", "chevron-right"
        if self.isRightToLeft():
            before, after = after, before
        self._back = icon_button("calendar.previous", before, self.tr("Period before"))
        self._on = icon_button("calendar.next", after, self.tr("Period after"))
        today = command_button("go.today")
        today.setText(self.tr("Today"))
        show_icon(today, "sun")
        next_free = command_button("booking.next_free")
        new = theme.as_primary(command_button("booking.new"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for identifier, button in (
            ("go.previous", self._back),
            ("go.next", self._on),
            ("go.today", today),
            ("booking.next_free", next_free),
            ("booking.new", new),
        ):
            button.clicked.connect(partial(self._on_pressed, identifier))
        for widget in (self._back, self._on, today):
            layout.addWidget(widget)
        layout.addWidget(self.heading, 1)
        layout.addWidget(next_free)
        layout.addWidget(new)

    def show_period(self, period: Period) -> None:
        """Say which dates are shown."""
        self.heading.setText(period.title())
        self.heading.setToolTip(period.title())

    def _on_pressed(self, identifier: str, _checked: bool = False) -> None:
        self.wished.emit(identifier)


class ViewSwitch(QWidget):
    """The five views, and what goes with them: a whole week, and what has been cancelled."""

    wished = Signal(str)  # the id of a command

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.week = self._toggle("calendar.whole_week")
        self.cancelled = self._toggle("calendar.cancelled")
        self.cancelled.setText(self.tr("Cancelled"))
        self._group = QButtonGroup(self)
        self._buttons: dict[View, QToolButton] = {}
        layout.addWidget(self.week)
        layout.addWidget(self.cancelled)
        layout.addSpacing(8)
        for view in View:
            button = self._toggle(f"calendar.{view.value}")
            self._group.addButton(button)
            self._buttons[view] = button
            layout.addWidget(button)

    def show_state(self, period: Period, *, cancelled: bool) -> None:
        """Mark what is shown."""
        self._buttons[period.view].setChecked(True)
        self.week.setVisible(period.view in EITHER)
        self.week.setChecked(period.whole_week)
        self.cancelled.setVisible(period.view is not View.MONTH)
        self.cancelled.setChecked(cancelled)

    def _toggle(self, identifier: str) -> QToolButton:
        command = actions.command(identifier)
        button = named(QToolButton(), f"{identifier}.button", command.title)
        button.setText(command.title)
        button.setCheckable(True)
        button.setToolTip(f"{command.title} ({command.key})" if command.key else command.title)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._on_pressed, identifier))
        return button

    def _on_pressed(self, identifier: str, _checked: bool = False) -> None:
        self.wished.emit(identifier)
