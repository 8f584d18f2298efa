"""The line at the bottom that says what has just happened.

Every save is confirmed there without a click, with a way to take it back; every refusal is said
there in words. What is said is also announced to screen readers.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desk.gui import actions, icons, theme
from desk.gui.buttons import icon_button
from desk.gui.naming import named

OFFERED_MS = 15_000  # how long Undo stays offered; ten seconds is the least people need
HINTS = (
    *("booking.new", "booking.next_free", "visitor.check_in", "visitor.check_out"),
    *("visitor.emergency", "help.keys"),
)
MARK = 18


class Tone(StrEnum):
    """What kind of thing is said."""

    QUIET = "quiet"
    DONE = "done"
    REFUSED = "refused"
    WARNING = "warning"


MARKS = {Tone.DONE: "circle-check", Tone.REFUSED: "circle-alert", Tone.WARNING: "triangle-alert"}


class MessageBar(QFrame):
    """One line: a mark, what there is to say, what can be done about it, and the main keys."""

    chosen = Signal(str)  # the id of the command that was offered

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "bar", self.tr("Messages"))
        self._tone = Tone.QUIET
        self._offered = ""
        self.withheld = False
        self._to_say: tuple[str, Tone, str, str] | None = None
        self._mark = QLabel()
        self._mark.setFixedSize(QSize(MARK, MARK))
        self.text = QLabel()
        self.text.setObjectName("bar.text")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = named(QPushButton(), "bar.offer", self.tr("Undo"))
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard alone
        self.close_button = icon_button("bar.close", "x", self.tr("Close message"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hints = theme.as_role(QLabel(), "muted")
        self._lay_out()
        self.end = QTimer(self, singleShot=True, interval=OFFERED_MS)
        self.end.timeout.connect(self.clear)
        self.button.clicked.connect(lambda: self.chosen.emit(self._offered))
        self.close_button.clicked.connect(self.clear)
        self.clear()

    def say(self, text: str, tone: Tone = Tone.QUIET, offer: str = "", label: str = "") -> None:
        """Say `text`, offering the command `offer` under `label`.

        Confirmations go away by themselves; refusals and warnings stay until something else is
        said or somebody closes them. What is withheld is said afterwards, if it is the last.
        """
        if self.withheld:
            self._to_say = (text, tone, offer, label)
            return
        self._show(text, tone)
        self._offered = offer
        self.button.setVisible(bool(offer))
        if offer:
            key = actions.command(offer).key
            self.button.setText(f"{label} ({key})" if key else label)
            self.button.setAccessibleName(label)
        self.close_button.setVisible(True)
        self.hints.setVisible(False)
        if tone in (Tone.DONE, Tone.QUIET):
            self.end.start()
        else:
            self.end.stop()
        event = QAccessibleAnnouncementEvent(self, text)
        if tone is not Tone.DONE:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def withhold(self, withheld: bool) -> None:
        """Say nothing any more; or say what there was to say meanwhile."""
        self.clear()
        self.withheld = withheld
        to_say, self._to_say = self._to_say, None
        if to_say is not None:
            self.say(*to_say)

    def forget(self) -> None:
        """Say nothing of what was withheld: it was for somebody else."""
        self._to_say = None

    @property
    def fading(self) -> bool:
        """Whether what is said goes away by itself."""
        return self.end.isActive()

    def clear(self) -> None:
        """Say nothing but the main keys."""
        self.end.stop()
        had_focus = self.button.hasFocus() or self.close_button.hasFocus()
        self._show("", Tone.QUIET)
        self.button.hide()
        self.close_button.hide()
        self.hints.setVisible(True)
        if had_focus:
            self.window().setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_mark()

    def _lay_out(self) -> None:
        self.hints.setText(
            "     ".join(f"{found.key}  {found.title}" for found in map(actions.command, HINTS))
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(8)
        layout.addWidget(self._mark)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button)
        layout.addWidget(self.hints)
        self.setMinimumHeight(self.fontMetrics().height() + 26)

    def _show(self, text: str, tone: Tone) -> None:
        self.text.setText(text)
        self._tone = tone
        theme.styled(self, "tone", tone.value)
        self._draw_mark()

    def _draw_mark(self) -> None:
        name = MARKS.get(self._tone)
        self._mark.setVisible(name is not None)
        if name:
            colour = self.palette().color(QPalette.ColorRole.WindowText)
            self._mark.setPixmap(icons.pixmap(name, colour, MARK, self.devicePixelRatioF()))
