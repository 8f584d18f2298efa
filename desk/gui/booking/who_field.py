"""Who comes: somebody known, somebody to be written down, or a bare name.

People are offered by any part of name or number. Who is not known yet can be taken as a new person
from the same list; whoever looks alike is offered before that. Leaving the line with Tab notes
nothing but the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desk.domain.directory import Person, PersonKind, full_name
from desk.gui import person_field
from desk.gui.client import Client
from desk.gui.suggestions import Suggestion
from desk.gui.type_ahead import TypeAhead
from desk.services import people

if TYPE_CHECKING:
    from desk.store.database import Read

MOST, MOST_ALIKE = 6, 3
ENOUGH = 2  # letters of a name before somebody could be written down by it
_PHONE = re.compile(r"(?<!\w)\+?\d[\d /().-]{3,}\d(?!\w)")


@dataclass(frozen=True, slots=True)
class Matches:
    """Who has all that was typed, and who only looks alike."""

    known: Sequence[Person]
    alike: Sequence[Person]


class WhoField(TypeAhead):
    """A person, or the name of one."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(self._offers, parent)
        self._client = client

    @property
    def person(self) -> Person | None:
        """Who was chosen of those who are known."""
        value = self.choice.value if self.choice else None
        return value if isinstance(value, Person) else None

    @property
    def new_person(self) -> people.Details | None:
        """Who is to be written down, if that was chosen."""
        value = self.choice.value if self.choice else None
        return value if isinstance(value, people.Details) else None

    def show_person(self, person: Person) -> None:
        """Let the line stand for somebody."""
        self.choose(person_field.offer(person))

    def _offers(self, typed: str) -> Sequence[Suggestion]:
        new = read_person(typed)
        if not typed.strip():
            return []
        found = self._client.ask(matching, typed, new)
        offers = [person_field.offer(person) for person in found.known]
        offers += [self._alike(person) for person in found.alike]
        if len(full_name(new.first_name, new.last_name)) >= ENOUGH:
            offers.append(self._new(new))
        return offers

    def _alike(self, person: Person) -> Suggestion:
        plain = person_field.offer(person)
        return Suggestion(
            text=plain.text,
            shown=plain.shown,
            value=person,
            detail=plain.detail,
            mark=self.tr("Looks alike"),
            tone="warning",
        )

    def _new(self, new: people.Details) -> Suggestion:
        name = full_name(new.first_name, new.last_name)
        return Suggestion(
            text=name,
            value=new,
            detail=self.tr("Write down as a new person") + (f" · {new.phone}" if new.phone else ""),
            mark=self.tr("New"),
            tone="expected",
        )


def read_person(typed: str) -> people.Details:
    """Name and telephone number as they were typed: "Maria Gomez 0555 1234", "Gomez, Maria"."""
    phone = _PHONE.search(typed)
    name = _PHONE.sub(" ", typed, count=1) if phone else typed
    last, comma, first = name.partition(",")
    if comma:
        first, last = " ".join(first.split()), " ".join(last.split())
    else:
        *given, last = name.split() or [""]
        first = " ".join(given)
    return people.Details(
        kind=PersonKind.PATIENT,
        first_name=first,
        last_name=last,
        phone=phone[0].strip() if phone else None,
    )


def matching(tx: Read, typed: str, new: people.Details) -> Matches:
    """Who may be meant; who looks alike is only looked for where nobody has all that was typed."""
    known = people.find(tx, typed, limit=MOST)
    return Matches(known, () if known else people.similar(tx, new, limit=MOST_ALIKE))
