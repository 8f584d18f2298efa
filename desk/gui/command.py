"""A command of the desk and a menu of them, as the tables of commands write them down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

Keys = Sequence[str | QKeySequence.StandardKey]
Key = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can ask for. `text` is marked for translation; `keys` may be empty."""

    id: str
    text: object
    keys: Keys = ()
    icon: str | None = None
    checkable: bool = False
    context: str = "Actions"

    @property
    def words(self) -> str:
        """The text in the user's language, with its mnemonic."""
        return QCoreApplication.translate(self.context, str(self.text))

    @property
    def title(self) -> str:
        """The text without mnemonic and dots."""
        return self.words.replace("&", "").removesuffix("…")

    @property
    def key(self) -> str:
        """The first of its keys as this system writes it, or nothing."""
        found = self.sequences()
        return found[0].toString(QKeySequence.SequenceFormat.NativeText) if found else ""

    @property
    def spelled(self) -> str:
        """Its keys as this system writes them, without the rare ones of a standard key."""
        keys = (
            QKeySequence(key) if isinstance(key, str) else QKeySequence.keyBindings(key)[0]
            for key in self.keys
        )
        return ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)

    def sequences(self) -> list[QKeySequence]:
        """Every key that calls it, the one shown in menus first."""
        found: list[QKeySequence] = []
        for key in self.keys:
            if isinstance(key, str):
                found.append(QKeySequence(key))
            else:
                found += QKeySequence.keyBindings(key)
        return found


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu of the bar; None stands for a line between commands."""

    id: str
    title: object
    commands: tuple[Command | None, ...]

    @property
    def words(self) -> str:
        return QCoreApplication.translate("Actions", str(self.title))
