"""The notes that speak up when a name or plate is typed: who is not let in, who is welcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QWidget,
)

from desk.domain.change import Change
from desk.domain.visitor import Alert, AlertKind
from desk.gui import discretion, format, icons, state_words
from desk.gui.acting import ActingDialog
from desk.gui.buttons import text_button
from desk.gui.client import Client
from desk.gui.dialog import Dialog
from desk.gui.empty import EmptyState
from desk.gui.explaining import explain, put_under
from desk.gui.list_dialog import ListDialog
from desk.gui.table import Column, TableModel
from desk.gui.table_view import TableView
from desk.gui.when_field import DateField, Unclear
from desk.services import alerts

SIZE = QSize(760, 420)
KEEP = "alert.keep"
WIDTHS = (130, 150, 90, 130)
ICONS = {AlertKind.REFUSE: ("octagon-alert", "full"), AlertKind.WELCOME: ("star", "inside")}


class AlertsDialog(ListDialog):
    """Every note, to be added to, changed and taken down."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__("alerts", "", parent)
        self.setWindowTitle(self.tr("Notes about names and plates"))
        self.client = client
        self.model = TableModel(self._columns(), self)
        self.table = TableView("alerts.list", self.tr("Notes"))
        self.table.setModel(self.model)
        self.empty = EmptyState(
            "alerts.empty",
            self.tr("There are no notes. A note speaks up when its name or plate is typed."),
        )
        self.add_button = text_button("alerts.add", self.tr("&Add…"), "plus", KEEP)
        self.change_button = text_button("alerts.change", self.tr("&Change…"), "pencil", KEEP)
        self.remove_button = text_button("alerts.remove", self.tr("&Remove"), "trash-2", KEEP)
        buttons = (self.add_button, self.change_button, self.remove_button)
        self.frame(self.table, self.empty, buttons, WIDTHS, SIZE)
        for button, act in zip(buttons, (self.add, self.change, self.remove), strict=True):
            button.clicked.connect(act)
        self.table.opened.connect(self.change_button.click)
        self.table.selectionModel().selectionChanged.connect(self._enable)
        client.changed.connect(self._on_changed)
        self.refresh()
        self.table.selectRow(0)
        (self.table if self.model.rowCount() else self.add_button).setFocus()

    def refresh(self) -> None:
        """Ask again what notes there are."""
        self.model.show(self.client.ask(alerts.all))
        self.show_list(bool(self.model.rowCount()))
        self._enable()

    def add(self, _checked: bool = False) -> None:
        self._open(AlertDialog(self.client, None, self))

    def change(self, _index: QModelIndex | bool = False) -> None:
        chosen = self._chosen()
        if chosen:
            self._open(AlertDialog(self.client, chosen[0], self))

    def remove(self, _checked: bool = False) -> None:
        for alert in self._chosen():
            name = self.tr("Remove the note about {who}").format(who=about(alert))
            self.client.do(name, alerts.remove, alert.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self.remove_button.click()
        else:
            super().keyPressEvent(event)

    def _open(self, dialog: Dialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self) -> list[Alert]:
        rows = self.table.selectionModel().selectedRows()
        return [index.data(TableModel.RowRole) for index in rows]

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind == "alert" for change in changes):
            self.refresh()

    def _enable(self) -> None:
        chosen = self._chosen()
        self.change_button.setEnabled(len(chosen) == 1)
        self.remove_button.setEnabled(bool(chosen))

    def _columns(self) -> list[Column[Alert]]:
        return [
            Column(
                self.tr("What to do"),
                lambda alert: state_words.alert(alert.kind),
                icon=lambda alert: icons.state_icon(*ICONS[alert.kind]),
            ),
            Column(self.tr("Name"), lambda alert: discretion.name(alert.name)),
            Column(self.tr("Plate"), lambda alert: discretion.plate(alert.license_plate)),
            Column(
                self.tr("Until"),
                lambda alert: format.date(alert.until) if alert.until else self.tr("For good"),
                sort_key=lambda alert: alert.until or dt.date.max,
            ),
            Column(self.tr("Reason"), lambda alert: discretion.note(alert.reason)),
        ]


class AlertDialog(ActingDialog):
    """One note: a new one, or one to be changed."""

    def __init__(self, client: Client, alert: Alert | None, parent: QWidget | None = None) -> None:
        super().__init__(client, "alert", "", parent)
        self.setWindowTitle(self.tr("Note about a name") if alert else self.tr("New note"))
        self._alert = alert
        self.kind = QComboBox()
        for kind in AlertKind:
            self.kind.addItem(icons.state_icon(*ICONS[kind]), state_words.alert(kind), kind)
        self.name = QLineEdit()
        self.plate = QLineEdit()
        self.reason = QLineEdit()
        self.until = DateField(client.wall_clock)
        self.field("name", self.tr("&Name"), self.name)
        self.field("license_plate", self.tr("Or number p&late"), self.plate)
        self.field("kind", self.tr("&What to do"), self.kind)
        self.field("reason", self.tr("&Reason, as it will be shown"), self.reason)
        self.field("until", self.tr("&Until, or for good"), self.until)
        put_under(self, self.until, self.until.meaning)
        self.until.meant.connect(lambda: explain(self.until.meaning, self.until.meaning.text()))
        if alert:
            self._show(alert)
        self.dismiss(self.tr("Close"))
        self.confirm(self.tr("Save"))
        self.resize(QSize(520, self.sizeHint().height()))
        self.name.setFocus()

    def concerns(self) -> Mapping[str, Any]:
        return {"alert": self._alert.id if self._alert else None}

    def accept(self) -> None:
        try:
            until = self.until.date()
        except Unclear:
            self.show_faults({"until": [self.tr("is not understood")]})
            return
        if self._save(until) is not None:
            super().accept()

    def _save(self, until: dt.date | None) -> Alert | None:
        kind = AlertKind(self.kind.currentData())  # Qt gives back a bare text
        name, plate = self.name.text().strip(), self.plate.text().strip() or None
        reason = self.reason.text().strip()
        who = name or plate or ""
        if self._alert is None:
            done = self.tr("Note about {who}").format(who=who)
            return self.carry_out(
                done, alerts.add, kind, name, reason, license_plate=plate, until=until
            )
        changed = replace(
            self._alert, kind=kind, name=name, license_plate=plate, reason=reason, until=until
        )
        done = self.tr("Change the note about {who}").format(who=who)
        return self.carry_out(done, alerts.amend, changed)

    def _show(self, alert: Alert) -> None:
        self.kind.setCurrentIndex(self.kind.findData(alert.kind))
        self.name.setText(alert.name)
        self.plate.setText(alert.license_plate or "")
        self.reason.setText(alert.reason)
        if alert.until:
            self.until.setText(format.date(alert.until))


def about(alert: Alert) -> str:
    """Whom a note is about."""
    return discretion.name(alert.name) or discretion.plate(alert.license_plate)
