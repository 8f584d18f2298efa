"""What was done at the counter while there was no database server, and is to be written later.

Only coming and going is taken so: it has happened, whether anybody writes it down or not, and it
cannot take anything away from anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Deed(StrEnum):
    """What somebody at the counter did."""

    CHECK_IN = "check in"
    CHECK_OUT = "check out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A deed, who it was about and the moment at which it happened.

    `key` is its own, so that it is written once however often that is tried. Without `entry_id`
    it is a party that nobody had announced, and `host`, `subject` and `people` are what was said
    of it. `actor` and `member_id` say who did it. `refused` is why it could not be written.
    """

    key: str
    deed: Deed
    at: datetime
    actor: str
    member_id: int | None = None
    visitor: str
    entry_id: int | None = None
    host: str = ""
    subject: str = ""
    people: int = 1
    refused: str = ""
