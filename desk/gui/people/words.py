"""What the page of people calls things."""

from __future__ import annotations

from desk.domain.directory import Person
from desk.gui import discretion
from desk.services.people import Details


def in_full(person: Person) -> str:
    """Somebody, told from others of the same name: "Maria Gomez, 12B, +39 06 1234"."""
    reach = discretion.reach(person.phone or person.email)
    return ", ".join(filter(None, (discretion.name(person.name), person.unit, reach)))


def details(person: Person) -> Details:
    """What is known of somebody, to be changed."""
    return Details(
        kind=person.kind,
        first_name=person.first_name,
        last_name=person.last_name,
        phone=person.phone,
        email=person.email,
        unit=person.unit,
        note=person.note,
        language=person.language,
    )
