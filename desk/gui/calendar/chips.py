"""Whose time is shown: everybody's, a team's, one provider's; one key each, or a few letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desk.domain.directory import Resource
from desk.gui.client import Client
from desk.gui.naming import named
from desk.gui.provider_field import ProviderField
from desk.gui.suggestions import Suggestion

WITH_KEY = 9
MOST = 24
LETTERS = 16  # of a name on a chip
FIELD_LETTERS = 22


@dataclass(frozen=True, slots=True)
class Choice:
    """A chip: its name, and the ids of whom it shows; none for everybody."""

    name: str
    resources: frozenset[int] | None


class Chips(QWidget):
    """A row of chips, as many as there is room for, and a line that finds the others."""

    chosen = Signal(object)  # frozenset[int], or None for everybody
    left = Signal()  # the keyboard should go back to the calendar

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: frozenset[int] | None = None
        self._choices: list[Choice] = []
        self._buttons: list[QToolButton] = []
        self.field = ProviderField(client, parent=self)
        named(self.field, "calendar.provider", self.tr("Show provider"))
        self.field.setPlaceholderText(self.tr("Show provider…"))
        self.field.setMaximumWidth(self.fontMetrics().averageCharWidth() * FIELD_LETTERS)
        self.field.picked.connect(self._on_picked)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addWidget(self.field)
        self._layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for number in range(1, WITH_KEY + 1):
            key = QShortcut(QKeySequence(f"Alt+{number}"), self)
            key.setContext(Qt.ShortcutContext.WindowShortcut)
            key.activated.connect(lambda n=number: self.choose(n))

    def show_resources(self, resources: Sequence[Resource]) -> None:
        """Have chips for these, their teams first."""
        teams = sorted({each.team for each in resources if each.team})
        choices = [Choice(self.tr("All"), None)]
        choices += [
            Choice(team, frozenset(each.id for each in resources if each.team == team))
            for team in teams
        ]
        choices += [Choice(each.name, frozenset({each.id})) for each in resources[:MOST]]
        if choices == self._choices:
            return
        self._choices = choices
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.deleteLater()
        self._buttons = [self._chip(number) for number in range(len(choices))]
        for number, button in enumerate(self._buttons):
            self._layout.insertWidget(number, button)
        self._mark()

    def choose(self, number: int) -> None:
        """Show whom that chip stands for; 0 is everybody."""
        if number < len(self._choices):
            self.show_only(self._choices[number].resources)

    def show_only(self, resources: frozenset[int] | None) -> None:
        """Show these, or everybody."""
        self.shown = resources
        self._mark()
        self.chosen.emit(resources)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, super().minimumSizeHint().height())

    def _chip(self, number: int) -> QToolButton:
        choice = self._choices[number]
        button = named(QToolButton(self), f"calendar.chip.{number}", choice.name)
        room = self.fontMetrics().averageCharWidth() * LETTERS
        button.setText(
            self.fontMetrics().elidedText(choice.name, Qt.TextElideMode.ElideRight, room)
        )
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key = f" (Alt+{number})" if number <= WITH_KEY else ""
        button.setToolTip(f"{choice.name}{key}")
        button.clicked.connect(lambda _checked=False, n=number: self._on_clicked(n))
        return button

    def _on_clicked(self, number: int) -> None:
        """A click shows only these; with Ctrl these come to the others, or go."""
        wanted = self._choices[number].resources
        held = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        if held and wanted is not None and self.shown is not None:
            together = self.shown - wanted if wanted <= self.shown else self.shown | wanted
            self.show_only(together or None)
        else:
            self.show_only(wanted)

    def _on_picked(self, suggestion: Suggestion) -> None:
        if isinstance(suggestion.value, Resource):
            self.show_only(frozenset({suggestion.value.id}))
            self.field.clear()
            self.field.forget()
            self.left.emit()

    def _mark(self) -> None:
        for choice, button in zip(self._choices, self._buttons, strict=True):
            button.setChecked(choice.resources == self.shown)
        self._fit()

    def _fit(self) -> None:
        """Hide the chips for which there is no room; one that is pressed always has some."""
        needed = [button.sizeHint().width() + self._layout.spacing() for button in self._buttons]
        pressed = [button.isChecked() for button in self._buttons]
        room = self.width() - self.field.maximumWidth() - self._layout.spacing()
        room -= sum(width for width, down in zip(needed, pressed, strict=True) if down)
        for button, width, down in zip(self._buttons, needed, pressed, strict=True):
            button.setVisible(down or width <= room)
            if not down:
                room = room - width if width <= room else 0
