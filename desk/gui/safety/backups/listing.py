"""The list of copies, the latest first, and what each of them holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desk.domain.errors import DeskError
from desk.gui import actions, format, messages
from desk.gui.empty import EmptyState
from desk.gui.list_part import ListPart
from desk.gui.safety.backups import words
from desk.gui.safety.backups.standing import Row
from desk.gui.table import TRAILING, Column
from desk.store.kept_copies import Contents

WIDTHS = (18, 24, 11, 10, 10, 15, 15, 9)  # digits
FILE = 1
NOT_KNOWN_YET = "…"
translate = QCoreApplication.translate


class CopyList(ListPart[Row]):
    """`now` is what time it is, `zone` that of the house."""

    def __init__(self, zone: tzinfo, now: Callable[[], datetime]) -> None:
        empty = EmptyState(
            "safety.copies.empty",
            translate(
                "Backups",
                "No copy was made yet. While Desk is open it makes one each hour in which something"
                " changes, and before anything is imported.",
            ),
            "backup.now",
        )
        super().__init__(
            "safety.copies", translate("Backups", "Copies"), _columns(zone, now), empty
        )
        key = actions.command("list.new").key
        empty.button.setText(f"{empty.button.text()}  {key}".rstrip())
        self.widen(WIDTHS, FILE)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these, keeping the one that is chosen; the latest, when none is."""
        super().show_rows(rows)
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)


def _columns(zone: tzinfo, now: Callable[[], datetime]) -> Sequence[Column[Row]]:
    def held(title: str, which: Callable[[Contents], int]) -> Column[Row]:
        def text(row: Row) -> str:
            match row.held:
                case Contents():
                    return format.count(which(row.held))
                case DeskError():
                    return translate("Backups", "not readable")
                case _:
                    return NOT_KNOWN_YET

        def more(row: Row) -> str:
            trouble = row.held
            return messages.sentence(trouble, zone) if isinstance(trouble, DeskError) else text(row)

        return Column(title, text, align=TRAILING, tooltip=more)

    return (
        Column(
            translate("Backups", "Made"),
            lambda row: words.moment(row.copy.moment, zone, now()),
        ),
        Column(
            translate("Backups", "File"),
            lambda row: row.copy.path.name,
            tooltip=lambda row: str(row.copy.path),
        ),
        Column(
            translate("Backups", "Age"),
            lambda row: format.length(now() - row.copy.moment),
            align=TRAILING,
        ),
        Column(
            translate("Backups", "Size"), lambda row: format.size(row.copy.size), align=TRAILING
        ),
        held(translate("Backups", "People"), lambda found: found.people),
        held(translate("Backups", "Visitor entries"), lambda found: found.visitors),
        held(translate("Backups", "Appointments"), lambda found: found.appointments),
        held(translate("Backups", "Waiting"), lambda found: found.waiting),
    )
