"""What is said about copies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desk.gui import format, messages
from desk.gui.safety.backups.standing import Standing

MOST = 3  # faults that are told one by one
translate = QCoreApplication.translate


def moment(when: datetime, zone: tzinfo, now: datetime) -> str:
    """When a copy was made, with its weekday: "Mon 4 Feb 14:05"."""
    return format.dated(when, zone, now.astimezone(zone).date())


def last(standing: Standing, zone: tzinfo, now: datetime) -> str:
    """When the last copy was made; nothing before there is one."""
    if not standing.copies:
        return ""
    made = standing.copies[0].moment
    words = translate("Backups", "The last copy was made on {moment}, {age} ago.")
    return words.format(moment=moment(made, zone, now), age=format.length(now - made))


def due(standing: Standing, zone: tzinfo, now: datetime) -> str:
    """When the next copy is made."""
    if standing.due is None:
        return translate(
            "Backups", "Nothing has changed since; the next one is made when something does."
        )
    if standing.due <= now:
        return translate("Backups", "The next one is made within a minute.")
    words = translate("Backups", "The next one is made at {time}.")
    return words.format(time=format.time(standing.due, zone))


def place(standing: Standing) -> str:
    """Where the copies lie, and how long they are kept."""
    words = translate(
        "Backups",
        "Copies lie in {folder}: 24 hourly, 14 daily, 8 weekly and 12 monthly ones are kept. They"
        " do not help when this disk is lost; take one elsewhere now and then.",
    )
    return words.format(folder=standing.folder)


def verdict(faults: Sequence[str], time: str) -> str:
    """What a check has found: the first few faults, and how many more there are."""
    if not faults:
        words = translate("Backups", "Nothing is wrong with the database (checked at {time}).")
        return words.format(time=time)
    said = translate(
        "Backups",
        "The database has faults (checked at {time}). Go back to the last good copy, or show this"
        " to whoever looks after Desk.",
    ).format(time=time)
    more = len(faults) - MOST
    rest = translate("Backups", "And more: {n}").format(n=format.count(more)) if more > 0 else ""
    return "\n".join(filter(None, (said, *map(messages.fault, faults[:MOST]), rest)))
