"""Letting parties out.

One party goes with Enter. Several at once are asked for a reason first, because the desk has then
usually not seen them go, and the log says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QWidget

from desk.domain.change import Change
from desk.domain.visitor import VisitorEntry
from desk.gui import format, icons, theme
from desk.gui.acting import ActingDialog
from desk.gui.banner import Banner
from desk.gui.client import Client
from desk.gui.naming import named
from desk.gui.visitors.inside import InsideList
from desk.services import visitors

SIZE = QSize(880, 540)
ROOM = QSize(20, 60)  # logical pixels of a small screen that are left to the window's frame


class CheckOutDialog(ActingDialog):
    """Everybody inside, the ids of `chosen` marked to begin with."""

    def __init__(
        self, client: Client, chosen: Sequence[int] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(client, "check_out", "", parent)
        self.setWindowTitle(self.tr("Check out"))
        self.list = InsideList(client)
        self.several = Banner("check_out.several")
        self.reason = named(QLineEdit(), "check_out.reason", self.tr("Reason"))
        self.reason.setText(self.tr("End of day"))
        self.seen = named(
            QCheckBox(self.tr("&Seen leaving")), "check_out.seen", self.tr("Seen leaving")
        )
        self.left_behind = named(QPushButton(), "check_out.left_behind", "")
        self._lay_out()
        self.list.opened.connect(self.accept)
        self.list.marked.connect(self._on_marked)
        self.list.narrowed.connect(self._on_marked)
        self.left_behind.clicked.connect(self._choose_left_behind)
        client.changed.connect(self._on_changed)
        self.list.choose(chosen)
        self._on_marked()
        self.list.setFocus()

    def concerns(self) -> Mapping[str, Any]:
        return {"marked": [entry.id for entry in self.list.chosen()]}

    def accept(self) -> None:
        chosen = self.list.chosen()
        if len(chosen) == 1:
            self._check_out(chosen, seen_leaving=True, reason="")
        elif chosen and not self.several.said:
            self._ask_reason()
        elif chosen and not self.reason.text().strip():
            theme.styled(self.reason, "fault", "true")
            self.reason.setFocus()
        elif chosen:
            self._check_out(
                chosen, seen_leaving=self.seen.isChecked(), reason=self.reason.text().strip()
            )

    def edited(self) -> bool:
        return False  # a few letters to find somebody are nothing to lose

    def _check_out(
        self, chosen: Sequence[VisitorEntry], *, seen_leaving: bool, reason: str
    ) -> None:
        if len(chosen) == 1:
            name = self.tr("Check out {visitor}").format(visitor=chosen[0].visitor)
        else:
            name = self.tr("Check out {count} parties").format(count=format.count(len(chosen)))
        ids = [entry.id for entry in chosen]
        if self.carry_out(name, visitors.depart, ids, seen_leaving=seen_leaving, reason=reason):
            super().accept()

    def _ask_reason(self) -> None:
        self._say_several()
        self.reason.setFocus()
        self.reason.selectAll()

    def _say_several(self) -> None:
        chosen = self.list.chosen()
        people = sum(entry.people for entry in chosen)
        words = self.tr("{parties} parties with {people} people will be checked out. Why?")
        self.several.say(
            words.format(parties=format.count(len(chosen)), people=format.count(people)), "warning"
        )

    def _choose_left_behind(self) -> None:
        """Mark those who came before today and ask for the reason at once."""
        behind = [entry.id for entry in self.list.left_behind()]
        self.list.filter.clear()
        self.list.choose(behind)
        self.accept()

    def _on_marked(self) -> None:
        chosen = self.list.chosen()
        self.confirm_button.setEnabled(bool(chosen))
        if self.several.said and len(chosen) > 1:
            self._say_several()
        else:
            self.several.clear()
        behind = format.count(len(self.list.left_behind()))
        self.left_behind.setVisible(bool(self.list.left_behind()))
        self.left_behind.setText(self.tr("All left &behind: {count}").format(count=behind))
        self.left_behind.setAccessibleName(self.tr("All left behind: {count}").format(count=behind))

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if self.isVisible() and any(change.kind == "visitor_entry" for change in changes):
            self.list.refresh()

    def _lay_out(self) -> None:
        self.several.row.addWidget(self.reason, 1)
        self.several.row.addWidget(self.seen)
        self.left_behind.setIcon(icons.icon("history"))
        self.left_behind.setAutoDefault(False)
        self.left_behind.setToolTip(self.tr("Everybody who came before today"))
        self.area.hide()
        self.body.insertWidget(1, self.list, 1)
        self.body.insertWidget(2, self.several)
        self.dismiss(self.tr("Close"))
        self.confirm_button = self.confirm(self.tr("Check out"))
        box = self.buttons
        box.addButton(self.left_behind, box.ButtonRole.ResetRole)
        self.resize(SIZE.boundedTo(self.screen().availableSize() - ROOM))
