"""What happens when Desk itself is at fault: it is written down, and said once.

The report says where in the program something went wrong and with which versions; see `faults`.
"""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    QUrl,
    Signal,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from desk import __version__, faults
from desk.domain.errors import DeskError
from desk.gui import clipboard, theme
from desk.gui.band import Band
from desk.gui.dialog import Dialog
from desk.gui.main_window import MainWindow
from desk.gui.naming import named

log = logging.getLogger("desk")
MANY = 10  # times; after that only each tenfold of it is told
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Crashes(QObject):
    """Takes what nobody else caught, from every thread, to the log and to one dialog."""

    reported = Signal(str)
    refused = Signal(object)  # DeskError that left a slot: an ordinary no, not a bug

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._window = parent if isinstance(parent, MainWindow) else None
        self._said = False
        self._times: Counter[str] = Counter()
        self.dialog: CrashDialog | None = None
        self.reported.connect(self._on_reported)

    def watch(self) -> None:
        """From now on nothing goes unnoticed."""
        sys.excepthook = self.take
        threading.excepthook = lambda args: self.take(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )
        sys.unraisablehook = self._take_unraisable
        qInstallMessageHandler(_note)

    def unwatch(self) -> None:
        """Leave everything as it was before `watch`."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)

    def take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Deal with an exception; may be called on any thread."""
        if isinstance(error, DeskError):
            self.refused.emit(error)
        elif issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
        else:
            text = report(error)
            self._note(text)
            # A painter that a trace keeps would still be painting when its widget is shown.
            traceback.clear_frames(trace)
            self.reported.emit(text)

    def _take_unraisable(self, unraisable: sys.UnraisableHookArgs) -> None:
        """Deal with what was raised where nobody could have caught it, as while clearing away."""
        error = unraisable.exc_value or unraisable.exc_type()
        self.take(unraisable.exc_type, error, unraisable.exc_traceback)

    def _note(self, text: str) -> None:
        """Log a fault in full once; of one that comes again, as with every paint, how often."""
        self._times[text] += 1
        times = self._times[text]
        if times == 1:
            log.error("%s", text)
        elif times < MANY or str(times).strip("0") == "1":
            log.error("The same fault again, %d times by now: %s", times, text.splitlines()[-1])

    def tell_of_last(self, fault: str) -> None:
        """Say, where it interrupts nobody, that the interpreter died the last time, if it did."""
        if not fault or self._window is None:
            return
        text = f"{versions()}\n\n{fault}"
        log.error("Desk ended by a fault of the interpreter:\n%s", text)
        band = Band(self._window, "last_fault", "octagon-alert")
        shown = band.answer("report", self.tr("Show the report"))
        closed = band.answer("close", self.tr("Close"))
        shown.clicked.connect(lambda: self._show_report(text))
        for button in (shown, closed):
            button.clicked.connect(band.leave)
        band.say(self.tr("Desk ended by a fault the last time. What had been saved is safe."))

    def _on_reported(self, text: str) -> None:
        if self._said:
            return
        self._said = True
        self._show_report(text)

    def _show_report(self, text: str) -> None:
        self.dialog = CrashDialog(text, self._folder)
        self.dialog.open()


class CrashDialog(Dialog):
    """Says that something went wrong and gives the report away on request."""

    def __init__(self, text: str, folder: Path) -> None:
        super().__init__("crash", QApplication.translate("Crash", "Something went wrong"))
        self._folder = folder
        words = QLabel(
            self.tr(
                "Desk has a fault and could not finish what it was doing. What was saved before is"
                " safe. You can go on working; if something looks wrong, close Desk and start it"
                " again. The report below names places in the program, and no people."
            )
        )
        words.setWordWrap(True)
        self.report = named(QPlainTextEdit(text), "crash.report", self.tr("Report"))
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.body.insertWidget(0, theme.as_role(words, "plain"))
        self.body.insertWidget(1, self.report, 1)
        self.resize(640, 420)
        self.copied = self._extra("crash.copy", self.tr("Copy report"), self._copy)
        self._extra("crash.folder", self.tr("Open log folder"), self._open_folder)
        self.confirm(self.tr("Go on"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def _extra(self, identifier: str, text: str, slot: Callable[[], None]) -> QPushButton:
        button = self.buttons.addButton(text, self.buttons.ButtonRole.ActionRole)
        button.clicked.connect(slot)
        return named(button, identifier, text)

    def _copy(self) -> None:
        clipboard.put(self.report.toPlainText())
        self.copied.setText(self.tr("Copied"))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def report(error: BaseException) -> str:
    """The text of a report about `error`, without anything that names a person."""
    return f"{versions()}\n\n{faults.places(error)}"


def versions() -> str:
    """With what Desk runs here."""
    return (
        f"Desk {__version__}, Python {platform.python_version()}, Qt {qVersion()},"
        f" PySide {pyside_version}, {platform.system()} {platform.release()}"
    )


def _note(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    logging.getLogger("desk.qt").log(LEVELS.get(kind, logging.WARNING), "%s", text)
