"""For how long each kind is kept: chosen in rows, each of which says what that would forget now."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSpinBox, QWidget

from desk.domain.privacy import USUAL_DAYS, Due, Kept
from desk.gui import theme
from desk.gui.naming import named
from desk.gui.safety.privacy import words
from desk.services import retention
from desk.services.retention_settings import LONGEST

if TYPE_CHECKING:
    from desk.gui.client import Client


class Periods(QWidget):
    """Nothing is chosen for the house before `chosen()` is kept."""

    edited = Signal()

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client
        self.checks: dict[Kept, QCheckBox] = {}
        self.days: dict[Kept, QSpinBox] = {}
        self.due: dict[Kept, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(2, 1)
        for row, kind in enumerate(Kept):
            self._add(row, kind)

    def chosen(self) -> dict[Kept, int | None]:
        """What the rows say: after how many days, or never."""
        return {
            kind: self.days[kind].value() if self.checks[kind].isChecked() else None
            for kind in Kept
        }

    def show_periods(self, periods: Mapping[Kept, int | None]) -> None:
        """Let the rows say what the house has chosen."""
        for kind, days in periods.items():
            with QSignalBlocker(self.checks[kind]), QSignalBlocker(self.days[kind]):
                self.checks[kind].setChecked(days is not None)
                if days is not None:
                    self.days[kind].setValue(days)
        self.preview()

    def preview(self) -> list[Due]:
        """Look again what each row would forget now."""
        return [self._look(kind) for kind in Kept]

    def _add(self, row: int, kind: Kept) -> None:
        name = words.kind(kind)
        check = named(QCheckBox(name), f"safety.privacy.{kind}", name)
        days = theme.with_margin(QSpinBox(minimum=1, maximum=LONGEST, value=USUAL_DAYS))
        days.setSuffix(self.tr(" days"))
        days.setPrefix(self.tr("after "))
        days.setKeyboardTracking(False)
        spoken = self.tr("{what}: after how many days").format(what=name)
        named(days, f"safety.privacy.{kind}.days", spoken)
        due = theme.as_role(named(QLabel(), f"safety.privacy.{kind}.due", ""), "muted")
        self.checks[kind], self.days[kind], self.due[kind] = check, days, due
        for column, widget in enumerate((check, days, due)):
            self._grid.addWidget(widget, row, column)
        check.toggled.connect(partial(self._on_edited, kind))
        days.valueChanged.connect(partial(self._on_edited, kind))

    def _look(self, kind: Kept) -> Due:
        days = self.chosen()[kind]
        self.days[kind].setEnabled(days is not None)
        due = self._client.ask(retention.preview, kind, days)
        self.due[kind].setText(words.due(due, self._client.zone))
        return due

    def _on_edited(self, kind: Kept, _value: object) -> None:
        self._look(kind)
        self.edited.emit()
