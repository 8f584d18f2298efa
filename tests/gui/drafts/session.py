"""A window that can crash with forms open, and the window that is started after it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk.gui import contents
from desk.gui.banner import Banner
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.dialog import Dialog
from desk.gui.drafts import Drafts
from desk.gui.main_window import MainWindow
from desk.gui.type_ahead import TypeAhead
from desk.gui.window_commands import WindowCommands
from desk.gui.window_state import WindowState
from desk.settings import Settings
from desk.store.draft_file import DraftFile
from tests.gui import parts
from tests.gui.parts import part

ADDRESS = "sqlite:///house.db"


class Session:
    """One run of the program: a window, its desk, and the forms it watches."""

    def __init__(self, qtbot: QtBot, client: Client, folder: Path, kept: QSettings) -> None:
        self.client = client
        self.window = MainWindow(WindowState(kept))
        qtbot.addWidget(self.window)
        self.controls = Controls(self.window)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.commands = WindowCommands(self.controls, app, Settings(), folder)
        self.controls.open(client, "Main entrance")
        self.commands.open(client, "SQLite")
        self.kept_in = folder / "drafts"
        self.file = DraftFile(self.kept_in, ADDRESS)
        self.drafts = Drafts(self.controls, client, self.file, self.commands.again(client))
        self.drafts.begin()
        self.window.resize(1100, 700)
        self.window.show()
        self.controls.turn_to_first()

    def crash(self) -> None:
        """Be gone without closing anything; the system takes the lock away."""
        self.drafts.beat.stop()
        self.window.dialog_seen.disconnect()
        self.file.leave()

    def put_away(self) -> None:
        """Be gone when the test is over, whatever is still open."""
        self.file.leave()
        for form in self.window.findChildren(Dialog):
            form.hide()

    def dialog(self, identifier: str) -> Dialog:
        """The dialog of that identifier that is open."""
        return parts.dialog(self.window, Dialog, identifier)

    def open(self, command: str) -> Dialog:
        """The dialog that a command opens."""
        before = set(self.window.findChildren(Dialog))
        self.controls.perform(command)
        (found,) = (each for each in self.window.findChildren(Dialog) if each not in before)
        return found

    @property
    def kept(self) -> list[Path]:
        """The files in which forms are written down."""
        return sorted(self.kept_in.glob("*.json"))

    @property
    def said(self) -> str:
        return self.drafts.band.banner.said


def type_into(field: QWidget, number: int) -> None:
    """Do with a field what a hand would: type into it, choose in it, press it."""
    match field:
        case TypeAhead():
            field.setText(f"{field.text()} someone {number}")
            field.textEdited.emit(field.text())
            field.put_away()
        case QLineEdit():
            field.insert(f"“{number}” ")
        case QTextEdit() | QPlainTextEdit():
            field.insertPlainText(f"line {number}\n")
        case QComboBox():
            field.setCurrentIndex((field.currentIndex() + 1) % max(field.count(), 1))
        case QAbstractSpinBox():
            field.stepBy(-1)
            field.stepBy(2)
        case QAbstractButton():
            field.click()


def fill_in(dialog: Dialog) -> dict[str, object]:
    """Type into every field, and give back what the form holds then."""
    for number, name in enumerate(contents.fields(dialog)):
        field = contents.fields(dialog).get(name)
        if field is not None:
            type_into(field, number)
    return contents.contents(dialog)


def line(dialog: Dialog, identifier: str) -> QLineEdit:
    return part(dialog, QLineEdit, identifier)


def remark(dialog: Dialog) -> str:
    """What a form that came back says about itself."""
    return part(dialog, Banner, f"{dialog.objectName()}.draft").said
