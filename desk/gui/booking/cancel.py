"""Cancelling: why, by one letter, and Enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QWidget

from desk.domain.appointment import Appointment
from desk.gui import format, theme
from desk.gui.acting import ActingDialog
from desk.gui.booking import words
from desk.gui.booking.facts import look
from desk.gui.booking.scope_box import ScopeBox
from desk.gui.client import Client
from desk.gui.naming import named
from desk.services import booking

WIDTH = 460
AIR = 10  # logical pixels of a row besides its text
# Each begins with a letter of its own, which chooses it.
REASONS = (
    QT_TRANSLATE_NOOP("Reasons", "Called to cancel"),
    QT_TRANSLATE_NOOP("Reasons", "Ill"),
    QT_TRANSLATE_NOOP("Reasons", "No longer needed"),
    QT_TRANSLATE_NOOP("Reasons", "Provider is away"),
    QT_TRANSLATE_NOOP("Reasons", "Taken down by mistake"),
    QT_TRANSLATE_NOOP("Reasons", "Other reason"),
)


class ReasonList(QListWidget):
    """The reasons; a letter chooses the next that begins with it, Enter confirms."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "cancel.reasons", self.tr("Reason"))
        for reason in REASONS:
            item = QListWidgetItem(QCoreApplication.translate("Reasons", str(reason)))
            item.setSizeHint(QSize(0, self.fontMetrics().height() + AIR))
            self.addItem(item)
        self.setCurrentRow(0)
        rows = self.sizeHintForRow(0) * self.count()
        self.setFixedHeight(rows + 2 * self.frameWidth() + AIR)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def reason(self) -> str:
        item = self.currentItem()
        return item.text() if item else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # the dialog's default button takes it
            return
        super().keyPressEvent(event)


class CancelDialog(ActingDialog):
    """Asks for the reason, and cancels these appointments."""

    def __init__(
        self, client: Client, several: Sequence[Appointment], parent: QWidget | None = None
    ) -> None:
        super().__init__(client, "cancel", "", parent)
        self.setWindowTitle(self.tr("Cancel appointment"))
        self._several = tuple(several)
        self.cancelled: list[Appointment] = []
        self.facts = client.ask(look)
        self.reasons = ReasonList()
        in_series = any(each.series_id is not None for each in several)
        self.scope = ScopeBox("cancel.scope", in_series)
        label = theme.as_role(QLabel(self._about()), "heading")
        label.setWordWrap(True)
        why = QLabel(self.tr("&Why?"))
        why.setBuddy(self.reasons)
        self.area.hide()
        for place, widget in enumerate((label, why, self.reasons, self.scope), start=1):
            self.body.insertWidget(place, widget)
        self.dismiss(self.tr("Keep"))
        self.confirm(self.tr("Cancel appointment"))
        self.reasons.itemDoubleClicked.connect(lambda _item: self.accept())
        self.fit(WIDTH)
        self.reasons.setFocus()

    def concerns(self) -> Mapping[str, Any]:
        return {"appointments": [each.id for each in self._several]}

    def accept(self) -> None:
        if len(self._several) == 1 or self._is_one_visit():
            name = self.tr("Cancel {whom}").format(whom=words.about(self._several[0], self.facts))
        else:
            name = self.tr("Cancel {count} appointments").format(
                count=format.count(len(self._several))
            )
        ids = [each.id for each in self._several]
        done = self.carry_out(
            name, booking.cancel, ids, reason=self.reasons.reason, scope=self.scope.scope
        )
        if done:
            self.cancelled = done
            super().accept()

    def edited(self) -> bool:
        return False

    def _is_one_visit(self) -> bool:
        whom = {(each.name, each.resource_id) for each in self._several}
        pairs = zip(self._several, self._several[1:], strict=False)
        return len(whom) == 1 and all(one.span.end == other.span.start for one, other in pairs)

    def _about(self) -> str:
        if len(self._several) == 1 or self._is_one_visit():
            return words.about(self._several[0], self.facts)
        return self.tr("{count} appointments").format(count=format.count(len(self._several)))
