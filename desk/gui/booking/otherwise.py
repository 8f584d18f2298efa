"""What is said when a place cannot be had: why, and the next free ones, one key each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk.domain.wish import Free
from desk.gui.banner import Banner
from desk.gui.booking import words
from desk.gui.booking.enter_button import EnterButton
from desk.gui.booking.facts import Facts
from desk.gui.naming import named

MOST = 3


class Otherwise(Banner):
    """A band with a button for each of the next free times; Enter takes the first.

    `reason` is for booking the place all the same; it is there only where that can be done.
    """

    chosen = Signal(object)  # Free

    def __init__(self, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__("booking.otherwise", parent=parent)
        self._facts = facts
        self._free: Sequence[Free] = ()
        self.reason = named(
            QLineEdit(), "booking.anyway", self.tr("Reason for booking it all the same")
        )
        self.reason.setPlaceholderText(self.tr("To book it all the same, give a reason"))
        self.buttons = [self._button(number) for number in range(MOST)]
        inner = QVBoxLayout()
        inner.setSpacing(6)
        for button in self.buttons:
            inner.addWidget(button)
        inner.addWidget(self.reason)
        self.row.addLayout(inner)

    @property
    def anyway(self) -> str:
        """The reason that was given; nothing while the band is not there."""
        return "" if self.isHidden() else self.reason.text().strip()

    def offer(self, why: str, free: Sequence[Free]) -> None:
        """Say why, and offer what is free instead; the keyboard goes to the first of them."""
        self._free = tuple(free[:MOST])
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(self._free))
            if number < len(self._free):
                self._label(button, number)
        self.say(why, "full")
        (self.buttons[0] if self._free else self.reason).setFocus()

    def clear(self) -> None:
        super().clear()
        self._free = ()

    def _label(self, button: QPushButton, number: int) -> None:
        free = self._free[number]
        when = f"{words.day(free.span.start, self._facts)} {words.hours(free.span, self._facts)}"
        said = self.tr("{when} with {provider}").format(
            when=when, provider=self._facts.provider(free.resource_id)
        )
        button.setText(f"{number + 1}   {said}".replace("&", "&&"))
        button.setAccessibleName(self.tr("Book {when} instead").format(when=said))

    def _button(self, number: int) -> QPushButton:
        name = self.tr("Another time, {n}").format(n=number + 1)
        button = named(EnterButton(""), f"booking.instead.{number + 1}", name)
        button.setStyleSheet("text-align: left;")
        button.clicked.connect(partial(self._choose, number))
        key = QShortcut(QKeySequence(str(number + 1)), self)
        key.activated.connect(partial(self._choose, number))
        return button

    def _choose(self, number: int, _checked: bool = False) -> None:
        if number < len(self._free):
            self.chosen.emit(self._free[number])
