"""Until when something repeats: up to a date, so many times, or for good."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QWidget

from desk.domain.folding import fold
from desk.gui import format
from desk.gui.when_field import DateField

TIMES = QT_TRANSLATE_NOOP("EndField", "times")
MOST_TIMES = 10_000
_COUNT = re.compile(r"(\d{1,5}) ?([^\d\s]+)")


@dataclass(frozen=True, slots=True)
class End:
    """The last date, or how many times; for good when neither is said."""

    date: dt.date | None = None
    times: int | None = None

    @property
    def open(self) -> bool:
        return self.date is None and self.times is None


FOR_GOOD = End()


class EndField(DateField):
    """A date as in other fields, or a number of times: "26 times", "26x"."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(now, parent)
        self._on_text()

    def hint(self) -> str:
        return self.tr("for instance: +3mo, 27 jun, 26 times; empty for good")

    def last(self) -> End:
        """What is written; `Unclear` for what has no meaning."""
        times = _times(self.text())
        if times is not None:
            return End(times=times)
        return End(date=self.date())

    def show_end(self, end: End) -> None:
        """Write an end so that it reads back as the same."""
        self.setText(format.date(end.date) if end.date else "")
        if end.times is not None:
            self.setText(f"{end.times} {_word()}")

    def _on_text(self) -> None:
        times = _times(self.text())
        if times is None and self.text().strip():
            super()._on_text()
            return
        said = self.tr("for good, until somebody ends it")
        if times is not None:
            said = self.tr("so many times: {n}").format(n=format.count(times))
        self.meaning.setText(said)
        self.setAccessibleDescription(said)
        self.meant.emit()


def _times(text: str) -> int | None:
    found = _COUNT.fullmatch(fold(text.strip()))
    if found is None or found[2] not in {"x", "times", fold(_word())}:
        return None
    number = int(found[1])
    return number if 1 <= number <= MOST_TIMES else None


def _word() -> str:
    return QCoreApplication.translate("EndField", str(TIMES))
