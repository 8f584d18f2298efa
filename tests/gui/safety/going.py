"""The question whether to go back to a copy, on the screen."""

from __future__ import annotations

from desk.gui.going_back import GoingBackDialog
from desk.gui.safety.backups.part import BackupsPart
from tests.gui.parts import dialog


def go_back(backups: BackupsPart) -> GoingBackDialog:
    """Ask to go back to the copy that is chosen."""
    backups.acts.go_back()
    return dialog(backups, GoingBackDialog)
