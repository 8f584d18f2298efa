"""Another place in the line, for a reason: the journal keeps it against favouritism."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QWidget

from desk.domain.folding import fold
from desk.gui import theme
from desk.gui.acting import ActingDialog
from desk.gui.booking import waiting_words as words
from desk.gui.client import Client
from desk.gui.type_ahead import TextAhead
from desk.services import waiting, waiting_line
from desk.services.waiting_line import Listed

if TYPE_CHECKING:
    from desk.store.database import Read

WIDTH = 460
MOST_REASONS = 6


class ReasonDialog(ActingDialog):
    """Asks why `listed` is to stand just before the entry `before`, or at the end."""

    def __init__(
        self,
        client: Client,
        listed: Listed,
        before: int | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(client, "waiting.reason", "", parent)
        self.setWindowTitle(self.tr("Another place in the line"))
        self._listed = listed
        self._before = before
        self._whom = words.called(listed.entry)
        about = theme.as_role(QLabel(self._about()), "heading")
        about.setWordWrap(True)
        self.body.insertWidget(0, about)
        self.reason = TextAhead(self._reasons)
        self.field("priority_reason", self.tr("&Why?"), self.reason)
        self.dismiss(self.tr("Keep"))
        self.confirm(self.tr("Move"))
        self.fit(WIDTH)
        self.reason.setFocus()

    def concerns(self) -> Mapping[str, Any]:
        return {"entry": self._listed.id, "before": self._before}

    def accept(self) -> None:
        name = self.tr("Move {whom} in the line").format(whom=self._whom)
        reason = self.reason.text().strip()
        done = self.carry_out(name, waiting.reorder, self._listed.id, self._before, reason)
        if done is not None:
            super().accept()

    def _about(self) -> str:
        if self._before is None:
            return self.tr("{whom} stands at the end.").format(whom=self._whom)
        other = self.client.ask(waiting_line.one, self._before)
        said = self.tr("{whom} stands before {other}.")
        return said.format(whom=self._whom, other=words.called(other.entry))

    def _reasons(self, typed: str) -> list[str]:
        known = self.client.ask(_given, self._listed.entry.type_id)
        return [each for each in known if fold(each).startswith(fold(typed))][:MOST_REASONS]


def _given(tx: Read, type_id: int) -> list[str]:
    """Reasons that were given before, for those who wait now."""
    line = waiting_line.waiting_for(tx, type_id)
    return sorted({each.priority_reason for each in line if each.priority_reason})
