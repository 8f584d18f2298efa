"""What people are called."""

from __future__ import annotations

import pytest

from desk.domain.directory import Person, PersonKind, Resource, full_name


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [("Ana", "Hernandez", "Ana Hernandez"), ("POTUS", "", "POTUS"), ("", "Kim", "Kim")],
)
def test_a_name_is_first_blank_last_whichever_there_is(first: str, last: str, whole: str) -> None:
    person = Person(
        id=1, uid="u", kind=PersonKind.RESIDENT, key=None, first_name=first, last_name=last
    )
    resource = Resource(id=1, key="k", first_name=first, last_name=last)

    assert full_name(first, last) == person.name == resource.name == whole
