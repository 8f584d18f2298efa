"""The sheet behind F1: every key of the desk, menu by menu."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.gui import actions, theme
from desk.gui.acting import FormArea, highest
from desk.gui.dialog import Dialog

COLUMNS = 3


class ShortcutsSheet(Dialog):
    """All keys at a glance, in the order of the menus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("keys", QCoreApplication.translate("ShortcutsSheet", "Keys"), parent)
        columns = [QVBoxLayout() for _ in range(COLUMNS)]
        row = QHBoxLayout()
        row.setSpacing(16)
        for column in columns:
            column.setSpacing(12)
            row.addLayout(column, 1)
        heights = [0] * COLUMNS
        for title, keys in self._groups():
            lowest = heights.index(min(heights))
            columns[lowest].addWidget(group(title, keys))
            heights[lowest] += len(keys) + 2
        for column in columns:
            column.addStretch(1)
        area = FormArea(row)
        self.body.insertWidget(0, area, 1)
        self.dismiss(self.tr("Close")).setDefault(True)
        wanted, most = self.sizeHint(), highest(self)
        bar = area.verticalScrollBar().sizeHint().width() if wanted.height() > most else 0
        self.resize(wanted.width() + bar, min(wanted.height(), most))

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        groups = [
            (menu.words.replace("&", ""), [(c.title, c.spelled) for c in menu.commands if c])
            for menu in actions.MENUS
        ]
        forms = [
            (self.tr("Save"), "Ctrl+Enter"),
            (self.tr("Close, asking if something was typed"), "Esc"),
            (self.tr("Next field, field before"), "Tab, Shift+Tab"),
        ]
        lists = [
            (self.tr("Open the selected row"), "Enter"),
            (self.tr("Select several"), "Shift+↑↓, Ctrl+A"),
        ]
        groups += [(self.tr("In forms"), forms), (self.tr("In lists"), lists)]
        known = [(title, [k for k in keys if k[1]]) for title, keys in groups]
        return [(title, keys) for title, keys in known if keys]


def group(title: str, keys: list[tuple[str, str]]) -> QFrame:
    """A card with a heading and what each key does."""
    card = theme.as_panel(QFrame())
    grid = QGridLayout(card)
    grid.setContentsMargins(16, 12, 16, 12)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.addWidget(theme.as_role(QLabel(title), "heading"), 0, 0, 1, 2)
    for at, (words, key) in enumerate(keys, 1):
        grid.addWidget(QLabel(words), at, 0)
        cap = theme.as_role(QLabel(key), "strong")
        grid.addWidget(cap, at, 1, Qt.AlignmentFlag.AlignRight)
    return card
