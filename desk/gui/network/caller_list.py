"""Who is connected: everybody who has asked in the last five minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta, tzinfo

from PySide6.QtCore import QCoreApplication

from desk.gui import format
from desk.gui.empty import EmptyState
from desk.gui.list_part import ListPart
from desk.gui.network import words
from desk.gui.network.requests import LATELY, Caller
from desk.gui.table import TRAILING, Column

WIDTHS = (26, 22, 12, 16)  # digits
NAME = 0
MINUTE = timedelta(minutes=1)
translate = QCoreApplication.translate


class CallerList(ListPart[Caller]):
    """The busiest first."""

    def __init__(self, zone: tzinfo) -> None:
        nobody = translate("Network", "Nobody has asked anything in the last {n} minutes.")
        empty = EmptyState("network.callers.empty", nobody.format(n=LATELY // MINUTE))
        super().__init__(
            "network.callers", translate("Network", "Connected"), _columns(zone), empty
        )
        about = translate("Network", "Who has asked in the last {n} minutes")
        self.about.setText(about.format(n=LATELY // MINUTE))
        self.widen(WIDTHS, NAME)


def _columns(zone: tzinfo) -> Sequence[Column[Caller]]:
    return (
        Column(translate("Network", "Caller"), lambda caller: words.caller(caller.name)),
        Column(translate("Network", "From"), lambda caller: caller.address),
        Column(
            translate("Network", "Requests"),
            lambda caller: format.count(caller.requests),
            align=TRAILING,
        ),
        Column(
            translate("Network", "Last at"),
            lambda caller: format.time(caller.last, zone),
            align=TRAILING,
        ),
    )
