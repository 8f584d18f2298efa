"""The application as Qt knows it: its name, its language, its style, its colours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from desk import __version__, resources
from desk.gui import theme
from desk.gui.window_state import WindowState

NAME = "Desk"


def make(arguments: Sequence[str] = ()) -> QApplication:
    """The application, before there is any window."""
    # Asked for in words: `setStyle` hands a style out, and Python would make all its enumerations.
    app = QApplication([NAME.lower(), "-style", "Fusion", *arguments])
    app.setOrganizationName(NAME)
    app.setApplicationName(NAME)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(NAME.lower())
    if QLocale().language() == QLocale.Language.C:
        # Qt's own widgets would otherwise write dates as no person does.
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    return app


def dress(app: QApplication, state: WindowState) -> None:
    """Put on the colours the user chose."""
    theme.apply(app, state.colours)


def dress_later(app: QApplication, state: WindowState) -> None:
    """What can wait until the window has been seen: its icon, and the system changing its mind."""
    from PySide6.QtGui import QIcon

    app.setWindowIcon(QIcon(str(resources.path("desk.svg"))))
    app.styleHints().colorSchemeChanged.connect(lambda: theme.apply(app, state.colours))
