"""Beside the journal: what the chosen row made different, field by field."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHeaderView, QLabel, QVBoxLayout

from desk.gui import discretion, theme
from desk.gui.naming import named
from desk.gui.safety.audit import words
from desk.gui.safety.audit.words import Field
from desk.gui.table import Column, TableModel
from desk.gui.table_view import TableView
from desk.services.audit import Line

DIGITS = 48
BEFORE, AFTER = 1, 2


class Pane(QFrame):
    """Shows a row, or a sentence while none is chosen."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "audit.pane", self.tr("What was changed"))
        theme.as_panel(self)
        self.heading = theme.as_role(named(QLabel(), "audit.pane.heading", ""), "heading")
        self.about = theme.as_role(named(QLabel(), "audit.pane.about", ""), "muted")
        self.model = TableModel[Field](_columns(), self)
        self.table = TableView("audit.fields", self.tr("Fields, before and after"))
        self.table.setModel(self.model)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionsClickable(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for label in (self.heading, self.about):
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addWidget(self.table, 1)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * DIGITS)

    def show_line(self, line: Line | None, zone: tzinfo) -> None:
        """Show a row, or none."""
        fields = words.fields(line, zone) if line else []
        self.model.show([])
        self.model.show(fields)
        self.table.setVisible(bool(fields))
        # What was added was nothing before: so there is more room for what it is.
        self.table.setColumnHidden(BEFORE, not any(field.old for field in fields))
        self.table.setColumnHidden(AFTER, not any(field.new for field in fields))
        if line is None:
            self.heading.setText(self.tr("Nothing is chosen"))
            self.about.setText("")
            return
        entry = line.entry
        kind, which = words.kind(entry.kind), words.which(line)
        self.heading.setText(words.subject(line) or f"{kind} {which}")
        number = f"#{entry.id}" if entry.id else which
        said = [
            f"{kind} {number}: {words.action(entry)}",
            f"{entry.actor}, {words.when(entry.at, zone)}",
        ]
        if entry.reason and not words.taken(entry):
            said.append(self.tr("Reason: {reason}").format(reason=discretion.note(entry.reason)))
        self.about.setText("\n".join(said))


def _columns() -> tuple[Column[Field], ...]:
    translate = QCoreApplication.translate
    return (
        Column(translate("Audit", "Field"), lambda field: field.name),
        Column(translate("Audit", "Before"), lambda field: field.old),
        Column(translate("Audit", "After"), lambda field: field.new),
    )
