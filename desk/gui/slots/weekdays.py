"""The days of a week as seven buttons, of which any may be down.

For the keyboard they are one field: the arrows go from day to day, Space puts one down or up, and
so do the figures 1 to 7, counted from the day on which this user's week begins.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desk.gui.naming import named
from desk.gui.slots import repetition

STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class Weekdays(QWidget):
    """Which days of the week are meant; Monday is 0."""

    changed = Signal()

    def __init__(self, identifier: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, identifier, self.tr("Days of the week"))
        self.order = [(repetition.first_weekday() + n) % 7 for n in range(7)]
        self.buttons = {day: self._button(number, day) for number, day in enumerate(self.order, 1)}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for day in self.order:
            layout.addWidget(self.buttons[day])
        layout.addStretch(1)
        self.setFocusProxy(self.buttons[self.order[0]])

    def chosen(self) -> frozenset[int]:
        """The days that are down."""
        return frozenset(day for day, button in self.buttons.items() if button.isChecked())

    def choose(self, days: Collection[int]) -> None:
        """Put exactly these days down."""
        for day, button in self.buttons.items():
            button.setChecked(day in days)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        number = event.text()
        if number.isdecimal() and number.isascii() and 1 <= int(number) <= 7:
            self.buttons[self.order[int(number) - 1]].click()
            return True
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            return super().eventFilter(watched, event)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        shown = [self.buttons[day] for day in self.order]
        at = next((n for n, button in enumerate(shown) if button is watched), 0)
        shown[(at + step) % 7].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _button(self, number: int, day: int) -> QToolButton:
        code = repetition.CODES[day].lower()
        name = repetition.day_name(day, long=True)
        made = named(QToolButton(), f"{self.objectName()}.{code}", name)
        made.setText(repetition.day_name(day))
        made.setToolTip(f"{name} ({number})")
        made.setCheckable(True)
        # The whole week is one stop for Tab.
        policy = Qt.FocusPolicy.StrongFocus if number == 1 else Qt.FocusPolicy.ClickFocus
        made.setFocusPolicy(policy)
        made.installEventFilter(self)
        made.toggled.connect(partial(self._on_toggled, made))
        return made

    def _on_toggled(self, _button: QToolButton, _checked: bool) -> None:
        self.changed.emit()
