"""Appointment types as people call them, where what is kept is the type's code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desk.domain.folding import fold
from desk.gui.client import Client
from desk.gui.type_ahead import TextAhead
from desk.services import directory

if TYPE_CHECKING:
    from desk.store.database import Read


class TypeNames(dict[str, str]):
    """What people call each type, by its code."""

    def of(self, code: str | None) -> str:
        """The name of the type; its code where the house does not know it."""
        return self.get(code, code) if code else ""


def names(tx: Read) -> TypeNames:
    """The names of the types of the house."""
    return TypeNames({each.code: each.name for each in directory.appointment_types(tx)})


class TypeField(TextAhead):
    """A line for an appointment type by its name; what the house does not know stays as typed."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(self._beginning, parent)
        self._names = client.ask(names)

    def show_code(self, code: str | None) -> None:
        self.setText(self._names.of(code))

    def code(self) -> str | None:
        """The code of the type that is called so, however that is written; none for nothing."""
        typed = self.text().strip()
        meant = fold(typed)
        by_name = (code for code, name in self._names.items() if fold(name) == meant)
        by_code = (code for code in self._names if fold(code) == meant)
        return next(by_name, next(by_code, typed)) or None

    def _beginning(self, typed: str) -> list[str]:
        return [name for name in self._names.values() if fold(name).startswith(fold(typed))]
