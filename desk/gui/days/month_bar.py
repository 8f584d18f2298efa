"""The row above the month: which one it is, the way to others, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy

from desk.gui import theme
from desk.gui.buttons import command_button, icon_button, show_icon

translate = QCoreApplication.translate


def month_bar(
    heading: QLabel, totals: QLabel, acts: Mapping[str, Callable[[], None]]
) -> QHBoxLayout:
    """The heading with its arrows on the left, the buttons on the right; `acts` by command."""
    before, after = "chevron-left", "chevron-right"
    if QGuiApplication.isRightToLeft():
        before, after = after, before
    back = icon_button("days.previous", before, translate("Days", "Month before"))
    on = icon_button("days.next", after, translate("Days", "Month after"))
    today = command_button("go.today")
    today.setText(translate("Days", "Today"))
    show_icon(today, "sun")
    places = command_button("day.places")
    count = theme.as_primary(command_button("day.count"))
    for command, button in (
        ("go.previous", back),
        ("go.next", on),
        ("go.today", today),
        ("day.places", places),
        ("day.count", count),
    ):
        button.clicked.connect(acts[command])
    heading.setObjectName("days.heading")
    totals.setObjectName("days.totals")
    totals.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in (heading, back, on, today):
        row.addWidget(widget)
    row.addSpacing(8)
    row.addWidget(totals, 1)
    row.addWidget(places)
    row.addWidget(count)
    return row
