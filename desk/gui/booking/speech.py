"""How this user reads and writes the days and times of a quick query."""

from __future__ import annotations

import datetime as dt
from datetime import time, timedelta
from functools import cached_property

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QTime

from desk.gui import format, quick_time

WORDS = (
    QT_TRANSLATE_NOOP("QuickQuery", "anybody"),
    QT_TRANSLATE_NOOP("QuickQuery", "any"),
    QT_TRANSLATE_NOOP("QuickQuery", "with"),
    QT_TRANSLATE_NOOP("QuickQuery", "on"),
    QT_TRANSLATE_NOOP("QuickQuery", "for"),
    QT_TRANSLATE_NOOP("QuickQuery", "at"),
    QT_TRANSLATE_NOOP("QuickQuery", "morning"),
    QT_TRANSLATE_NOOP("QuickQuery", "afternoon"),
    QT_TRANSLATE_NOOP("QuickQuery", "evening"),
    QT_TRANSLATE_NOOP("QuickQuery", "from"),
    QT_TRANSLATE_NOOP("QuickQuery", "after"),
    QT_TRANSLATE_NOOP("QuickQuery", "before"),
    QT_TRANSLATE_NOOP("QuickQuery", "until"),
    QT_TRANSLATE_NOOP("QuickQuery", "every"),
    QT_TRANSLATE_NOOP("QuickQuery", "next week"),
    QT_TRANSLATE_NOOP("QuickQuery", "this week"),
)


class UserSpeech:
    """Words and dates of the user's locale for somebody for whom it is `today`.

    The same few words are asked for at every keystroke, so what was read once is remembered.
    """

    def __init__(self, today: dt.date) -> None:
        self._today = today
        self._dates: dict[str, dt.date | None] = {}
        self._times: dict[str, time | None] = {}
        self._weekdays: dict[str, int | None] = {}
        self._day_words: dict[str, bool] = {}

    def read_date(self, text: str) -> dt.date | None:
        if text not in self._dates:
            self._dates[text] = quick_time.read_date(text, self._today)
        return self._dates[text]

    def read_time(self, text: str) -> time | None:
        if text not in self._times:
            self._times[text] = quick_time.read_time(text)
        return self._times[text]

    def read_weekday(self, text: str) -> int | None:
        if text not in self._weekdays:
            self._weekdays[text] = quick_time.read_weekday(text)
        return self._weekdays[text]

    def is_day_word(self, text: str) -> bool:
        if text not in self._day_words:
            self._day_words[text] = quick_time.is_day_word(text)
        return self._day_words[text]

    def date(self, day: dt.date) -> str:
        """A date in few letters, in as many as it needs to be read as the same."""
        near = format.near_date(day, self._today)
        return near if self.read_date(near) == day else format.date(day)

    def time(self, moment: dt.time) -> str:
        return format.locale().toString(
            QTime(moment.hour, moment.minute), format.locale().FormatType.ShortFormat
        )

    def weekday(self, number: int) -> str:
        return format.weekday(dt.date(2024, 1, 1) + timedelta(number))

    def length(self, span: timedelta) -> str:
        return format.length(span)

    def word(self, english: str) -> str:
        return self._words.get(english, english)

    @cached_property
    def _words(self) -> dict[str, str]:
        translate = QCoreApplication.translate
        return {str(word): translate("QuickQuery", str(word)) for word in WORDS}
