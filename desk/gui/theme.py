"""The colours of the desk, light and dark, and how they are put on.

Widgets take their colours from the palette, or from the tokens here where the palette has no word
for what they mean: a state, a warning, how full a day is. Nobody writes a colour anywhere else.
Qt's own switch of colour scheme does nothing on many systems, so both palettes are ours, and what
the system says only chooses between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desk.gui import sheet

if TYPE_CHECKING:  # the first window is painted without most of these
    from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QWidget

Role = QPalette.ColorRole
SPIN_MARGIN = 6

W = TypeVar("W", bound="QWidget")
F = TypeVar("F", bound="QFrame")
B = TypeVar("B", bound="QAbstractButton")


class Choice(StrEnum):
    """Which colours the user asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Shade(NamedTuple):
    """A colour that carries a meaning.

    `ink` is for text, `soft` for what lies behind it, `mark` for bars and dots without words.
    """

    ink: str
    soft: str
    mark: str


class Tokens(NamedTuple):
    """The colours by what they are for, as `#rrggbb`.

    `window` lies behind everything, `surface` behind what is read or filled in, `raised` above
    it. `heat` goes from an empty day to a full one; `heat_ink` is readable on every step of it.
    `shut` is the hatching of closed time, `free` the outline of what can be booked, `now` the line
    of the present moment; `appointments` are the states that appointments can be in.
    """

    dark: bool
    window: str
    surface: str
    raised: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    accent_strong: str
    on_accent: str
    accent_soft: str
    expected: Shade
    inside: Shade
    left: Shade
    warning: Shade
    full: Shade
    heat: tuple[str, ...]
    heat_ink: tuple[str, ...]
    shut: str
    free: str
    now: str
    appointments: Mapping[str, Shade]

    def shade(self, state: str) -> Shade:
        """The colours of a state: expected, inside, left, warning, full, or an appointment's."""
        return {
            "expected": self.expected,
            "inside": self.inside,
            "left": self.left,
            "warning": self.warning,
            "full": self.full,
            **self.appointments,
        }[state]


LIGHT = Tokens(
    dark=False,
    window="#f4f5f8",
    surface="#ffffff",
    raised="#eceff4",
    line="#dfe3ea",
    edge="#848d9c",
    text="#1b2330",
    muted="#566072",
    accent="#2f57c8",
    accent_strong="#2447ab",
    on_accent="#ffffff",
    accent_soft="#dfe7fb",
    expected=Shade("#6240b4", "#eee8fb", "#7c5cd6"),
    inside=Shade("#17693c", "#dff3e6", "#23894f"),
    left=Shade("#566072", "#eceff4", "#848d9c"),
    warning=Shade("#8a4b00", "#fdeed3", "#c27803"),
    full=Shade("#ac2018", "#fce4e1", "#d6372c"),
    heat=("#f1f6f3", "#cfe8d8", "#a9d6ba", "#f6d79b", "#f2a8a0"),
    heat_ink=("#1b2330", "#1b2330", "#1b2330", "#1b2330", "#1b2330"),
    shut="#9aa3b2",
    free="#8fb9a0",
    now="#d6372c",
    appointments={
        "booked": Shade("#1f4599", "#e2eafc", "#3f68d8"),
        "held": Shade("#8a4b00", "#fdf3df", "#c27803"),
        "offered": Shade("#6240b4", "#f1ecfc", "#7c5cd6"),
        "arrived": Shade("#17693c", "#dff3e6", "#23894f"),
        "in_room": Shade("#0b5b68", "#d8f0f3", "#118394"),
        "done": Shade("#4f596a", "#eceff4", "#848d9c"),
        "missed": Shade("#7a3348", "#f7e6ec", "#b2506f"),
        "cancelled": Shade("#566072", "#f7f8fa", "#848d9c"),
        "flagged": Shade("#ac2018", "#fce4e1", "#d6372c"),
        "overbooked": Shade("#8c3a06", "#fde6d5", "#d4620f"),
    },
)

