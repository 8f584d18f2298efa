"""Who comes second to a thing is told who was first, when that was and what is different now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.domain.directory import PersonKind
from desk.domain.errors import ChangedBy, Stale
from desk.domain.staff import Actor
from desk.services import people, visitors
from desk.services.people import Details
from desk.store.database import Database
from tests import build
from tests.conftest import Clock, at

GRACE = Details(kind=PersonKind.RESIDENT, first_name="Grace", last_name="Okafor")


def amend(database: Database, actor: str, details: Details, seen: int) -> None:
    with database.write(actor) as tx:
        people.amend(tx, 1, details, seen=seen)


@pytest.fixture
def seen(both: Database) -> int:
    """The version of a person whom two people look at."""
    with both.write("ann") as tx:
        return people.add(tx, GRACE).version


def test_the_second_to_change_a_person_is_told_who_was_first(
    both: Database, clock: Clock, seen: int
) -> None:
    clock.advance(timedelta(minutes=42))
    amend(both, Actor("Bob", 3), replace(GRACE, phone="123", note="Deaf"), seen)

    with pytest.raises(ChangedBy) as refused:
        amend(both, "ann", replace(GRACE, phone="456"), seen)

    assert (refused.value.who, refused.value.at) == ("Bob", at(9, 42))
    assert set(refused.value.fields) == {"phone", "note"}
    with both.read() as tx:
        assert people.one(tx, 1).phone == "123"


def test_all_that_several_people_have_changed_since_is_told(both: Database, seen: int) -> None:
    amend(both, "bob", replace(GRACE, phone="123"), seen)
    amend(both, "cy", replace(GRACE, phone="123", unit="4 B"), seen + 1)

    with pytest.raises(ChangedBy) as refused:
        amend(both, "ann", GRACE, seen)

    assert refused.value.who == "cy"
    assert set(refused.value.fields) == {"phone", "unit"}


def test_what_was_changed_before_it_was_looked_at_is_not_told(both: Database, seen: int) -> None:
    amend(both, "bob", replace(GRACE, phone="123"), seen)
    amend(both, "cy", replace(GRACE, phone="123", unit="4 B"), seen + 1)

    with pytest.raises(ChangedBy) as refused:
        amend(both, "ann", GRACE, seen + 1)

    assert set(refused.value.fields) == {"unit"}


def test_a_visitor_entry_says_it_too(both: Database) -> None:
    with both.write("ann") as tx:
        host = build.resident(tx)
        entry = build.entry(tx, host.id)
    with both.write("bob") as tx:
        visitors.amend(tx, entry.id, build.party(host.id, subject="Cake"), seen=entry.version)

    with pytest.raises(ChangedBy) as refused, both.write("ann") as tx:
        visitors.amend(tx, entry.id, build.party(host.id), seen=entry.version)

    assert (refused.value.who, refused.value.fields) == ("bob", ("subject",))


def test_a_version_that_nobody_has_written_names_nobody(both: Database, seen: int) -> None:
    with pytest.raises(Stale) as refused:
        amend(both, "ann", GRACE, seen + 7)

    assert not isinstance(refused.value, ChangedBy)
