"""A field for a time zone: type any part of its name, or choose it from the list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import Qt, QTimeZone
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from desk.domain.zone import zones

SHOWN = 12


class ZoneBox(QComboBox):
    """The IANA zones; holds this computer's own until another is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        for line in self.findChildren(QLineEdit):
            line.setAccessibleName(self.tr("Time zone"))
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(SHOWN)
        self.addItems(names())
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(SHOWN)
        self.setCompleter(completer)
        self.show_zone(bytes(QTimeZone.systemTimeZoneId().data()).decode())

    def zone(self) -> str:
        """The name as it stands in the field, with blanks read as underscores."""
        typed = self.currentText().strip().replace(" ", "_")
        same = (name for name in names() if name.lower() == typed.lower())
        return next(same, typed)

    def show_zone(self, name: str) -> None:
        """Put a zone into the field."""
        self.setCurrentText(name)


@cache
def names() -> Sequence[str]:
    """The zones people know, by name; the old short ones and the arithmetical ones come last.

    They are sorted once, as the field is asked at every letter that is typed.
    """
    return tuple(
        sorted(zones(), key=lambda name: ("/" not in name or name.startswith("Etc/"), name))
    )
