"""The one box: whom and what a few letters or digits find."""

from __future__ import annotations

import pytest

from desk.domain.appointment import Details
from desk.domain.directory import Person, PersonKind
from desk.services import appointments, lookup, people
from desk.store.database import Database
from tests.build import availability, resource, span


@pytest.fixture
def maria(both: Database) -> Person:
    """Somebody who is booked twice on the Monday; others are as well, or never come."""
    with both.write("test") as tx:
        mornings = availability(tx, resource(tx).id)
        known = [
            people.add(
                tx,
                people.Details(
                    kind=PersonKind.PATIENT, first_name=first, last_name=last, phone=phone
                ),
            )
            for first, last, phone in (
                ("Mara", "Abel", "+39 06 5550 0001"),
                ("María", "Gómez", "+39 06 5550 4821"),
            )
        ]
        for hour in (11, 10):
            appointments.book(tx, mornings.id, span(hour), Details(person_id=known[1].id))
        appointments.book(tx, mornings.id, span(9, 30), Details(title="Marat the plumber"))
        appointments.hold(tx, mornings.id, span(9), Details(title="Mario"))
        return known[1]


def test_those_who_come_are_before_those_who_do_not(both: Database, maria: Person) -> None:
    with both.read() as tx:
        found = lookup.find(tx, "mar")

    assert [known.person.name for known in found.people] == ["María Gómez", "Mara Abel"]
    assert found.people[0].next is not None
    assert found.people[0].next.span == span(10)
    assert [each.title for each in found.appointments] == ["Marat the plumber"]


def test_the_last_digits_of_a_telephone_are_enough(both: Database, maria: Person) -> None:
    with both.read() as tx:
        assert [known.person for known in lookup.find(tx, "4821").people] == [maria]


def test_a_number_finds_the_booking_of_that_number_but_no_hold(
    both: Database, maria: Person
) -> None:
    with both.read() as tx:
        assert [each.id for each in lookup.find(tx, "#1").appointments] == [1]
        assert [each.id for each in lookup.find(tx, "2").appointments] == [2]
        assert lookup.find(tx, "#4").appointments == []
        assert lookup.find(tx, "#999999999999").appointments == []


@pytest.mark.parametrize("typed", ["", " ", "m", "#", "#x", "!"])
def test_too_little_finds_nobody(both: Database, maria: Person, typed: str) -> None:
    with both.read() as tx:
        assert lookup.find(tx, typed) == lookup.Found()
