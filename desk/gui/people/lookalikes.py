"""Who may be the same as the person being written down, each with a button to open that one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desk.domain.directory import Person
from desk.gui import theme
from desk.gui.naming import named
from desk.gui.people import words

MOST = 3
DIGITS = 44  # how wide a button may be, in digits


class Lookalikes(QFrame):
    """A warning that is there as long as somebody looks like what is typed."""

    chosen = Signal(object)  # Person

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "people.alike", self.tr("People who look alike"))
        theme.as_panel(self)
        self._found: Sequence[Person] = ()
        warning = theme.as_role(QLabel(self.tr("Known already?")), "warning")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addWidget(warning)
        self.buttons = [self._button(number) for number in range(MOST)]
        for button in self.buttons:
            layout.addWidget(button)
        self.hide()

    @property
    def found(self) -> Sequence[Person]:
        """Who is offered."""
        return self._found

    def offer(self, found: Sequence[Person]) -> None:
        """Offer these people, or go away when there are none."""
        self._found = tuple(found[:MOST])
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(self._found))
            if number < len(self._found):
                person = self._found[number]
                name = self.tr("Looks like {person}").format(person=words.in_full(person))
                shown = self._elided(name)
                button.setText(shown.replace("&", "&&"))
                button.setAccessibleName(self.tr("{name}: open").format(name=name))
                button.setToolTip(self.tr("{name}: open").format(name=name))
        self.setVisible(bool(self._found))

    def _button(self, number: int) -> QPushButton:
        name = self.tr("Looks like somebody, {n}").format(n=number + 1)
        button = named(QPushButton(), f"people.alike.{number + 1}", name)
        button.setAutoDefault(False)
        button.clicked.connect(partial(self._choose, number))
        return button

    def _elided(self, text: str) -> str:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance("0") * DIGITS
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)

    def _choose(self, number: int) -> None:
        self.chosen.emit(self._found[number])
