"""Putting an entry of the log right, its times included.

When somebody else has changed it meanwhile, their changes are brought in, what was typed here is
kept, and where both wrote something both can be seen before it is saved again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from desk.domain.errors import DeskError, Stale
from desk.domain.visitor import VisitorEntry
from desk.gui import discretion, messages
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.gui.contents import content
from desk.gui.visitors.party_fields import PartyFields
from desk.gui.visitors.times_fields import Faults, TimesFields
from desk.services import reception, visitor_log

WIDTH = 620


class EntryDialog(ActingDialog):
    """Amends an entry. `entry` is how it stood when the dialog last looked."""

    def __init__(self, client: Client, entry: VisitorEntry, parent: QWidget | None = None) -> None:
        super().__init__(client, "entry", "", parent)
        self.setWindowTitle(
            self.tr("Entry of {visitor}").format(visitor=discretion.name(entry.visitor))
        )
        self.entry = entry
        self.fields = PartyFields(self, client)
        self.badge = QLineEdit()
        self.times = TimesFields(self, client)
        self._lay_out()
        self._widgets = self._every_field()
        for name in self._widgets:
            self._write(name, entry)
        self.times.seen.setChecked(entry.seen_leaving)
        self.dismiss(self.tr("Close"))
        self.confirm(self.tr("Save"))
        self.fit(WIDTH)
        self.fields.visitor.setFocus()

    def concerns(self) -> Mapping[str, Any]:
        return {"entry": self.entry.id, "version": self.entry.version}

    def accept(self) -> None:
        if not self.edited():
            super().accept()
            return
        faults = self.fields.host_fault()
        times = self.times.times(self.entry, faults)
        if faults:
            self.show_faults(faults)
            return
        saved = self.carry_out(
            self.tr("Change the entry of {visitor}").format(visitor=self.entry.visitor),
            reception.amend,
            self.entry.id,
            self.fields.guests(self.badge.text()),
            times,
            seen=self.entry.version,
        )
        if saved is not None:
            self.entry = saved
            super().accept()

    def refuse(self, error: DeskError) -> None:
        if isinstance(error, Stale):
            self._bring_in(self.client.ask(visitor_log.one, self.entry.id), error)
        else:
            super().refuse(error)

    def _bring_in(self, latest: VisitorEntry, error: Stale) -> None:
        """Show what somebody else has saved, without touching what was typed here."""
        both: Faults = {}
        for name, widget in self._widgets.items():
            before, theirs = self._written(name, self.entry), self._written(name, latest)
            mine = str(content(widget))
            if mine == before:
                self._write(name, latest)
            elif theirs not in (before, mine):
                words = self.tr("somebody else has written “{text}” here")
                both[name] = [words.format(text=theirs or self.tr("nothing"))]
        if self.times.seen.isChecked() == self.entry.seen_leaving:
            self.times.seen.setChecked(latest.seen_leaving)
        self.entry = latest
        self.show_faults(both)
        self.notice.say(
            self.tr(
                "{who} has changed this entry meanwhile. Their changes are shown here, and"
                " what you typed was kept; nothing is saved yet. Save again if it is right now."
            ).format(who=messages.changer(error, self.client.zone)),
            "warning",
        )

    def _lay_out(self) -> None:
        self.fields.ask_who()
        self.fields.ask_what()
        self.field("badge", self.tr("&Badge"), self.badge)
        self.times.ask(self)

    def _every_field(self) -> dict[str, QWidget]:
        fields = self.fields
        return {
            "visitor": fields.visitor,
            "resident": fields.host,
            "companions": fields.companions,
            "people": fields.people,
            "subject": fields.subject,
            "license_plate": fields.plate,
            "vehicle_color": fields.colour,
            "note": fields.note,
            "badge": self.badge,
            **self.times.fields,
        }

    def _written(self, name: str, entry: VisitorEntry) -> str:
        """What stands in a field for this entry."""
        if name == "resident":
            return entry.resident_name
        if name in self.times.fields:
            return self.times.written(name, entry)
        value = getattr(entry, name)
        return "\n".join(value) if isinstance(value, tuple) else str(value or "")

    def _write(self, name: str, entry: VisitorEntry) -> None:
        """Let one field show what an entry says."""
        if name == "resident":
            self.fields.host.show_host(entry.resident_id)
        else:
            put_text(self._widgets[name], self._written(name, entry))


def put_text(widget: QWidget, text: str) -> None:
    """Write into any field of the form."""
    match widget:
        case QSpinBox():
            widget.setValue(int(text))
        case QPlainTextEdit():
            widget.setPlainText(text)
        case QLineEdit():
            widget.setText(text)
