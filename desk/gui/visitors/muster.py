"""An evacuation, or a drill of one: who was inside, and who has been seen outside since.

It outlives the window that shows it, so that closing the list by mistake loses no mark, and keeps
the last list it saw, for when the database cannot be reached any more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import platformdirs

from desk import settings
from desk.domain.errors import BadSettings, Unusable
from desk.gui.client import Client
from desk.gui.printing import rolls
from desk.services import emergency, kept_lists, site
from desk.services.emergency import Present, Roll
from desk.settings import PROGRAM


@dataclass
class Muster:
    """`safe` holds ids of parties. `began_at` is empty until the list is looked at."""

    client: Client
    drill: bool = False
    safe: set[int] = field(default_factory=set)
    began_at: datetime | None = None
    last: Roll | None = None
    current: bool = True

    def look(self) -> Roll:
        """Who is inside now; or who was when that could last be asked."""
        try:
            self.last, self.current = self.client.ask(emergency.roll), True
        except Unusable:
            # The one place where a view answers a refusal by itself: a list that is some minutes
            # old helps in a fire, and a sentence does not.
            kept = kept_lists.found(self.client.where)
            if kept is not None and (self.last is None or self.last.made_at < kept.roll.made_at):
                self.last = kept.roll
            if self.last is None:
                raise
            self.current = False
        if self.began_at is None:
            self.began_at = self.last.made_at
        return self.last

    def made(self, roll: Roll) -> str:
        """When the list was made, and how old one is that cannot be made anew."""
        client = self.client
        return rolls.made_words(roll, client.zone, None if self.current else client.now)

    def toggle(self, parties: list[Present]) -> None:
        """Mark parties as seen outside; takes the mark back where all of them have it."""
        ids = {party.id for party in parties}
        self.safe = self.safe - ids if ids <= self.safe else self.safe | ids

    def missing(self, roll: Roll) -> int:
        """How many people nobody has seen outside."""
        return sum(p.people for p in roll.present if p.id not in self.safe)

    def begin_anew(self) -> None:
        """Forget all marks: what follows is another evacuation."""
        self.safe, self.began_at, self.drill = set(), None, False

    def house(self) -> str:
        """Whose list it is; where that cannot be asked any more, whose it was."""
        try:
            found = self.client.ask(site.found)
        except Unusable:
            kept = kept_lists.found(self.client.where)
            return kept.house if kept is not None else ""
        return found.name if found else ""

    def record(self) -> Path:
        """The file that is kept of it."""
        moment = (self.began_at or self.look().made_at).astimezone(self.client.zone)
        return folder() / f"emergency-{moment:%Y-%m-%d-%H%M%S}.pdf"


def folder() -> Path:
    """Where records of evacuations are kept on this computer."""
    return platformdirs.user_data_path(PROGRAM, appauthor=False) / "emergency"


def prints_at_once() -> bool:
    """Whether this computer was told to print the list as soon as it is called for."""
    try:
        return settings.load().print_emergency
    except BadSettings:
        # That the file cannot be understood was said when the program started.
        return False
