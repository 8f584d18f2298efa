"""The same again on other dates: how often, and what becomes of each date before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desk.domain.errors import NotASlot, SlotClosed
from desk.gui import format, theme
from desk.gui.booking import words
from desk.gui.booking.facts import Facts
from desk.gui.naming import named
from desk.services.appointment_series import Repetition
from desk.services.booking import Planned

RULES = (
    (QT_TRANSLATE_NOOP("Repeat", "Once"), ""),
    (QT_TRANSLATE_NOOP("Repeat", "Every week"), "FREQ=WEEKLY"),
    (QT_TRANSLATE_NOOP("Repeat", "Every 2 weeks"), "FREQ=WEEKLY;INTERVAL=2"),
    (QT_TRANSLATE_NOOP("Repeat", "Every 4 weeks"), "FREQ=WEEKLY;INTERVAL=4"),
    (QT_TRANSLATE_NOOP("Repeat", "Every month"), "FREQ=MONTHLY"),
)
LEAST, MOST, USUAL = 2, 104, 6
LINES = 5
AIR = 8  # logical pixels of a row besides its text
Plan = Callable[[Repetition], Sequence[Planned]]


class RepeatBox(QWidget):
    """Once, unless something else is chosen. `plan` looks what becomes of each date."""

    changed = Signal()

    def __init__(self, plan: Plan, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._facts = facts
        self._planned: Sequence[Planned] = ()
        self.rule = named(QComboBox(), "booking.repeat", self.tr("Repeat"))
        for text, rule in RULES:
            self.rule.addItem(QCoreApplication.translate("Repeat", str(text)), rule)
        self.times = named(QSpinBox(), "booking.times", self.tr("How many times"))
        self.times.setRange(LEAST, MOST)
        self.times.setValue(USUAL)
        self.times.setSuffix(self.tr(" times"))
        self.dates = named(QListWidget(), "booking.dates", self.tr("Dates"))
        self.sum = theme.as_role(QLabel(), "muted")
        self._lay_out()
        self.rule.currentIndexChanged.connect(self.look)
        self.times.valueChanged.connect(self.look)
        self.dates.itemChanged.connect(self._sum_up)
        self.setFocusProxy(self.rule)
        self.look()

    @property
    def repeats(self) -> bool:
        return bool(self.rule.currentData())

    @property
    def number(self) -> int:
        """How many dates would be booked."""
        return len(self._chosen()) if self.repeats else 1

    def repetition(self, zone: tzinfo) -> Repetition | None:
        """What was chosen, without the dates that were taken out; None for once."""
        if not self.repeats:
            return None
        kept = {planned.span for planned in self._chosen()}
        left_out = [each.span for each in self._planned if each.span not in kept]
        skip = {span.start.astimezone(zone).date() for span in left_out}
        return Repetition(rule=self.rule.currentData(), count=self.times.value(), skip=skip)

    def look(self) -> None:
        """Look again what becomes of each date."""
        for widget in (self.times, self.dates, self.sum):
            widget.setVisible(self.repeats)
        self._planned = ()
        self.dates.clear()
        if self.repeats:
            rule = Repetition(rule=self.rule.currentData(), count=self.times.value())
            self._planned = self._plan(rule)
            for planned in self._planned:
                self.dates.addItem(self._item(planned))
        self._sum_up()
        self.changed.emit()

    def _chosen(self) -> list[Planned]:
        checked = Qt.CheckState.Checked
        return [
            planned
            for row, planned in enumerate(self._planned)
            if self.dates.item(row).checkState() == checked
        ]

    def _item(self, planned: Planned) -> QListWidgetItem:
        item = QListWidgetItem(f"{words.when(planned.span, self._facts)}   {self._said(planned)}")
        item.setSizeHint(QSize(0, self.fontMetrics().height() + AIR))
        free = planned.refusal is None
        item.setCheckState(Qt.CheckState.Checked if free else Qt.CheckState.Unchecked)
        if not free:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        return item

    def _said(self, planned: Planned) -> str:
        match planned.refusal:
            case None:
                return self.tr("free")
            case SlotClosed(detail=detail):
                return self.tr("closed: {reason}").format(reason=detail)
            case NotASlot():
                return self.tr("no open time")
            case refusal:
                return self.tr("taken: {by}").format(by=getattr(refusal, "detail", ""))

    def _sum_up(self) -> None:
        text = self.tr("{chosen} of {all} dates will be booked")
        chosen, every = format.count(self.number), format.count(len(self._planned))
        self.sum.setText(text.format(chosen=chosen, all=every))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.rule, 1)
        row.addWidget(theme.with_margin(self.times))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self.dates)
        layout.addWidget(self.sum)
        self.dates.setFixedHeight((self.fontMetrics().height() + AIR) * LINES + AIR)
