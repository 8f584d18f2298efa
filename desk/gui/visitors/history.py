"""What happened to an entry, in words: who did what, when, and what stood there before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desk.domain.change import Action, JournalEntry
from desk.gui import discretion, messages

translate = QCoreApplication.translate

# What it means that a time is there now, and that it is not there any more.
TIMES = {
    "arrived_at": (
        QT_TRANSLATE_NOOP("History", "checked in"),
        QT_TRANSLATE_NOOP("History", "check-in taken back"),
    ),
    "departed_at": (
        QT_TRANSLATE_NOOP("History", "checked out"),
        QT_TRANSLATE_NOOP("History", "check-out taken back"),
    ),
    "removed_at": (
        QT_TRANSLATE_NOOP("History", "put into the bin"),
        QT_TRANSLATE_NOOP("History", "taken out of the bin"),
    ),
}
PUT_RIGHT = {
    "arrived_at": QT_TRANSLATE_NOOP("History", "time of arrival put right"),
    "departed_at": QT_TRANSLATE_NOOP("History", "time of departure put right"),
    "expected_at": QT_TRANSLATE_NOOP("History", "expected at another time"),
}
SPOKEN_OF = (
    "visitor",
    "companions",
    "people",
    "subject",
    "vehicle_color",
    "license_plate",
    "badge",
    "note",
)

DISCREET: Mapping[str, Callable[[str], str]] = {
    "visitor": discretion.name,
    "companions": discretion.name,
    "subject": discretion.text,
    "license_plate": discretion.plate,
    "note": discretion.note,
}


def words(change: JournalEntry) -> str:
    """What one change was: "checked out", "purpose: Meeting instead of Tea"."""
    said = _added(change) if change.action is Action.ADDED else list(_changed(change))
    if change.reason:
        said.append(
            translate("History", "reason: {reason}").format(reason=discretion.note(change.reason))
        )
    return "; ".join(said) or translate("History", "changed")


def _added(change: JournalEntry) -> list[str]:
    if change.new.get("import_key"):
        return [translate("History", "imported")]
    if change.new.get("departed_at"):
        return [translate("History", "written down afterwards")]
    return [
        translate("History", "checked in")
        if change.new.get("arrived_at")
        else translate("History", "announced")
    ]


def _changed(change: JournalEntry) -> list[str]:
    old, new = change.old, change.new
    said = []
    for name, (there, gone) in TIMES.items():
        if name in new and bool(new[name]) != bool(old.get(name)):
            said.append(translate("History", str(there if new[name] else gone)))
    said += [
        translate("History", str(text))
        for name, text in PUT_RIGHT.items()
        if old.get(name) and new.get(name)
    ]
    if new.get("seen_leaving") is False:
        said.append(translate("History", "not seen leaving"))
    if "resident_id" in new:
        said.append(translate("History", "another host"))
    said += [_altered(name, old.get(name), new[name]) for name in SPOKEN_OF if name in new]
    return said


def _altered(name: str, old: Any, new: Any) -> str:
    texts = {"field": messages.field(name), "old": _text(name, old), "new": _text(name, new)}
    return translate("History", "{field}: {new} instead of {old}").format(**texts)


def _text(name: str, value: Any) -> str:
    if not value:
        return translate("History", "nothing")
    parts = value if isinstance(value, list) else [str(value)]
    return ", ".join(map(DISCREET.get(name, str), parts))
