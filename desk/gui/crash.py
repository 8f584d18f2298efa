"""What happens when Desk itself is at fault: it is written down, and said once.

The report says where in the program something went wrong and with which versions. It never quotes
the message of an exception or the value of a variable, because names of people stand in those; nor
where on the disk anything lies, because that names the user.
"""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path, PurePath
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

from desk import __version__
from desk.domain.errors import DeskError
from desk.gui import clipboard, theme
from desk.gui.dialog import Dialog
from desk.gui.naming import named

log = logging.getLogger("desk")
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
        self._said = False
        self.dialog: CrashDialog | None = None
        self.reported.connect(self._on_reported)

    def watch(self) -> None:
        """From now on nothing goes unnoticed."""
        sys.excepthook = self.take
        threading.excepthook = lambda args: self.take(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )
        qInstallMessageHandler(_note)

    def unwatch(self) -> None:
        """Leave everything as it was before `watch`."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
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
            log.error("%s", text)
            self.reported.emit(text)

    def _on_reported(self, text: str) -> None:
        if self._said:
            return
        self._said = True
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
    lines = [
        f"Desk {__version__}, Python {platform.python_version()}, Qt {qVersion()},"
        f" PySide {pyside_version}, {platform.system()} {platform.release()}"
    ]
    seen: BaseException | None = error
    while seen is not None:
        lines += ["", f"{type(seen).__module__}.{type(seen).__qualname__}"]
        lines += [
            f"  {_inside(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines)


def _inside(filename: str) -> str:
    """The file's name from its package on."""
    parts = PurePath(filename).parts
    for root in ("site-packages", "desk"):
        if root in parts:
            at = len(parts) - 1 - parts[::-1].index(root)
            return "/".join(parts[at + (root == "site-packages") :])
    return parts[-1] if parts else filename


def _note(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    logging.getLogger("desk.qt").log(LEVELS.get(kind, logging.WARNING), "%s", text)
