"""What the page of the outbox shows, read at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.message import Fate
from desk.gui.outbox.head import Confined
from desk.services import outbox, outbox_list, site

if TYPE_CHECKING:
    from desk.store.database import Read


@dataclass(frozen=True, slots=True)
class Picture:
    """Part of a list, how many there are of each fate, how many are due, and whether any go out."""

    page: outbox_list.Page
    counts: Mapping[Fate, int]
    due: int
    is_on: bool

    @property
    def idle(self) -> bool:
        """Whether messages are off and always have been."""
        return not self.is_on and not any(self.counts.values())


def look(tx: Read, wanted: Confined, limit: int) -> Picture:
    """The outbox as it is now, as far as it is wanted."""
    return Picture(
        page=outbox_list.page(tx, wanted.fates, wanted.typed, limit),
        counts=outbox.counts(tx),
        due=outbox_list.number_due(tx),
        is_on=site.setting(tx, site.MESSAGING),
    )
