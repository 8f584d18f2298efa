"""The editor of open hours: written in words on one side, every slot of it on the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.availability import Availability
from desk.domain.directory import Resource
from desk.domain.errors import DeskError, Invalid
from desk.domain.zone import is_zone
from desk.gui import messages
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.gui.slots import hours as stored
from desk.gui.slots import opening, repetition, words
from desk.gui.slots.hours import Hours
from desk.gui.slots.hours_fields import HoursFields
from desk.gui.slots.looking import Looking
from desk.gui.slots.preview_pane import PreviewPane
from desk.gui.slots.scope_dialog import ScopeDialog
from desk.services import availabilities
from desk.services.previews import Preview

WIDTH, PREVIEW_DIGITS, FORM_DIGITS = 1120, 58, 62
PAUSE_MS = 150  # how long somebody stops typing before the slots are worked out
# Where the domain finds fault with what is written in another field here.
NAMES = {"end": "times", "resource_id": "resource_id"}


class HoursDialog(ActingDialog):
    """Open hours: new ones, or `known` ones to be changed.

    With `singles` every slot becomes one by itself, as document 001 has them; without, one rule is
    kept, unless slots are to be skipped, which a rule cannot say.
    """

    kept = Signal()  # a rule was added or changed
    opened = Signal(object)  # list[Outcome]

    def __init__(
        self,
        client: Client,
        known: Availability | None = None,
        provider: Resource | None = None,
        *,
        singles: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(client, "slots.hours", "", parent)
        self._known = known
        self._singles = singles
        self.fields = HoursFields(client, self, client.wall_clock)
        self.preview = PreviewPane(self._zone)
        self.looking = Looking(client, known.id if known else None, self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lay_out()
        if known is not None:
            self.fields.show_hours(stored.known(known))
        elif provider is not None:
            self.fields.provider.show_provider(provider)
        self._pause.timeout.connect(self._look_soon)
        self.looking.found.connect(self._show)
        self.looking.refused.connect(self._on_refused_look)
        self.fields.changed.connect(self._pause.start)
        self.fields.fit_rows()
        self.look()
        self.fit(WIDTH)
        self.fields.provider.setFocus()
        self.fields.provider.selectAll()

    def concerns(self) -> Mapping[str, Any]:
        known = self._known
        return {
            "known": known.id if known else None,
            "version": known.version if known else 0,
            "singles": self._singles,
        }

    def look(self) -> None:
        """Work out the slots of what is written, as far as it makes sense."""
        try:
            wanted = self.fields.hours()
            preview = self.looking.now(wanted)
        except Invalid as error:
            self._on_refused_look(error)
            return
        self._show(wanted, preview)

    def done(self, result: int) -> None:
        self._pause.stop()
        self.looking.stop()
        super().done(result)

    def accept(self) -> None:
        self._pause.stop()
        self.look()
        try:
            wanted = self.fields.hours()
            self._require_end(wanted)
        except Invalid as error:
            self.notice.clear()
            self.refuse(error)
            return
        if self._known is not None:
            self._amend(self._known, wanted)
        elif self._singles or self.preview.skipping.isChecked():
            self._open_singles(wanted)
        else:
            self._add(wanted)

    def _amend(self, known: Availability, wanted: Hours) -> None:
        """Change known hours, after asking what the change is for and who would be called."""
        try:
            new = wanted.asked()
            self.client.ask(availabilities.require_sense, new)
        except Invalid as error:
            self.refuse(error)
            return
        if known.rule is not None or self.client.ask(availabilities.affected, known.id, new):
            dialog = ScopeDialog(self.client, known, self._who(), wanted, self)
            dialog.finished.connect(dialog.deleteLater)
            dialog.done_with.connect(self._finish)
            dialog.open()
            return
        name = self.tr("Change {what}").format(what=words.open_hours(known, self._who()))
        done = self.carry_out(name, availabilities.amend, known.id, new, seen=known.version)
        if done is not None:
            self._finish()

    def _finish(self) -> None:
        super().accept()
        self.kept.emit()

    def refuse(self, error: DeskError) -> None:
        if isinstance(error, Invalid):
            error = Invalid(**{NAMES.get(name, name): why for name, why in error.reasons.items()})
        super().refuse(error)

    def _add(self, wanted: Hours) -> None:
        try:
            new = wanted.asked()
        except Invalid as error:
            self.refuse(error)
            return
        rule = repetition.in_words(wanted.rule, wanted.begins)
        name = self.tr("Open {who}, {rule}").format(who=self._who(), rule=rule)
        kept = self.carry_out(name, availabilities.add, new)
        if kept is not None:
            self._finish()

    def _open_singles(self, wanted: Hours) -> None:
        rule = repetition.in_words(wanted.rule, wanted.begins)
        name = self.tr("Open slots of {who}, {rule}").format(who=self._who(), rule=rule)
        skip = self.preview.skipping.isChecked()
        outcomes = self.carry_out(name, opening.open_singles, wanted, skip=skip)
        if outcomes is not None:
            super().accept()
            self.opened.emit(outcomes)

    def _look_soon(self) -> None:
        try:
            self.looking.soon(self.fields.hours())
        except Invalid as error:
            self._on_refused_look(error)

    def _show(self, wanted: Hours, preview: Preview) -> None:
        rule = repetition.in_words(wanted.rule, wanted.begins)
        times = words.hours(wanted.span(), self._zone())
        told = f"{rule[:1].upper()}{rule[1:]}, {times}"
        may_skip = self._known is None and not preview.endless
        self.preview.show_preview(preview, told, may_skip=may_skip)

    def _on_refused_look(self, error: DeskError) -> None:
        """Say what keeps the slots from being shown."""
        said = messages.sentence(error, self.client.zone)
        self.preview.wait(self._in_short(error) if isinstance(error, Invalid) else said)

    def _require_end(self, wanted: Hours) -> None:
        single = self._singles and self._known is None
        if single and wanted.rule is not None and wanted.end.open:
            raise Invalid(until=[self.tr("must not be empty: single slots need a last day")])

    def _who(self) -> str:
        return self.fields.provider.text()

    def _zone(self) -> ZoneInfo:
        name = self.fields.zone.zone()
        return ZoneInfo(name) if is_zone(name) else self.client.zone

    def _in_short(self, error: Invalid) -> str:
        """The first thing that keeps the slots from being shown."""
        name, why = next(iter(error.reasons.items()), ("", [""]))
        widget, _ = self._fields.get(NAMES.get(name, name), (None, None))
        called = widget.accessibleName() if widget is not None else name
        return f"{called}: {why[0]}"

    def _lay_out(self) -> None:
        digit = self.fontMetrics().horizontalAdvance("0")
        title = self.tr("Open many single slots") if self._singles else self.tr("Open hours")
        self.setWindowTitle(self.tr("Change open hours") if self._known else title)
        self.body.removeWidget(self.area)
        self.area.setMinimumWidth(digit * FORM_DIGITS)
        self.preview.setMinimumWidth(digit * PREVIEW_DIGITS)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.area)
        row.addWidget(self.preview, 1)
        self.body.insertLayout(1, row, 1)
        self.dismiss(self.tr("Back"))
        self.confirm(self.tr("Save") if self._known else self.tr("Open these hours"))
