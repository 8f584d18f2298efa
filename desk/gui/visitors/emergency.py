"""The emergency list: everybody inside, on the screen at once and on paper with one key."""

from __future__ import annotations

from PySide6.QtCore import QSize, QSizeF, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from desk.domain.change import Change
from desk.gui import theme
from desk.gui.banner import Banner
from desk.gui.buttons import text_button
from desk.gui.dialog import Dialog
from desk.gui.naming import named
from desk.gui.printing import paper, rolls
from desk.gui.printing.emergency_list import EmergencyPages
from desk.gui.visitors import muster_lines
from desk.gui.visitors.muster import Muster, prints_at_once
from desk.gui.visitors.muster_lines import Grouping
from desk.gui.visitors.muster_table import MusterTable

SIZE = QSize(1100, 680)


class EmergencyDialog(Dialog):
    """Shows and prints the list. Enter prints, Space marks as safe."""

    def __init__(self, muster: Muster, parent: QWidget | None = None) -> None:
        super().__init__("emergency", "", parent)
        self.muster = muster
        self.people = theme.as_role(QLabel(), "figure")
        self.totals = theme.as_role(QLabel(), "heading")
        self.made = theme.as_role(QLabel(), "muted")
        self.warning = Banner("emergency.warning")
        self.kept = Banner("emergency.kept")
        self.table = MusterTable(muster)
        self.grouping = named(QComboBox(), "emergency.grouping", self.tr("Group by"))
        self.drill = named(QCheckBox(self.tr("&Drill")), "emergency.drill", self.tr("Drill"))
        self.safe = text_button("emergency.safe", self.tr("Mark &safe"), "circle-check")
        self.safe.setToolTip(self.tr("Mark the chosen parties as safe, or take that back (Space)"))
        self.anew = text_button("emergency.anew", self.tr("Start a&new"), "rotate-ccw")
        self.file = text_button("emergency.file", self.tr("&Open the file"), "folder-open")
        self._lay_out()
        self._connect()
        self.refresh()
        self.table.selectRow(0)
        self.table.setFocus()
        self.resize(SIZE.boundedTo(self.screen().availableSize() * 0.95))

    def refresh(self) -> None:
        """Ask again who is inside; marks and place stay."""
        self._roll = self.muster.look()
        self._show()

    def accept(self) -> None:
        """Print at once; where there is no printer, the kept file is what there is."""
        printer = paper.to_printer(self.windowTitle(), self._pages)
        if not self._record():
            return
        words = self.tr("There is no printer here. The list is in {file}")
        if printer:
            words = self.tr("Printed on {printer}. A record is kept in {file}")
        tone = "inside" if printer else "warning"
        self.kept.say(words.format(printer=printer, file=self.muster.record()), tone)
        self.file.setVisible(True)

    def edited(self) -> bool:
        return False  # marks are kept

    def done(self, result: int) -> None:
        if self.isVisible():
            self._record()
        super().done(result)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A record is kept of every time that somebody asks, once the list can be read.
        QTimer.singleShot(0, self, self.accept if prints_at_once() else self._record)

    def _show(self) -> None:
        self.table.show_roll(self._roll)
        title = self.tr("Emergency list")
        if self.muster.drill:
            title = self.tr("DRILL: emergency list")
        self.setWindowTitle(title)
        self.people.setText(rolls.people_words(self._roll.people))
        parties = rolls.parties_words(self._roll)
        self.totals.setText(f"{parties} · {muster_lines.safe_words(self.muster, self._roll)}")
        made = self.muster.made(self._roll)
        self.made.setText(made)
        if not self.muster.current:
            words = self.tr("The database cannot be reached. This is the list {made}.")
            self.warning.say(words.format(made=made), "full")
        elif self.muster.drill:
            self.warning.say(self.tr("DRILL. This is an exercise."), "warning")
        else:
            self.warning.clear()

    def _pages(self, size: QSizeF) -> EmergencyPages:
        house = self.muster.house()
        lines = self.table.lines.rows
        return EmergencyPages(muster_lines.on_paper(lines, self._roll, self.muster, house), size)

    def _record(self) -> bool:
        """Keep the list as it is now as a file; says so when that cannot be done."""
        file = self.muster.record()
        if paper.to_pdf(file, self.windowTitle(), self._pages):
            return True
        words = self.tr("The list could not be kept in {folder}. Print it, or copy it by hand.")
        self.kept.say(words.format(folder=file.parent), "full")
        return False

    def _mark_safe(self) -> None:
        self.muster.toggle(self.table.chosen())
        self._show()

    def _begin_anew(self) -> None:
        self._record()
        self.muster.begin_anew()
        self.drill.setChecked(False)
        self.kept.clear()
        self.refresh()

    def _on_drill(self, drill: bool) -> None:
        self.muster.drill = drill
        self._show()

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind in ("visitor_entry", "person", "appointment") for change in changes):
            self.refresh()

    def _open_file(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.muster.record())))

    def _connect(self) -> None:
        self.table.opened.connect(self.accept)
        self.table.marked.connect(self._mark_safe)
        self.grouping.currentIndexChanged.connect(
            lambda: self.table.group_by(Grouping(self.grouping.currentData()))
        )
        self.drill.toggled.connect(self._on_drill)
        self.safe.clicked.connect(self._mark_safe)
        self.anew.clicked.connect(self._begin_anew)
        self.file.clicked.connect(self._open_file)
        self.muster.client.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        for grouping, text in (
            (Grouping.NOTHING, self.tr("One list by name")),
            (Grouping.PLACE, self.tr("Grouped by place")),
            (Grouping.HOST, self.tr("Grouped by host")),
        ):
            self.grouping.addItem(text, grouping)
        self.drill.setChecked(self.muster.drill)
        top = QHBoxLayout()
        top.setSpacing(16)
        for label in (self.people, self.totals):
            top.addWidget(label, 0, Qt.AlignmentFlag.AlignBottom)
        top.addStretch(1)
        top.addWidget(self.made, 0, Qt.AlignmentFlag.AlignBottom)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.safe, self.grouping, self.drill):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.file)
        row.addWidget(self.anew)
        self.file.hide()
        self.body.insertLayout(0, top)
        self.body.insertWidget(1, self.warning)
        self.body.insertWidget(2, self.table, 1)
        self.body.insertLayout(3, row)
        self.body.insertWidget(4, self.kept)
        self.dismiss(self.tr("Close"))
        self.confirm(self.tr("Print"))
