"""Every slot that open hours would make, while they are being written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPalette, QShortcutEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desk.domain.clock_change import ClockChange
from desk.domain.span import Span
from desk.gui import format, icons, theme
from desk.gui.explaining import explain
from desk.gui.naming import named
from desk.gui.slots import words
from desk.gui.table import Column, TableModel
from desk.gui.table_view import TableView
from desk.services.previews import PlannedSlot, Preview

WIDTHS = (150, 130)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """A slot of the preview."""

    id: int
    slot: PlannedSlot


class Marking(QStyledItemDelegate):
    """Draws what is closed struck out, and what clashes in the colour of what is full."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        line: Line = index.data(TableModel.RowRole)
        if line.slot.closed is not None:
            option.font.setStrikeOut(index.column() < len(WIDTHS))
            self._colour(option, theme.tokens().muted)
        if line.slot.clash:
            self._colour(option, theme.tokens().full.ink)

    @staticmethod
    def _colour(option: QStyleOptionViewItem, colour: str) -> None:
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            option.palette.setColor(role, QColor(colour))


class Tick(QCheckBox):
    """A box whose letter ticks it at once; Qt's own would still be ticking it when Enter comes."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QShortcutEvent) and not event.isAmbiguous():
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.toggle()
            return True
        return super().event(event)


class PreviewPane(QWidget):
    """How many slots, which of them cannot be had, and what to know about the rule."""

    def __init__(self, zone: Callable[[], ZoneInfo], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self.count = theme.as_role(QLabel(), "heading")
        self.closed = theme.as_state(QLabel(), "left")
        self.clashing = theme.as_state(QLabel(), "full")
        self.rule = QLabel()
        self.notes = theme.as_role(QLabel(), "muted")
        self.skipping = named(Tick(), "slots.hours.skip", self.tr("Skip those"))
        self.model = TableModel(self._columns(), self)
        self.table = TableView("slots.hours.preview", self.tr("Every slot"))
        self._lay_out()
        self.wait("")

    def wait(self, text: str) -> None:
        """Say why there is nothing to be shown yet."""
        self.model.show(())
        self.count.setText(text or self.tr("The slots are shown here as you type."))
        for label in (self.closed, self.clashing, self.rule, self.notes):
            label.hide()
        self._offer_to_skip(0, "")

    def show_preview(self, preview: Preview, rule: str, *, may_skip: bool) -> None:
        """Show what comes of it; `rule` tells in words how it repeats."""
        self.model.show([Line(at, slot) for at, slot in enumerate(preview.slots, 1)])
        self.count.setText(self._counted(preview))
        explain(self.closed, self._number(self.tr("closed: {n}"), preview.closed))
        explain(self.clashing, self._number(self.tr("clashing: {n}"), preview.clashing))
        explain(self.rule, rule)
        explain(self.notes, "\n".join(self._remarks(preview)))
        why = "" if may_skip else self.tr("name an end for it")
        self._offer_to_skip(preview.closed + preview.clashing, why)

    def _counted(self, preview: Preview) -> str:
        if not preview.count:
            return self.tr("No slot comes of this: the times are shorter than one slot.")
        said = words.slots(preview.count)
        if preview.endless:
            last = format.date(preview.period.end.astimezone(self._zone()).date())
            said = self.tr("{slots} up to {date}").format(slots=said, date=last)
        if len(preview.slots) < preview.count:
            first = self.tr("{slots}, the first {n} are shown")
            said = first.format(slots=said, n=format.count(len(preview.slots)))
        return said

    def _remarks(self, preview: Preview) -> list[str]:
        said = []
        if preview.clock_change is not None:
            said.append(told(preview.clock_change, preview.slots[0].span, self._zone()))
        if preview.skips_short_months:
            said.append(
                self.tr(
                    "This skips short months. The next choice under Repeats takes their last day"
                    " instead."
                )
            )
        return said

    def _offer_to_skip(self, number: int, why_not: str) -> None:
        self.skipping.setVisible(bool(number))
        self.skipping.setEnabled(not why_not)
        said = self.tr("S&kip those {n}, and keep the others as single slots")
        text = said.format(n=format.count(number))
        self.skipping.setText(f"{text} ({why_not})" if why_not else text)
        if not number or why_not:
            self.skipping.setChecked(False)

    @staticmethod
    def _number(said: str, number: int) -> str:
        return said.format(n=format.count(number)) if number else ""

    def _columns(self) -> list[Column[Line]]:
        return [
            Column(
                self.tr("Day"),
                lambda line: format.date(words.day(line.slot.span, self._zone())),
            ),
            Column(self.tr("Time"), lambda line: words.hours(line.slot.span, self._zone())),
            Column(
                self.tr("Note"),
                self._note,
                icon=lambda line: (
                    icons.state_icon("octagon-alert", "full")
                    if line.slot.clash
                    else icons.state_icon("ban", "left")
                    if line.slot.closed is not None
                    else None
                ),
            ),
        ]

    def _note(self, line: Line) -> str:
        said = []
        if line.slot.clash:
            said.append(self.tr("clashes: open already"))
        if line.slot.closed is not None:
            closed = self.tr("closed: {why}") if line.slot.closed else self.tr("closed")
            said.append(closed.format(why=line.slot.closed))
        return " · ".join(said)

    def _lay_out(self) -> None:
        for name, label in (
            ("count", self.count),
            ("closed", self.closed),
            ("clashing", self.clashing),
            ("rule", self.rule),
            ("notes", self.notes),
        ):
            label.setObjectName(f"slots.hours.{name}")
        self.rule.setWordWrap(True)
        self.notes.setWordWrap(True)
        self.table.setModel(self.model)
        self.table.setItemDelegate(Marking(self.table))
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setStretchLastSection(True)
        chips = QHBoxLayout()
        chips.setSpacing(8)
        chips.addWidget(self.count)
        chips.addWidget(self.closed)
        chips.addWidget(self.clashing)
        chips.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(chips)
        layout.addWidget(self.rule)
        layout.addWidget(self.notes)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.skipping)


def told(change: ClockChange, first: Span, zone: ZoneInfo) -> str:
    """The next clock change in words: "On Sun 31 Mar clocks go forward: 09:00 stays 09:00"."""
    forward = change.forward > timedelta()
    said = (
        QCoreApplication.translate("Preview", "On {date} clocks go forward: {time} stays {time}.")
        if forward
        else QCoreApplication.translate("Preview", "On {date} clocks go back: {time} stays {time}.")
    )
    date = format.date(change.at.astimezone(zone).date())
    return said.format(date=date, time=format.time(first.start, zone))
