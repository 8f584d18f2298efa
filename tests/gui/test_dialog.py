"""What every dialog does alike: saving by Ctrl+Enter, asking before losing, marking faults."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from desk.gui.dialog import Dialog
from tests.gui.parts import part

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


class NameDialog(Dialog):
    """A dialog with two fields."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("name", "Name", parent)
        self.name = QLineEdit("Ada")
        self.people = QSpinBox(value=1)
        self.field("visitor", "&Visitor", self.name)
        self.field("people", "&People", self.people)
        self.confirm("&Save")
        self.dismiss("Cancel")


@pytest.fixture
def home(qtbot: QtBot) -> QWidget:
    """A window with a field, from which dialogs are opened."""
    made = QWidget()
    qtbot.addWidget(made)
    QLineEdit(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def dialog(qtbot: QtBot, home: QWidget) -> NameDialog:
    made = NameDialog(home)
    with qtbot.waitActive(made):
        made.open()
    return made


def answer(verb: str) -> list[str]:
    """Press the button called `verb` when the next question comes up; what was asked is kept."""
    asked: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        next(button for button in box.buttons() if button.text() == verb).click()

    QTimer.singleShot(0, press)
    return asked


def test_the_first_field_has_the_keyboard_on_opening(dialog: NameDialog) -> None:
    assert dialog.name.hasFocus()


def test_ctrl_enter_saves_from_any_field(qtbot: QtBot, dialog: NameDialog) -> None:
    dialog.people.setFocus()

    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.people, Key.Key_Return, CONTROL)


def test_esc_closes_what_nobody_has_touched(qtbot: QtBot, dialog: NameDialog) -> None:
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Key.Key_Escape)


def test_esc_asks_before_what_was_typed_is_lost(qtbot: QtBot, dialog: NameDialog) -> None:
    qtbot.keyClicks(dialog.name, "x")
    asked = answer("Keep editing")

    qtbot.keyClick(dialog, Key.Key_Escape)

    assert asked == ["Throw away what you typed?"]
    assert dialog.isVisible()
    assert dialog.name.text() == "Adax"


def test_esc_throws_away_what_may_be_lost(qtbot: QtBot, dialog: NameDialog) -> None:
    dialog.people.setValue(7)
    answer("Throw away")

    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Key.Key_Escape)


def test_typing_something_and_taking_it_back_loses_nothing(
    qtbot: QtBot, dialog: NameDialog
) -> None:
    qtbot.keyClicks(dialog.name, "x")
    qtbot.keyClick(dialog.name, Key.Key_Backspace)

    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Key.Key_Escape)


def test_the_keyboard_goes_back_to_where_it_was(qtbot: QtBot, home: QWidget) -> None:
    field = part(home, QLineEdit)
    field.setFocus()
    dialog = NameDialog(home)
    with qtbot.waitActive(dialog):
        dialog.open()

    with qtbot.waitActive(home):
        dialog.reject()

    assert field.hasFocus()


def test_a_widget_that_is_gone_by_then_is_not_looked_for(qtbot: QtBot, home: QWidget) -> None:
    field = part(home, QLineEdit)
    field.setFocus()
    dialog = NameDialog(home)
    with qtbot.waitActive(dialog):
        dialog.open()
    field.deleteLater()
    qtbot.waitUntil(lambda: home.findChild(QLineEdit, options=ONLY_OWN) is None)

    with qtbot.waitSignal(dialog.finished):
        dialog.reject()


def test_a_title_that_comes_later_is_spoken_too(dialog: NameDialog) -> None:
    dialog.setWindowTitle("Another name")

    assert dialog.accessibleName() == "Another name"


def test_every_label_belongs_to_its_field(dialog: NameDialog) -> None:
    buddies = {label.text(): label.buddy() for label in dialog.findChildren(QLabel)}

    assert buddies["&Visitor"] is dialog.name
    assert buddies["&People"] is dialog.people
    assert dialog.name.accessibleName() == "Visitor"
    assert dialog.name.objectName() == "name.visitor"


def test_a_fault_is_said_at_its_field_in_words(dialog: NameDialog) -> None:
    left = dialog.show_faults({"people": ["must be at least 1"], "zone": ["is unknown"]})

    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert "Must be at least 1" in shown
    assert dialog.people.property("fault") == "true"
    assert dialog.people.accessibleDescription() == "must be at least 1"
    assert dialog.people.hasFocus()
    assert left == ["zone"]


def test_a_mended_fault_is_said_no_more(dialog: NameDialog) -> None:
    dialog.show_faults({"people": ["must be at least 1"]})

    dialog.show_faults({})

    assert dialog.people.property("fault") == "false"
    assert dialog.people.accessibleDescription() == ""


ONLY_OWN = Qt.FindChildOption.FindDirectChildrenOnly
