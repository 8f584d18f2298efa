"""Withdrawing a slot of a series: only that one, it and those after it, or all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QRadioButton, QVBoxLayout, QWidget

from desk.domain.availability import Availability
from desk.domain.errors import DeskError
from desk.domain.scope import Scope
from desk.gui import theme
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.gui.naming import named
from desk.gui.slots import words
from desk.services import availabilities, provider_slots

if TYPE_CHECKING:
    from desk.store.database import Write

WIDTH = 460


class SeriesDialog(ActingDialog):
    """Asks once. What somebody is booked on stays, whatever is chosen."""

    def __init__(
        self, client: Client, known: Availability, who: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(client, "slots.series", "", parent)
        self.setWindowTitle(self.tr("Withdraw a slot of a series"))
        self._known = known
        self._what = f"{who}, {words.when(known.span, client.zone)}"
        self.choices = {
            Scope.THIS: QRadioButton(self.tr("Only &that slot")),
            Scope.FOLLOWING: QRadioButton(self.tr("That slot and &all after it")),
            Scope.ALL: QRadioButton(self.tr("The who&le series")),
        }
        choices = QVBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(theme.as_role(QLabel(self._what), "strong"))
        for scope, button in self.choices.items():
            named(button, f"slots.series.{scope.value}", button.text().replace("&", ""))
            choices.addWidget(button)
        note = self.tr("What somebody is booked on stays.")
        choices.addWidget(theme.as_role(QLabel(note), "muted"))
        self.area.hide()
        self.body.insertLayout(1, choices)
        self.dismiss(self.tr("Back"))
        self.confirm(self.tr("Withdraw"))
        self.choices[Scope.THIS].setChecked(True)
        self.fit(WIDTH)
        self.choices[Scope.THIS].setFocus()

    def concerns(self) -> Mapping[str, Any]:
        return {"known": self._known.id, "version": self._known.version}

    def accept(self) -> None:
        scope = next(each for each, button in self.choices.items() if button.isChecked())
        said = {
            Scope.THIS: self.tr("Withdraw {what}"),
            Scope.FOLLOWING: self.tr("Withdraw {what} and all after it"),
            Scope.ALL: self.tr("Withdraw the series of {what}"),
        }[scope]
        name = said.format(what=self._what)
        if self.carry_out(name, _withdraw, self._known, scope) is not None:
            super().accept()


def _withdraw(tx: Write, known: Availability, scope: Scope) -> bool:
    if scope is Scope.THIS:
        [outcome] = availabilities.withdraw_all(tx, known.resource_id or 0, [known.id])
        if isinstance(outcome, DeskError):
            raise outcome
    else:
        provider_slots.withdraw_series(tx, known.id, whole=scope is Scope.ALL)
    return True
