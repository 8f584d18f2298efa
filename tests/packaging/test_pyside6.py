"""Calls into Qt that return nothing must not use up Python's None.

PySide6 6.12.0 on Python below 3.12 took a reference from None with nearly every such call, and the
interpreter came down after some thousands of them. Each new version of Qt has to pass this.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import (
    QByteArray,
    QDataStream,
    QElapsedTimer,
    QIODevice,
    QItemSelectionModel,
    QObject,
    QPoint,
    QPointF,
    QRect,
    QSettings,
    QSize,
    QStringListModel,
    Qt,
    QTimer,
    QUrl,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QIcon,
    QImage,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
    QTextDocument,
    QTransform,
)
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableView, QVBoxLayout, QWidget

CALLS = 400
LEFT = Qt.LayoutDirection.LeftToRight
Call = Callable[[], object]


def of_painting() -> Iterator[tuple[str, Call]]:
    image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    pixmap, colour, path = QPixmap(8, 8), QColor("red"), QPainterPath()
    painter = QPainter(image)
    yield "QPainter.fillRect", lambda: painter.fillRect(QRect(0, 0, 4, 4), colour)
    yield "QPainter.drawRect", lambda: painter.drawRect(1, 1, 5, 5)
    yield "QPainter.drawLine", lambda: painter.drawLine(0, 0, 9, 9)
    yield "QPainter.drawText", lambda: painter.drawText(QPointF(1, 9), "a")
    yield "QPainter.drawPixmap", lambda: painter.drawPixmap(0, 0, pixmap)
    yield "QPainter.drawPath", lambda: painter.drawPath(path)
    yield "QPainter.setPen", lambda: painter.setPen(QPen(colour))
    yield "QPainter.setBrush", lambda: painter.setBrush(colour)
    yield "QPainter.setFont", lambda: painter.setFont(QFont())
    yield "QPainter.setClipRect", lambda: painter.setClipRect(QRect(0, 0, 64, 64))
    yield "QPainter.setOpacity", lambda: painter.setOpacity(1)
    yield "QPainter.setTransform", lambda: painter.setTransform(QTransform())
    yield "QPainter.translate", lambda: painter.translate(0, 0)
    yield "QPainter.resetTransform", painter.resetTransform
    yield "QPainter.setLayoutDirection", lambda: painter.setLayoutDirection(LEFT)
    yield "QPainterPath.lineTo", lambda: path.lineTo(1, 1)
    yield "QImage.setPixelColor", lambda: image.setPixelColor(1, 1, colour)
    yield "QPixmap.fill", lambda: pixmap.fill(colour)
    painter.end()


def of_widgets() -> Iterator[tuple[str, Call]]:
    widget, label, line = QWidget(), QLabel(), QLineEdit()
    layout = QVBoxLayout(widget)
    layout.addWidget(label)
    yield "QWidget.update", widget.update
    yield "QWidget.resize", lambda: widget.resize(50, 50)
    yield "QWidget.move", lambda: widget.move(QPoint(1, 1))
    yield "QWidget.setToolTip", lambda: widget.setToolTip("a")
    yield "QWidget.setEnabled", lambda: widget.setEnabled(True)
    yield "QWidget.setVisible", lambda: label.setVisible(False)
    yield "QWidget.setPalette", lambda: widget.setPalette(QPalette())
    yield "QWidget.setFont", lambda: widget.setFont(QFont())
    yield "QWidget.setCursor", lambda: widget.setCursor(Qt.CursorShape.ArrowCursor)
    yield "QWidget.setMinimumSize", lambda: widget.setMinimumSize(QSize(1, 1))
    yield "QWidget.setAccessibleName", lambda: widget.setAccessibleName("a")
    yield "QWidget.setStyleSheet", lambda: label.setStyleSheet("")
    yield "QWidget.setWindowTitle", lambda: widget.setWindowTitle("a")
    yield "QLayout.setSpacing", lambda: layout.setSpacing(4)
    yield "QLayout.setContentsMargins", lambda: layout.setContentsMargins(1, 1, 1, 1)
    yield "QLabel.setText", lambda: label.setText("a")
    yield "QLineEdit.setText", lambda: line.setText("b")
    yield "QLineEdit.clear", line.clear
    yield "QLineEdit.selectAll", line.selectAll


def of_lists() -> Iterator[tuple[str, Call]]:
    model, table, action = QStringListModel(["a", "b"]), QTableView(), QAction("a")
    table.setModel(model)
    at = model.index(0)
    chosen = table.selectionModel()
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    yield "QStringListModel.setStringList", lambda: model.setStringList(["a", "b"])
    yield "QStringListModel.setData", lambda: model.setData(at, "c")
    yield "QTableView.setModel", lambda: table.setModel(model)
    yield "QTableView.setColumnWidth", lambda: table.setColumnWidth(0, 50)
    yield "QTableView.scrollTo", lambda: table.scrollTo(model.index(1))
    yield "QItemSelectionModel.select", lambda: chosen.select(model.index(0), flag)
    yield "QScrollBar.setValue", lambda: table.verticalScrollBar().setValue(0)
    yield "QAction.setText", lambda: action.setText("b")
    yield "QAction.setIcon", lambda: action.setIcon(QIcon())


def of_the_core() -> Iterator[tuple[str, Call]]:
    thing, timer, clock, document = QObject(), QTimer(), QElapsedTimer(), QTextDocument()
    address, bytes_ = QUrl("http://example.org"), QByteArray()
    stream = QDataStream(bytes_, QIODevice.OpenModeFlag.WriteOnly)
    settings = QSettings("desk.ini", QSettings.Format.InvalidFormat)
    yield "QObject.setObjectName", lambda: thing.setObjectName("a")
    yield "QObject.setProperty", lambda: thing.setProperty("a", 1)
    yield "QTimer.setInterval", lambda: timer.setInterval(5)
    yield "QTimer.stop", timer.stop
    yield "QElapsedTimer.start", clock.start
    yield "QTextDocument.setPlainText", lambda: document.setPlainText("a")
    yield "QUrl.setPath", lambda: address.setPath("/a")
    yield "QDataStream.writeInt32", lambda: stream.writeInt32(1)
    yield "QSettings.setValue", lambda: settings.setValue("a", 1)
    yield "QApplication.processEvents", QApplication.processEvents


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("calls", [of_painting, of_widgets, of_lists, of_the_core])
def test_a_call_that_returns_nothing_leaves_none_alone(
    calls: Callable[[], Iterator[tuple[str, Call]]],
) -> None:
    moved = {}

    for name, call in calls():
        call()
        before = sys.getrefcount(None)
        for _ in range(CALLS):
            call()
        moved[name] = sys.getrefcount(None) - before

    assert {name: by for name, by in moved.items() if abs(by) > CALLS // 4} == {}
