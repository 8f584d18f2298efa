"""Everything that is known of the chosen entry, beside the list, and what happened to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desk.domain.change import JournalEntry
from desk.domain.visitor import Standing, VisitorEntry
from desk.gui import actions, discretion, format, theme
from desk.gui.buttons import CommandButton, show_icon
from desk.gui.client import Client, Shown
from desk.gui.naming import named
from desk.gui.visitors import history
from desk.services import journal

if TYPE_CHECKING:
    from desk.store.database import Read

WIDTH = 320
MOST_CHANGES = 20
# The buttons, in lines: what the party is waiting for, what the desk may have to put right, and
# what the law asks for.
LINES = (
    ("visitor.admit", "visitor.check_out_selected", "visitor.restore"),
    ("list.edit", "list.remove"),
    ("visitor.hold", "visitor.erase"),
)
MEANT = {  # by what is done to lists in general: what that is here
    "list.new": "visitor.check_in",
    "list.edit": "visitor.check_in",
    "list.remove": "visitor.restore",
}


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to an entry, and the date it is now."""

    changes: Sequence[JournalEntry]
    now: datetime
    today: dt.date


class DetailsPanel(QScrollArea):
    """The chosen entry; of several only how many they are."""

    wished = Signal(str)  # the id of the command for a button that was pressed

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "visitors.details", self.tr("Details"))
        self._client = client
        self.chip = QLabel()
        self.heading = theme.as_role(QLabel(), "heading")
        self.heading.setWordWrap(True)
        self.host = theme.as_role(QLabel(), "muted")
        self.host.setWordWrap(True)
        self._grid = QFormLayout()
        self.values = {name: self._row(caption) for name, caption in self._captions().items()}
        self.story = QLabel()
        self._story_heading = theme.as_role(QLabel(self.tr("What happened")), "strong")
        self.buttons = {each: self._button(each) for line in LINES for each in line}
        self._lay_out()
        self.show_entries([], 0)

    def show_entries(self, entries: Sequence[VisitorEntry], number: int) -> None:
        """Show this entry; or how many they are, and what can be done with them."""
        one = entries[0] if len(entries) == 1 else None
        self._offer(entries)
        self.chip.setVisible(one is not None)
        for label in (self.host, self.story, self._story_heading):
            label.setVisible(one is not None)
        if one is not None:
            self._show(one)
            return
        self._show_values({})
        if entries:
            words = self.tr("{count} entries are chosen")
            self.heading.setText(words.format(count=format.count(number)))
        else:
            self.heading.setText(self.tr("No entry is chosen"))

    def _show(self, entry: VisitorEntry) -> None:
        story = self._client.ask(_story, entry.id)
        self._client.shown.emit(Shown("visitor_entry", entry.id, self))
        zone, today = self._client.zone, story.today
        self.heading.setText(discretion.name(entry.visitor))
        host = " · ".join(filter(None, (discretion.name(entry.resident_name), entry.resident_unit)))
        self.host.setText(self.tr("to {host}").format(host=host))
        self._show_standing(entry)
        self._show_values(self._said(entry, story))
        self.story.setText(
            "\n".join(
                f"{format.moment(change.at, zone, today)}  {change.actor}: {history.words(change)}"
                for change in story.changes[:MOST_CHANGES]
            )
        )

    def _said(self, entry: VisitorEntry, story: Story) -> dict[str, str]:
        """What stands beside each caption; nothing for what is not known."""
        zone, today = self._client.zone, story.today

        def moment(when: datetime | None) -> str:
            return format.moment(when, zone, today) if when else ""

        arrived = moment(entry.arrived_at)
        if entry.arrived_at and entry.whole_day:
            arrived = format.date(entry.arrived_at.astimezone(zone).date())
        left = moment(entry.departed_at)
        if left and not entry.seen_leaving:
            left = self.tr("{time}, by the desk, not seen leaving").format(time=left)
        return {
            "people": format.count(entry.people),
            "companions": "\n".join(discretion.names(entry.companions)),
            "purpose": discretion.text(entry.subject, entry.visitor, entry.resident_name),
            "vehicle": " · ".join(
                filter(None, (discretion.plate(entry.license_plate), entry.vehicle_color))
            ),
            "badge": entry.badge or "",
            "expected": moment(entry.expected_at),
            "arrived": arrived,
            "left": left,
            "inside": format.length(entry.inside_for(story.now)) if entry.arrived_at else "",
            "note": discretion.note(entry.note),
        }

    def _show_values(self, said: dict[str, str]) -> None:
        for name, label in self.values.items():
            label.setText(said.get(name, ""))
            self._grid.setRowVisible(label, bool(said.get(name)))

    def _show_standing(self, entry: VisitorEntry) -> None:
        words = {
            Standing.EXPECTED: self.tr("Expected"),
            Standing.INSIDE: self.tr("Inside"),
            Standing.LEFT: self.tr("Left"),
        }
        text = self.tr("In the bin") if entry.removed_at else words[entry.standing]
        self.chip.setText(text)
        theme.as_state(self.chip, "left" if entry.removed_at else entry.standing.value)

    def _offer(self, entries: Sequence[VisitorEntry]) -> None:
        """Show the buttons that make sense for all of them."""
        removed = any(entry.removed_at for entry in entries)
        standings = {entry.standing for entry in entries if not entry.removed_at}
        offered = {
            "visitor.admit": len(entries) == 1 and standings == {Standing.EXPECTED},
            "visitor.check_out_selected": standings == {Standing.INSIDE} and not removed,
            "list.edit": len(entries) == 1 and not removed,
            "list.remove": bool(entries) and not removed,
            "visitor.restore": removed and not standings,
            "visitor.hold": len(entries) == 1,
            "visitor.erase": bool(entries) and Standing.INSIDE not in standings,
        }
        for identifier, button in self.buttons.items():
            button.setVisible(offered[identifier])

    def _row(self, caption: str) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addRow(theme.as_role(QLabel(caption), "muted"), label)
        return label

    def _captions(self) -> dict[str, str]:
        return {
            "people": self.tr("People"),
            "companions": self.tr("With"),
            "purpose": self.tr("Purpose"),
            "vehicle": self.tr("Vehicle"),
            "badge": self.tr("Badge"),
            "expected": self.tr("Expected"),
            "arrived": self.tr("Arrived"),
            "left": self.tr("Left"),
            "inside": self.tr("Inside for"),
            "note": self.tr("Note"),
        }

    def _button(self, identifier: str) -> QPushButton:
        command = actions.command(identifier)
        words = {
            "visitor.admit": self.tr("Check in"),
            "visitor.check_out_selected": self.tr("Check out"),
            "list.edit": self.tr("Edit"),
            "list.remove": self.tr("Remove"),
            "visitor.restore": self.tr("Take out of the bin"),
            "visitor.hold": self.tr("Hold…"),
            "visitor.erase": self.tr("Erase…"),
        }[identifier]
        button = CommandButton(words, MEANT.get(identifier, identifier))
        named(button, f"visitors.details.{identifier}", words)
        show_icon(button, command.icon or "pencil")
        button.setToolTip(f"{command.title} ({command.key})" if command.key else command.title)
        button.clicked.connect(lambda: self.wished.emit(identifier))
        return button

    def _lay_out(self) -> None:
        inner = theme.as_panel(QFrame())
        deeds = QVBoxLayout()
        deeds.setSpacing(8)
        for line in LINES:
            row = QHBoxLayout()
            row.setSpacing(8)
            for identifier in line:
                row.addWidget(self.buttons[identifier])
            row.addStretch(1)
            deeds.addLayout(row)
        top = QHBoxLayout()
        top.addWidget(self.chip)
        top.addStretch(1)
        self.story.setWordWrap(True)
        self._grid.setHorizontalSpacing(16)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.heading)
        column.addWidget(self.host)
        column.addSpacing(8)
        column.addLayout(deeds)
        column.addSpacing(8)
        column.addLayout(self._grid)
        column.addSpacing(16)
        column.addWidget(self._story_heading)
        column.addWidget(self.story)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(WIDTH)


def _story(tx: Read, entry_id: int) -> Story:
    return Story(journal.of(tx, "visitor_entry", entry_id), tx.now, tx.today)
