"""What is held for the law."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication

from desk.domain.privacy import Hold
from desk.gui import format
from desk.gui.empty import EmptyState
from desk.gui.list_part import ListPart
from desk.gui.table import Column

WIDTHS = (28, 16)
WHY = 2


class HoldList(ListPart[Hold]):
    """Whom or what, since when and why, the latest first."""

    def __init__(self, zone: tzinfo) -> None:
        translate = QCoreApplication.translate
        empty = translate(
            "Privacy",
            "Nothing is held for the law. On the page People, Hold the person for the law keeps"
            " somebody from being erased; on the page Visitors, Hold keeps a single entry.",
        )
        super().__init__(
            "safety.holds",
            translate("Privacy", "Held for the law"),
            _columns(zone),
            EmptyState("safety.holds.empty", empty),
        )
        self.about.setText(translate("Privacy", "Held for the law"))
        self.widen(WIDTHS, WHY)


def _columns(zone: tzinfo) -> Sequence[Column[Hold]]:
    translate = QCoreApplication.translate
    return (
        Column(translate("Privacy", "Whom"), lambda hold: hold.name),
        Column(
            translate("Privacy", "Since"),
            lambda hold: format.date(hold.created_at.astimezone(zone).date()),
        ),
        Column(translate("Privacy", "Reason"), lambda hold: hold.reason),
    )
