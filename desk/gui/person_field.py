"""A line in which a person of the directory is chosen by typing any part of the name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desk.domain.directory import Person, PersonKind
from desk.gui import discretion
from desk.gui.client import Client
from desk.gui.suggestions import Suggestion
from desk.gui.type_ahead import TypeAhead
from desk.services import people

MOST = 8


class PersonField(TypeAhead):
    """Somebody the desk knows; of one kind, or of any when none is given."""

    def __init__(
        self, client: Client, kind: PersonKind | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(self._known, parent)
        self._client = client
        self._kind = kind

    @property
    def person(self) -> Person | None:
        """Who was chosen, as long as that name stands in the line."""
        value = self.choice.value if self.choice else None
        return value if isinstance(value, Person) else None

    def show_person(self, person: Person) -> None:
        """Let the line stand for somebody."""
        self.choose(offer(person))

    def _known(self, typed: str) -> Sequence[Suggestion]:
        found = self._client.ask(people.find, typed, kind=self._kind, limit=MOST)
        return [offer(person) for person in found]


def offer(person: Person) -> Suggestion:
    """How a person is offered: by name, with flat or room and what tells namesakes apart."""
    known = discretion.reach(person.phone or ""), discretion.reach(person.email or "")
    return Suggestion(
        text=person.name,
        shown=discretion.name(person.name),
        value=person,
        detail=" · ".join(part for part in known if part),
        mark=person.unit or "",
    )
