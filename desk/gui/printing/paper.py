"""Pages onto paper: the printer of this computer, or a PDF file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QLocale, QMarginsF, QSizeF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from desk.gui import format

POINTS = 72.0  # to an inch
DOTS = 600  # to an inch


class Pages(Protocol):
    """Something laid out for paper of one size."""

    @property
    def pages(self) -> Sequence[object]: ...

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint one page, the first is 0, onto a painter whose unit is the point."""


LayOut = Callable[[QSizeF], Pages]


def to_pdf(path: Path, title: str, lay_out: LayOut) -> bool:
    """Write a PDF file; False when that cannot be done there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    writer = QPdfWriter(str(path))
    writer.setTitle(title)
    writer.setResolution(DOTS)
    writer.setPageSize(QPageSize(usual_paper()))
    writer.setPageMargins(QMarginsF())
    return _put(writer, lay_out)


def to_printer(title: str, lay_out: LayOut) -> str:
    """Print at once on the usual printer: its name, or nothing when there is no printer."""
    # Looking for printers is slow on some systems, and most days nobody prints.
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    found = QPrinterInfo.defaultPrinter()
    if found.isNull():
        return ""
    printer = QPrinter(found, QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    return found.description() or found.printerName() if _put(printer, lay_out) else ""


def print_or_save(title: str, lay_out: LayOut, window: QWidget) -> str:
    """Let a printer be chosen and print; without any, let a PDF file be named and write that.

    What was done, in words for the message bar; nothing when it was called off.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    translate = QCoreApplication.translate
    if QPrinterInfo.availablePrinterNames():
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        printer.setFullPage(True)
        if not QPrintDialog(printer, window).exec() or not _put(printer, lay_out):
            return ""
        return translate("Paper", "Printed on {printer}.").format(printer=printer.printerName())
    caption = translate("Paper", "There is no printer here: save as PDF")
    chosen, _ = QFileDialog.getSaveFileName(window, caption, f"{title}.pdf", "PDF (*.pdf)")
    if not chosen or not to_pdf(Path(chosen), title, lay_out):
        return ""
    return translate("Paper", "The list is in {file}").format(file=chosen)


def usual_paper() -> QPageSize.PageSizeId:
    """The paper of this user's country."""
    american = format.locale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize.PageSizeId.Letter if american else QPageSize.PageSizeId.A4


def _put(device: QPagedPaintDevice, lay_out: LayOut) -> bool:
    laid_out = lay_out(device.pageLayout().fullRect(QPageLayout.Unit.Point).size())
    painter = QPainter()
    if not painter.begin(device):
        return False
    painter.scale(device.logicalDpiX() / POINTS, device.logicalDpiY() / POINTS)
    for number in range(len(laid_out.pages)):
        if number:
            device.newPage()
        laid_out.paint(painter, number)
    return painter.end()
