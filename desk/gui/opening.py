"""What the window shows while there is no desk behind it: that it is opening, or why it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dateutil import tz
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desk.gui import actions, format, icons, theme
from desk.gui.naming import named

if TYPE_CHECKING:
    from desk.gui.kept_lists_dialog import KeptListsDialog
    from desk.services.last_lists import Lists
    from desk.store.kept_copies import Copy

PATIENCE_MS = 600  # a shorter wait is not worth a word
WIDTH = 640
MARK = 40


class Wait(QWidget):
    """Nothing at first; a word when it takes longer than usual."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "wait", text)
        self.text = theme.as_role(QLabel(text), "muted")
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.hide()
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        QTimer.singleShot(PATIENCE_MS, self.text, self.text.show)


@dataclass(frozen=True, slots=True)
class Copies:
    """Copies that could be gone back to, the latest first, as it is `now`.

    What stands in the place of the database, if anything does, would be kept as `aside`.
    """

    listed: Sequence[Copy]
    aside: Path | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """The last known lists of a database whose server is away, as it is `now`."""

    lists: Lists
    now: datetime


class Failure(QWidget):
    """Why the database cannot be used, and what can be done about it."""

    back = Signal(object)  # Copy: to be put in the place of the database
    again = Signal()
    another = Signal()
    server = Signal()
    quit = Signal()

    def __init__(
        self,
        sentence: str,
        copies: Copies | None = None,
        lists: Known | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._copies = copies
        self._lists = lists
        self._zone = tz.tzlocal()  # That of the house cannot be known.
        named(self, "failure", self.tr("The database cannot be opened"))
        column = QVBoxLayout()
        column.setSpacing(16)
        column.addWidget(self._mark())
        column.addWidget(theme.as_role(QLabel(self.tr("The database cannot be opened")), "title"))
        self.text = QLabel(sentence)
        self.text.setObjectName("failure.text")
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.text)
        if copies is not None:
            column.addWidget(self._offer(copies))
        column.addLayout(self._buttons())
        if lists is not None:
            column.addLayout(self._offer_lists())
            for keys in actions.command("visitor.emergency").keys:
                QShortcut(QKeySequence(keys), self, self.print_emergency)
        self._centre(column)

    def choose_copy(self) -> None:
        """Ask which copy to go back to, and then whether that is meant."""
        from desk.gui.copy_choice import CopyChoice

        assert self._copies is not None, "it is offered where there are copies"
        dialog = CopyChoice(self._copies.listed, self._zone, self._copies.now, self.window())
        dialog.accepted.connect(lambda: self._confirm(dialog.chosen()))
        self._open(dialog)

    def show_lists(self) -> KeptListsDialog:
        """Show who was in the house and who was to come when that was last known."""
        from desk.gui.kept_lists_dialog import KeptListsDialog

        assert self._lists is not None, "it is offered where there are lists"
        dialog = KeptListsDialog(self._lists.lists, self._lists.now, self.window())
        self._open(dialog)
        return dialog

    def print_emergency(self) -> None:
        """Print who was in the house when that was last known, and show it."""
        self.show_lists().accept()

    def _confirm(self, copy: Copy | None) -> None:
        from desk.gui.going_back import GoingBackDialog, Loss

        assert self._copies is not None, "it is offered where there are copies"
        if copy is None:
            return
        loss = Loss(changes=None, aside=self._copies.aside, copied=False)
        dialog = GoingBackDialog(copy, loss, self._zone, self._copies.now, self.window())
        dialog.accepted.connect(lambda: self.back.emit(copy))
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _offer(self, copies: Copies) -> QLabel:
        """Say how many copies there are, and from when the last is."""
        last = copies.listed[0].moment
        today = copies.now.astimezone(self._zone).date()
        made = format.near_moment(last, self._zone, today)
        said = self.tr(
            "There are copies of the database as it was before ({n}); the last is of {moment}."
        )
        words = said.format(n=format.count(len(copies.listed)), moment=made)
        label = named(QLabel(words), "failure.copies", words)
        label.setWordWrap(True)
        return label

    def _offer_lists(self) -> QHBoxLayout:
        words = self.tr("Show the last known lists…")
        button = named(QPushButton(words), "failure.lists", words.removesuffix("…"))
        button.clicked.connect(self.show_lists)
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        return row

    def _mark(self) -> QLabel:
        mark = QLabel()
        colour = self.palette().color(QPalette.ColorRole.Accent)
        mark.setPixmap(icons.pixmap("database", colour, MARK, self.devicePixelRatioF()))
        return mark

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        if self._copies is not None:
            words = self.tr("Go back to a copy…")
            back = named(QPushButton(words), "failure.back", words.removesuffix("…"))
            back.clicked.connect(self.choose_copy)
            row.addWidget(back)
        for identifier, text, signal in (
            ("failure.again", self.tr("Try again"), self.again),
            ("failure.another", self.tr("Choose another database…"), self.another),
            ("failure.server", self.tr("Use a server…"), self.server),
            ("failure.quit", self.tr("Quit"), self.quit),
        ):
            button = named(QPushButton(text), identifier, text.removesuffix("…"))
            button.clicked.connect(signal)
            row.addWidget(button)
            if identifier == "failure.again":
                self.setFocusProxy(theme.as_primary(button))
        row.addStretch(1)
        return row

    def _centre(self, column: QVBoxLayout) -> None:
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        column.setContentsMargins(0, 0, 0, 0)
        inner.setLayout(column)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(inner, 4)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)
