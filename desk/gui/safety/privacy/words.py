"""The words for what is forgotten, and when."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desk.domain.privacy import Due, Kept
from desk.gui import format

KINDS = {
    Kept.VISITS: QT_TRANSLATE_NOOP("Privacy", "Entries of the visitor log"),
    Kept.APPOINTMENTS: QT_TRANSLATE_NOOP("Privacy", "Names and notes of past appointments"),
    Kept.WAITING: QT_TRANSLATE_NOOP("Privacy", "Names and notes of those who waited"),
    Kept.MESSAGES: QT_TRANSLATE_NOOP("Privacy", "Messages that went out or failed"),
    Kept.JOURNAL: QT_TRANSLATE_NOOP("Privacy", "What the journal says was changed"),
    Kept.PEOPLE: QT_TRANSLATE_NOOP("Privacy", "Patients nothing is heard of"),
}


def kind(of: Kept) -> str:
    return QCoreApplication.translate("Privacy", str(KINDS[of]))


def due(found: Due, zone: tzinfo) -> str:
    """How much is old enough now, and from when to when it is."""
    translate = QCoreApplication.translate
    if found.days is None:
        return translate("Privacy", "kept for good")
    if found.oldest is None or found.newest is None:
        return translate("Privacy", "none is old enough now")
    words = translate("Privacy", "{n} now, of {first} to {last}")
    dates = [each.astimezone(zone).date() for each in (found.oldest, found.newest)]
    first, last = (format.date(date) for date in dates)
    return words.format(n=format.count(found.count), first=first, last=last)
