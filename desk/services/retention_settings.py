"""For how long the house keeps what is personal; nothing is forgotten before it has chosen."""

from __future__ import annotations

from desk.domain.privacy import Kept
from desk.domain.setting import Setting

LONGEST = 36_500


def _after(what: str, key: str) -> Setting[int | None]:
    return Setting(
        f"privacy.{key}_days",
        None,
        f"After how many days {what}; null for never.",
        lambda days: days is None or 1 <= days <= LONGEST,
        kind=int,
    )


DAYS: dict[Kept, Setting[int | None]] = {
    Kept.VISITS: _after("entries of the visitor log are erased", "visitor_log"),
    Kept.APPOINTMENTS: _after(
        "past appointments lose their text and keep their time", "appointments"
    ),
    Kept.WAITING: _after("entries of the waiting list that have ended lose their text", "waiting"),
    Kept.MESSAGES: _after("messages that went out or failed are erased", "messages"),
    Kept.JOURNAL: _after("the journal keeps only who did something and when", "journal"),
    Kept.PEOPLE: _after("patients of whom nothing was heard are erased", "people"),
}
ALL = tuple(DAYS.values())
