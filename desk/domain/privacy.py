"""What has to be kept, and what is to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Somebody or something that must not be erased until the hold is lifted.

    `subject` is its number in the table `kind`, and `name` what people call it.
    """

    id: int
    kind: str
    subject: int
    name: str
    reason: str
    created_at: datetime
