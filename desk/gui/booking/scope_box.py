"""Which of a series is meant: this one unless something else is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QWidget

from desk.domain.scope import Scope
from desk.gui.naming import named


class ScopeBox(QWidget):
    """Three choices in a line; it is not there for what is no series."""

    def __init__(self, identifier: str, in_series: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = {
            Scope.THIS: QRadioButton(self.tr("Only t&his one")),
            Scope.FOLLOWING: QRadioButton(self.tr("This and &following")),
            Scope.ALL: QRadioButton(self.tr("&All of the series")),
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        for scope, button in self._choices.items():
            plain = button.text().replace("&", "")
            layout.addWidget(named(button, f"{identifier}.{scope.value}", plain))
        layout.addStretch(1)
        self._choices[Scope.THIS].setChecked(True)
        self.setVisible(in_series)

    @property
    def scope(self) -> Scope:
        """What was chosen."""
        found = (scope for scope, button in self._choices.items() if button.isChecked())
        return next(found, Scope.THIS)

    def choose(self, scope: Scope) -> None:
        self._choices[scope].setChecked(True)
