"""Other machines name resources by ids of their own, and by those of providers."""

from __future__ import annotations

import pytest

from desk.domain.errors import Invalid
from desk.services import directory, resource_ids
from desk.store.database import Database
from tests import build


def test_a_provider_is_known_by_the_text_of_its_number(both: Database) -> None:
    with both.write("test") as tx:
        rossi = build.resource(tx).id

        assert resource_ids.taken(tx, str(rossi)) == rossi
        assert resource_ids.found(tx, f"0{rossi}") is None
        assert resource_ids.texts(tx) == {rossi: str(rossi)}


def test_the_ids_of_a_few_resources_are_told_by_themselves(both: Database) -> None:
    with both.write("test") as tx:
        rossi, _milan = build.resource(tx).id, build.resource(tx).id
        room = resource_ids.taken(tx, "Room 5")

        assert resource_ids.texts(tx, [rossi, room]) == {rossi: str(rossi), room: "Room 5"}
        assert resource_ids.texts(tx, []) == {}


def test_an_id_of_nobody_makes_a_resource_of_that_name_once(both: Database) -> None:
    with both.write("test") as tx:
        made = resource_ids.taken(tx, "Room 5")

        assert resource_ids.taken(tx, "Room 5") == made
        assert resource_ids.found(tx, "Room 5") == made
        [room] = directory.resources(tx)
        assert (room.name, room.key) == ("Room 5", "Room 5")
        assert resource_ids.texts(tx) == {made: "Room 5"}


def test_a_key_of_the_house_is_no_id_of_another_machine(both: Database) -> None:
    with both.write("test") as tx:
        rossi = build.resource(tx, key="rossi").id

        made = resource_ids.taken(tx, "rossi")

        assert made != rossi
        assert resource_ids.texts(tx) == {rossi: str(rossi), made: "rossi"}


@pytest.mark.parametrize("text", ["", "  ", "x" * 201, "a\0b", "\ud800"])
def test_what_cannot_be_kept_is_no_id(both: Database, text: str) -> None:
    with both.write("test") as tx, pytest.raises(Invalid):
        resource_ids.taken(tx, text)
