"""What every dialog of the desk does alike.

Ctrl+Enter presses the default button from anywhere; Esc never loses what was typed without asking;
what is wrong is said at its field, in words; and the keyboard goes back to where it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desk.gui import theme
from desk.gui.attempt import Attempt
from desk.gui.buttons import CommandButton, with_room
from desk.gui.contents import content, contents, is_field
from desk.gui.main_window import MainWindow
from desk.gui.naming import named

MARGIN = 16


class Dialog(QDialog):
    """A form with a box of buttons. Subclasses add fields and say what the buttons do."""

    def __init__(self, identifier: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, identifier, title)
        self.windowTitleChanged.connect(self.setAccessibleName)
        self.setWindowTitle(title)
        self._fields: dict[str, tuple[QWidget, QLabel]] = {}
        self._held: list[object] = []
        self.as_shown: Mapping[str, object] = {}  # what the fields held that may be written down
        self._came_from: QWidget | None = None
        self.attempt = Attempt()  # at what the dialog is there for
        self.form = QFormLayout()
        self.form.setVerticalSpacing(8)
        self.form.setHorizontalSpacing(16)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.buttons = QDialogButtonBox()
        self.buttons.setObjectName(f"{identifier}.buttons")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.body.setSpacing(16)
        self.body.addLayout(self.form)
        self.body.addStretch(0)
        self.body.addWidget(self.buttons)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._press_default)
        self.finished.connect(self._give_focus_back)

    def confirm(self, verb: str, command: str = "") -> QPushButton:
        """Add the button that accepts; Enter and Ctrl+Enter press it.

        `command` is what it does where somebody may see the dialog and not do that.
        """
        button = self._button(verb, QDialogButtonBox.ButtonRole.AcceptRole, "confirm", command)
        button.setDefault(True)
        # What only a state of the sheet makes bold is not measured as bold.
        return theme.as_primary(button)

    def dismiss(self, verb: str) -> QPushButton:
        """Add the button that goes away without doing anything."""
        return self._button(verb, QDialogButtonBox.ButtonRole.RejectRole, "dismiss")

    def consider(self, verb: str, keep: str) -> tuple[QPushButton, QPushButton]:
        """Add the buttons of what loses something: Enter presses the first, which keeps all."""
        stay = self.dismiss(keep)
        go = self._button(verb, QDialogButtonBox.ButtonRole.AcceptRole, "confirm")
        stay.setDefault(True)
        stay.setFocus()
        return stay, go

    def field(self, name: str, label: str, widget: QWidget) -> QWidget:
        """Add a row: a label with its mnemonic, the widget, and room for what is wrong with it.

        `name` is the field's in the domain, so that refusals find it.
        """
        caption = QLabel(label)
        caption.setBuddy(widget)
        plain = label.replace("&", "")
        named(widget, widget.objectName() or f"{self.objectName()}.{name}", plain)
        fault = theme.as_role(QLabel(), "fault")
        fault.setWordWrap(True)
        fault.hide()
        cell = QVBoxLayout()
        cell.setSpacing(2)
        cell.addWidget(widget)
        cell.addWidget(fault)
        theme.with_margin(widget)
        caption.setMinimumHeight(widget.sizeHint().height())  # in line with the widget's text
        self.form.addRow(caption, cell)
        self._fields[name] = (widget, fault)
        return widget

    def show_field(self, name: str, shown: bool) -> None:
        """Let the row of a field be there or not."""
        widget, fault = self._fields[name]
        for row in range(self.form.rowCount()):
            item = self.form.itemAt(row, QFormLayout.ItemRole.FieldRole)
            cell = item.layout() if item is not None else None
            if cell is not None and cell.indexOf(widget) >= 0:
                self.form.setRowVisible(row, shown)
        # Qt shows everything in the row, also what has nothing to say.
        fault.setVisible(shown and bool(fault.text()))

    def show_faults(self, reasons: Mapping[str, Sequence[str]]) -> list[str]:
        """Mark the fields at fault and go to the first; gives back names that have no field."""
        first: QWidget | None = None
        for name, (widget, fault) in self._fields.items():
            why = "; ".join(reasons.get(name, ()))
            fault.setText(why[:1].upper() + why[1:])
            fault.setVisible(bool(why))
            theme.styled(widget, "fault", "true" if why else "false")
            widget.setAccessibleDescription(why)
            if why and first is None:
                first = widget
        if first is not None:
            first.setFocus()
        return [name for name in reasons if name not in self._fields]

    def concerns(self) -> Mapping[str, Any] | None:
        """What it is about, as JSON has it: enough for its page to open it again after a crash.

        `version` says how a record stood that was seen. None when it is not to be opened again.
        """
        return {}

    def edited(self) -> bool:
        """Whether any field differs from what it held when the dialog was shown."""
        return self._held != [] and self._held != self._contents()

    def saved(self) -> None:
        """Take what the fields hold now for what there is to lose nothing of."""
        self._held = self._contents()
        self.as_shown = contents(self)

    def reject(self) -> None:
        if not self.edited() or self._may_lose_it():
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        if self._came_from is None:
            self._came_from = QApplication.focusWidget()
            self.saved()
        super().showEvent(event)
        below = self.parentWidget()
        while below is not None and not isinstance(below, MainWindow):
            below = below.parentWidget()
        if below is not None:
            below.dialog_seen.emit(self)

    def _button(
        self, verb: str, role: QDialogButtonBox.ButtonRole, name: str, command: str = ""
    ) -> QPushButton:
        button = CommandButton(verb, command)
        self.buttons.addButton(button, role)
        spoken = verb.replace("&&", "\0").replace("&", "").replace("\0", "&")
        named(button, f"{self.objectName()}.{name}", spoken)
        return with_room(button)

    def _press_default(self) -> None:
        for button in self.buttons.buttons():
            if isinstance(button, QPushButton) and button.isDefault():
                button.click()

    def _contents(self) -> list[object]:
        return [content(widget) for widget in self.findChildren(QWidget) if is_field(widget)]

    def _may_lose_it(self) -> bool:
        box = QMessageBox(self)
        box.setObjectName(f"{self.objectName()}.lose")
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(self.windowTitle())
        box.setText(self.tr("Throw away what you typed?"))
        lose = box.addButton(self.tr("Throw away"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep editing"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        chosen: QAbstractButton = box.clickedButton()
        return chosen is lose

    def _give_focus_back(self) -> None:
        widget = self._came_from
        self._came_from = None
        if widget is not None and isValid(widget) and widget.isVisible():
            # Some window managers lose the keyboard when a question and its dialog close at once.
            widget.activateWindow()
            widget.setFocus()
