"""What the fields of a form hold, to be compared, written down, and filled in again.

A field is found again by its identifier. One that holds more than its letters, such as a line in
which somebody was chosen, says by `Keeps` what that is. What is secret is never among it.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

# Filling one field in may change another that follows it, which is then filled in once more.
ROUNDS = 4


class Keeps:
    """A field that holds more than can be read in it."""

    def written(self) -> object:
        """What it holds, as JSON has it."""
        raise NotImplementedError

    def write(self, value: object) -> None:
        """Hold that again, as far as it still can."""
        raise NotImplementedError


def is_field(widget: QObject) -> bool:
    """Whether somebody could have typed or chosen something in it."""
    kinds = (QLineEdit, QAbstractSpinBox, QTextEdit, QPlainTextEdit, QComboBox)
    if isinstance(widget, QAbstractButton):
        return widget.isCheckable()
    return isinstance(widget, kinds)


def content(widget: QObject) -> object:
    """What can be read in a field."""
    match widget:
        case QLineEdit() | QAbstractSpinBox():
            return widget.text()
        case QTextEdit() | QPlainTextEdit():
            return widget.toPlainText()
        case QComboBox():
            return widget.currentText()
        case QAbstractButton():
            return widget.isChecked()
        case _:
            return None


def fields(form: QWidget) -> dict[str, QWidget]:
    """The fields of a form that may be written down, by their identifiers."""
    found: dict[str, QWidget] = {}
    for widget in form.findChildren(QWidget):
        if is_field(widget) and widget.window() is form.window() and _may_be_kept(widget):
            name = widget.objectName() or type(widget).__name__
            while name in found:
                name += "+"
            found[name] = widget
    return found


def contents(form: QWidget) -> dict[str, object]:
    """What those fields hold."""
    return {name: _written(widget) for name, widget in fields(form).items()}


def fill(form: QWidget, wanted: Mapping[str, object]) -> list[str]:
    """Fill fields in; gives back the names of those that do not hold what was wanted."""
    for _ in range(ROUNDS):
        there = fields(form)
        for name, value in wanted.items():
            if name in there and _written(there[name]) != value:
                _write(there[name], value)
        now = contents(form)
        wrong = [name for name, value in wanted.items() if now.get(name) != value]
        if not wrong:
            break
    return wrong if wanted else []


def _may_be_kept(widget: QWidget) -> bool:
    match widget:
        case QLineEdit() if widget.echoMode() is not QLineEdit.EchoMode.Normal:
            return False
        case QLineEdit() if isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox):
            return False  # the one around it is the field
        case QLineEdit() | QTextEdit() | QPlainTextEdit():
            return not widget.isReadOnly()
        case _:
            return True


def _written(widget: QWidget) -> object:
    return widget.written() if isinstance(widget, Keeps) else content(widget)


def _write(widget: QWidget, value: object) -> None:
    """Write into a field as a hand would, so that whatever listens to it hears of it."""
    match widget:
        case Keeps():
            widget.write(value)
        case QLineEdit():
            widget.selectAll()
            widget.insert(str(value))
        case QTextEdit() | QPlainTextEdit():
            widget.setPlainText(str(value))
        case QComboBox():
            _choose(widget, str(value))
        case QAbstractSpinBox():
            widget.lineEdit().setText(str(value))
            widget.interpretText()
        case QAbstractButton() if widget.isEnabled() and widget.isChecked() != value:
            widget.click()


def _choose(box: QComboBox, text: str) -> None:
    at = box.findText(text)
    if at >= 0:
        box.setCurrentIndex(at)
    elif box.isEditable():
        box.setEditText(text)
