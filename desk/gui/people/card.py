"""Everything about the one person who is chosen: how to reach, what to mind, who comes."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desk.domain.directory import Person
from desk.gui import discretion, state_words, theme
from desk.gui.buttons import command_button, show_icon
from desk.gui.empty import EmptyState
from desk.gui.naming import named
from desk.gui.people import visits
from desk.gui.people.visits import Visit, Visits
from desk.gui.table import TableModel
from desk.gui.table_view import TableView

DIGITS, LEAST = 46, 34  # how wide the card is, in digits; and how wide where there is no room

PLAIN = {"unit"}  # what anybody may read
KEEP = "person.keep"  # what writing somebody down or putting it right is called in `rights`


class PersonCard(QFrame):
    """Shows one person, or a sentence while nobody is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "people.card", self.tr("Person"))
        theme.as_panel(self)
        self.name = theme.as_role(_text("people.card.name"), "heading")
        self.kind = theme.as_state(_text("people.card.kind"), "left")
        self.facts = {
            name: _text(f"people.card.{name}") for name in ("unit", "phone", "email", "key")
        }
        self.note = theme.as_state(_text("people.card.note"), "warning")
        self.edit = command_button("list.edit")
        self.merge = command_button("person.merge")
        self.edit.does(KEEP)
        self.edit.setText(self.tr("Edit"))
        self.merge.setText(self.tr("Merge…"))
        show_icon(self.edit, "pencil")
        show_icon(self.merge, "merge")
        self.summary = theme.as_role(_text("people.card.summary"), "muted")
        self.model = TableModel[Visit](visits.columns(), self)
        self.table = TableView("people.visits", self.tr("Visits and appointments"))
        self.none = EmptyState(
            "people.visits.empty", self.tr("There have been no visits and no appointments so far.")
        )
        self.nobody = EmptyState("people.card.empty", self.tr("Nobody is chosen."))
        self.person = QWidget()
        self._form = QFormLayout()
        self._lay_out()
        self.show_nobody()

    def show_nobody(self) -> None:
        """Nobody is chosen."""
        self.person.hide()
        self.nobody.show()

    def show_person(self, person: Person, known: Visits) -> None:
        """Show somebody with his or her visits."""
        self.name.setText(discretion.name(person.name))
        self.kind.setText(state_words.person(person.kind))
        for name, label in self.facts.items():
            fact: str | None = getattr(person, name)
            label.setText(fact or "" if name in PLAIN else discretion.reach(fact))
            self._form.setRowVisible(label, bool(fact))
        self.note.setText(discretion.note(person.note))
        self.note.setVisible(bool(person.note.strip()))
        self.summary.setText(known.summary)
        self.summary.setVisible(bool(known.rows))
        self.model.show(known.rows)
        self.table.setVisible(bool(known.rows))
        self.none.setVisible(not known.rows)
        self.nobody.hide()
        self.person.show()

    def sizeHint(self) -> QSize:
        return QSize(self._digits(DIGITS), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._digits(LEAST), super().minimumSizeHint().height())

    def _digits(self, number: int) -> int:
        return self.fontMetrics().horizontalAdvance("0") * number

    def _lay_out(self) -> None:
        selectable = Qt.TextInteractionFlag.TextSelectableByMouse
        for label in (self.name, self.note, *self.facts.values()):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(selectable)
        self.table.setModel(self.model)
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionsClickable(False)
        layout = QVBoxLayout(self.person)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self._top(), self._facts(), self.note, self._buttons()):
            layout.addWidget(part) if isinstance(part, QLabel) else layout.addLayout(part)
        layout.addSpacing(8)
        layout.addWidget(theme.as_role(QLabel(self.tr("Visits and appointments")), "strong"))
        for widget in (self.summary, self.table, self.none):
            layout.addWidget(widget, 0 if widget is self.summary else 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.addWidget(self.person)
        whole.addWidget(self.nobody)

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _facts(self) -> QFormLayout:
        captions = {
            "unit": self.tr("Flat or room"),
            "phone": self.tr("Phone"),
            "email": self.tr("E-mail"),
            "key": self.tr("Key"),
        }
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(4)
        for name, label in self.facts.items():
            self._form.addRow(theme.as_role(QLabel(captions[name]), "muted"), label)
        return self._form

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.edit)
        row.addWidget(self.merge)
        row.addStretch(1)
        return row


def _text(identifier: str) -> QLabel:
    label = QLabel()
    label.setObjectName(identifier)
    label.setAccessibleIdentifier(identifier)
    return label
