"""The end of a stretch of time, typed in quick words that are counted from where it begins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desk.domain.folding import fold
from desk.gui import quick_time
from desk.gui.when_field import When, WhenField


class UntilField(WhenField):
    """A moment after `begin`: "16:00" is on that date, "+3d" three days later.

    `today` and the like still mean what they always mean.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        begin: Callable[[], When | None],
        parent: QWidget | None = None,
    ) -> None:
        self._today = now
        self._begin = begin
        super().__init__(self._counted_from, parent)

    def hint(self) -> str:
        return self.tr("the end of that day, or: 16:00, fri, +3d")

    def read_again(self) -> None:
        """Say anew what is written: it may count from another moment now."""
        self._on_text()

    def _counted_from(self) -> datetime:
        now, begin = self._today(), self._begin()
        if begin is None or _means_today(self.text()):
            return now
        return begin.instant(now.tzinfo or UTC)


def _means_today(text: str) -> bool:
    first = fold(text.strip()).split(" ")[0]
    spoken = [*quick_time.RELATIVE, quick_time.NOW]
    known = {fold(QCoreApplication.translate("QuickTime", str(word))) for word in spoken}
    known |= {fold(str(word)) for word in spoken}
    return len(first) >= quick_time.SHORTEST and any(word.startswith(first) for word in known)
