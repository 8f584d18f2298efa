"""Writing a provider, a room or a hall down, and changing what is known of one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desk.domain.directory import Resource, full_name
from desk.domain.errors import DeskError, Invalid
from desk.domain.folding import fold
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.gui.type_ahead import TextAhead
from desk.services import directory

WIDTH = 480
SAMPLE = 14  # logical pixels of a patch of colour
# The colours that stand out from each other, in light and in dark, with room for white letters.
COLOURS = ("#2f57c8", "#17693c", "#8a4b00", "#6240b4", "#ac2018", "#0f6b78")


class ProviderDialog(ActingDialog):
    """One provider: a new one, or one to be changed."""

    kept = Signal(object)  # Resource

    def __init__(
        self,
        client: Client,
        provider: Resource | None = None,
        guess: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(client, "slots.provider", "", parent)
        self.setWindowTitle(provider.name if provider else self.tr("New provider"))
        self._provider = provider
        self.first_name = QLineEdit()
        self.last_name = QLineEdit()
        self.email = QLineEdit()
        self.team = TextAhead(self._teams)
        self.colour = QComboBox()
        self.field("first_name", self.tr("&Title and first name"), self.first_name)
        self.field("last_name", self.tr("&Last name, or name of the room"), self.last_name)
        self.field("email", self.tr("&E-mail"), self.email)
        self.field("team", self.tr("Sho&wn with, as a team or floor"), self.team)
        self.field("color", self.tr("&Colour"), self.colour)
        self._offer_colours(provider.color if provider else None)
        self._fill(provider, guess)
        self.dismiss(self.tr("Close"))
        self.confirm(self.tr("Save") if provider else self.tr("Add provider"))
        self.fit(WIDTH)
        self.first_name.setFocus()

    def concerns(self) -> Mapping[str, Any]:
        return {"provider": self._provider.id if self._provider else None}

    def accept(self) -> None:
        first, last = self.first_name.text().strip(), self.last_name.text().strip()
        key = self._provider.key if self._provider else self._free_key(full_name(first, last))
        change = self.tr("Change {name}") if self._provider else self.tr("Add {name}")
        kept = self.carry_out(
            change.format(name=full_name(first, last)),
            directory.put_resource,
            key,
            first,
            last,
            email=self.email.text().strip() or None,
            color=self.colour.currentData() or None,
            team=self.team.text().strip() or None,
        )
        if kept is not None:
            super().accept()
            self.kept.emit(kept)

    def refuse(self, error: DeskError) -> None:
        if isinstance(error, Invalid) and "name" in error.reasons:
            self.show_faults({"last_name": error.reasons["name"]})
        else:
            super().refuse(error)

    def _fill(self, provider: Resource | None, guess: str) -> None:
        if provider is None:
            first, _, last = guess.strip().rpartition(" ")
            self.first_name.setText(first)
            self.last_name.setText(last)
            return
        self.first_name.setText(provider.first_name)
        self.last_name.setText(provider.last_name)
        self.email.setText(provider.email or "")
        self.team.setText(provider.team or "")
        self.colour.setCurrentIndex(max(self.colour.findData(provider.color or ""), 0))

    def _offer_colours(self, own: str | None) -> None:
        names = colour_names()
        self.colour.addItem(self.tr("None of its own"), "")
        for code, name in names.items():
            self.colour.addItem(patch(code), name, code)
        if own and own not in names:
            self.colour.addItem(patch(own), self.tr("As it is"), own)

    def _teams(self, typed: str) -> list[str]:
        known = {each.team for each in self.client.ask(directory.resources) if each.team}
        return sorted(team for team in known if fold(team).startswith(fold(typed)))

    def _free_key(self, name: str) -> str:
        """A short name of the house for it, made of its letters."""
        plain = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40] or "provider"
        taken = {each.key for each in self.client.ask(directory.resources)}
        number = 1
        while f"{plain}-{number}" in taken:
            number += 1
        return plain if plain not in taken else f"{plain}-{number}"


def colour_names() -> dict[str, str]:
    """The colours that are offered, by their code."""
    translate = QCoreApplication.translate
    names = (
        translate("Providers", "Blue"),
        translate("Providers", "Green"),
        translate("Providers", "Brown"),
        translate("Providers", "Violet"),
        translate("Providers", "Red"),
        translate("Providers", "Teal"),
    )
    return dict(zip(COLOURS, names, strict=True))


def patch(code: str) -> QIcon:
    """A patch of a colour."""
    picture = QPixmap(SAMPLE, SAMPLE)
    picture.fill(QColor(code))
    return QIcon(picture)
