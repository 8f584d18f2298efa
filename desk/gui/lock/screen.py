"""What lies over the locked window, and is the first thing to be seen where there are accounts.

The names of those who work here are all that it says. What is typed for a secret is taken out of
the line at once, right or wrong. The emergency list is not offered here: nobody could say who read
it. Whoever works at the desk is in with a PIN and Enter, and F12 is then at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk.domain.staff import Member
from desk.gui import icons, theme
from desk.gui.naming import named

WIDTH, MARK, MOST_SHOWN = 400, 40, 7
MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class LockScreen(QWidget):
    """Covers `window`: whom to sign in as, and the line for the PIN or password."""

    tried = Signal(object, str)  # Member, and what was typed
    chosen = Signal()  # another Member is marked

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        named(self, "lock", self.tr("Locked"))
        self.setAutoFillBackground(True)
        self._window = window
        self._members: list[Member] = []
        self._wait = timedelta()
        self._checking = False
        self.mark = QLabel()
        self.heading = theme.as_role(QLabel(), "title")
        self.list = named(MemberList(), "lock.members", self.tr("Who works here"))
        self.caption = QLabel(self.tr("&PIN or password"))
        self.line = named(SecretLine(), "lock.secret", self.tr("PIN or password"))
        self.caption.setBuddy(self.line)
        self.fault = theme.as_role(QLabel(), "fault")
        self.fault.setObjectName("lock.fault")
        self.fault.setWordWrap(True)
        self.button = theme.as_primary(QPushButton(self.tr("&Unlock")))
        named(self.button, "lock.unlock", self.tr("Unlock"))
        self._lay_out()
        self.list.currentRowChanged.connect(self._on_marked)
        self.list.itemActivated.connect(lambda _item: self._try())
        self.list.figure.connect(self._take_figure)
        self.line.moved.connect(self._move)
        self.line.returnPressed.connect(self._try)
        self.button.clicked.connect(self._try)
        window.installEventFilter(self)
        self._cover()

    @property
    def member(self) -> Member | None:
        """Who is marked."""
        row = self.list.currentRow()
        return self._members[row] if 0 <= row < len(self._members) else None

    def show_members(self, members: Sequence[Member], last: int | None, heading: str) -> None:
        """Ask one of these for a secret; who was there last is marked."""
        self.heading.setText(heading)
        self._members = list(members)
        self.list.blockSignals(True)
        self.list.clear()
        for member in members:
            item = QListWidgetItem(icons.icon("user-round"), member.name)
            self.list.addItem(item)
        at = next((row for row, each in enumerate(members) if each.id == last), 0)
        self.list.setCurrentRow(at)
        self.list.blockSignals(False)
        rows = min(max(len(members), 2), MOST_SHOWN)
        self.list.setFixedHeight(rows * max(self.list.sizeHintForRow(0), 1) + 8)
        self._on_marked()

    def check(self, checking: bool) -> None:
        """Say that a secret is being compared; nothing can be typed meanwhile."""
        self._checking = checking
        self._enable()
        if checking:
            self.say(self.tr("One moment…"))

    def refuse(self, name: str) -> None:
        """Say that it was not the right secret."""
        self.say(self.tr("That is not the PIN or password of {name}.").format(name=name))

    def wait(self, left: timedelta) -> None:
        """Let nothing be typed for this account for so long."""
        before, self._wait = self._wait, left
        if not left and not before:
            return
        self._enable()
        if left:
            seconds = -(-left // timedelta(seconds=1))
            time = f"{seconds // 60}:{seconds % 60:02}"
            words = self.tr("Too many wrong ones. {name} can try again in {time}.")
            name = self.member.name if self.member else ""
            self.say(words.format(name=name, time=time))
        elif before:
            self.say("")
            self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._cover()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_mark()

    def _on_marked(self) -> None:
        self._wait = timedelta()
        self.line.clear()
        member = self.member
        lacks = self.tr("{name} has no PIN or password yet; an administrator sets one.")
        missing = member is not None and not member.has_secret
        self.say(lacks.format(name=member.name) if member and missing else "")
        self._enable()
        self.chosen.emit()

    def _move(self, by: int) -> None:
        last = self.list.count() - 1
        self.list.setCurrentRow(min(max(self.list.currentRow() + by, 0), last))

    def _take_figure(self, figure: str) -> None:
        if self.line.isEnabled():
            self.line.setFocus()
            self.line.insert(figure)

    def _try(self) -> None:
        secret, member = self.line.text(), self.member
        self.line.clear()
        if member is None or not self.line.isEnabled():
            return
        if not secret:
            self.line.setFocus()
            return
        self.tried.emit(member, secret)

    def _enable(self) -> None:
        member = self.member
        can = member is not None and member.has_secret and not self._wait and not self._checking
        self.line.setEnabled(can)
        self.button.setEnabled(can)
        self.list.setEnabled(not self._checking)
        if not can or not self.list.hasFocus():
            (self.line if can else self.list).setFocus()

    def say(self, words: str) -> None:
        """Say what is the matter."""
        self.fault.setText(words)
        self.line.setAccessibleDescription(words)

    def _cover(self) -> None:
        self.setGeometry(self._window.rect())

    def _draw_mark(self) -> None:
        colour = self.palette().color(QPalette.ColorRole.Accent)
        self.mark.setPixmap(icons.pixmap("lock", colour, MARK, self.devicePixelRatioF()))

    def _lay_out(self) -> None:
        self._draw_mark()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        inner = theme.as_panel(QFrame())
        inner.setFixedWidth(WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        for widget in (self.mark, self.heading, self.list, self.caption, self.line):
            column.addWidget(widget)
        self.fault.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        column.addWidget(self.fault)
        column.addWidget(self.button)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(1)


class MemberList(QListWidget):
    """The accounts. Letters look for a name; a figure is the beginning of a PIN."""

    figure = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdecimal():
            self.figure.emit(event.text())
        else:
            super().keyPressEvent(event)


class SecretLine(QLineEdit):
    """A line for a secret, from which the arrows move in the list beside it."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = MOVES.get(Qt.Key(event.key()))
        if by is not None:
            self.moved.emit(by)
        else:
            super().keyPressEvent(event)