DARK = Tokens(
    dark=True,
    window="#14171c",
    surface="#1c2027",
    raised="#272c35",
    line="#303641",
    edge="#737d8d",
    text="#e7eaf0",
    muted="#a3acba",
    accent="#8fb0ff",
    accent_strong="#abc4ff",
    on_accent="#0e1a33",
    accent_soft="#29385c",
    expected=Shade("#c3adff", "#332a52", "#a78bfa"),
    inside=Shade("#7bd6a0", "#1a3a29", "#4fbf80"),
    left=Shade("#a3acba", "#272c35", "#737d8d"),
    warning=Shade("#f4c06a", "#41300f", "#e0a43a"),
    full=Shade("#ff9d94", "#4a201d", "#f0695d"),
    heat=("#20272b", "#1e3d2d", "#235339", "#5a4315", "#6b2a25"),
    heat_ink=("#e7eaf0", "#e7eaf0", "#e7eaf0", "#e7eaf0", "#ffe9e6"),
    shut="#5c6675",
    free="#3f6a52",
    now="#ff7a6e",
    appointments={
        "booked": Shade("#b3c9ff", "#233154", "#6f93f2"),
        "held": Shade("#f4c06a", "#37290f", "#e0a43a"),
        "offered": Shade("#c9b5ff", "#2d2549", "#a78bfa"),
        "arrived": Shade("#7bd6a0", "#1a3a29", "#4fbf80"),
        "in_room": Shade("#7fd6e3", "#14363c", "#3fb3c4"),
        "done": Shade("#aeb6c3", "#272c35", "#737d8d"),
        "missed": Shade("#f0a9bd", "#402430", "#d9708f"),
        "cancelled": Shade("#a3acba", "#1e2229", "#737d8d"),
        "flagged": Shade("#ff9d94", "#4a201d", "#f0695d"),
        "overbooked": Shade("#ffb383", "#452711", "#f08a45"),
    },
)

_shown = LIGHT


def tokens() -> Tokens:
    """The colours in use just now. Ask again whenever a widget is painted."""
    return _shown


def apply(app: QApplication, choice: Choice) -> Tokens:
    """Put colours and shapes on every window, open ones included."""
    global _shown  # noqa: PLW0603 - an application has one set of colours, as it has one palette
    _shown = _chosen(app, choice)
    app.setPalette(palette(_shown))
    app.setStyleSheet(sheet.text(_shown, app.font().pointSizeF()))
    return _shown


def palette(of: Tokens) -> QPalette:
    """The same colours in the words Qt has for them."""
    made = QPalette(QColor(of.raised), QColor(of.window))
    for role, name in {
        Role.Window: of.window,
        Role.WindowText: of.text,
        Role.Base: of.surface,
        Role.AlternateBase: of.window,
        Role.Text: of.text,
        Role.Button: of.raised,
        Role.ButtonText: of.text,
        Role.BrightText: of.full.ink,
        Role.Highlight: of.accent_soft,
        Role.HighlightedText: of.text,
        Role.Accent: of.accent,
        Role.Link: of.accent,
        Role.LinkVisited: of.accent,
        Role.PlaceholderText: of.muted,
        Role.ToolTipBase: of.text,
        Role.ToolTipText: of.surface,
        Role.Light: of.surface,
        Role.Midlight: of.raised,
        Role.Mid: of.line,
        Role.Dark: of.edge,
        Role.Shadow: of.window if of.dark else of.edge,
    }.items():
        made.setColor(role, QColor(name))
    faint = QColor(of.muted)
    faint.setAlphaF(0.65)
    for role in (Role.WindowText, Role.Text, Role.ButtonText, Role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return made


def styled(widget: W, name: str, value: str) -> W:
    """Set a property the style sheet looks at, also on a widget that is already shown."""
    from PySide6.QtCore import QEvent

    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    # A frame works out its padding again only when it is told that its style has changed.
    QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
    widget.updateGeometry()
    return widget


def as_role(label: QLabel, role: str) -> QLabel:
    """Let a new label look like a `title`, `heading`, `figure`, `strong`, `muted`, `warning`."""
    label.setProperty("role", role)
    return label


def as_state(label: QLabel, state: str) -> QLabel:
    """Let a label look like the chip of a state: one that `Tokens.shade` knows."""
    return styled(label, "state", state)


def as_panel(frame: F) -> F:
    """Let a frame look like a card upon the window."""
    return styled(frame, "panel", "true")


def as_primary(button: B) -> B:
    """Let a button look like the one to press."""
    from desk.gui import icons  # which asks here for its colours

    if button.icon().name():
        button.setIcon(icons.accent_icon(button.icon().name()))
    return styled(button, "look", "primary")


def as_quiet(button: B) -> B:
    """Let a button look like text until it is pointed at."""
    return styled(button, "look", "quiet")


def with_margin(widget: W) -> W:
    """Keep the number in a spin box off its border, which a style sheet cannot."""
    from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit

    if isinstance(widget, QAbstractSpinBox):
        for line in widget.findChildren(QLineEdit):
            line.setTextMargins(SPIN_MARGIN, 0, 0, 0)
    return widget


def _chosen(app: QApplication, choice: Choice) -> Tokens:
    if choice is Choice.SYSTEM:
        # Without one of ours, the palette follows the system where Qt can tell what that wants.
        app.setPalette(QPalette())
        return DARK if app.palette().window().color().lightness() < 128 else LIGHT
    return DARK if choice is Choice.DARK else LIGHT
