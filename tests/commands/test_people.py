from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desk import settings
from desk.domain.queued import Deed, Queued
from desk.services import house, kept_lists, last_lists, this_computer
from desk.store import tombstones
from desk.store.database import Database
from desk.store.draft_file import Draft
from tests import build
from tests.commands.conftest import Line
from tests.conftest import at
from tests.services.somebody import Known, files_with_a_word, settle_in


@pytest.fixture
def known(desk: Line, database: Database) -> Known:
    """Somebody of whom the desk knows everything."""
    found = settle_in(database)
    database.close()
    return found


def test_everything_about_a_person_is_written_to_a_file(
    desk: Line, known: Known, tmp_path: Path
) -> None:
    said = desk("person", "export", "Zwenka Quallenberg", tmp_path / "out.json", "--json")

    assert said.json["person"] == known.person
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["visits"]


def test_a_person_is_erased_when_that_was_said_twice(
    desk: Line, known: Known, tmp_path: Path
) -> None:
    desk("backup", tmp_path / "kept.db")

    asked = desk("person", "erase", known.person, "--namesakes")
    assert "would be erased with 1 visitor entry" in asked.out
    assert asked.out.endswith("Nothing was erased yet. It cannot be undone; add --yes to erase.\n")
    assert "desk.db" in files_with_a_word(tmp_path)

    done = desk("person", "erase", known.person, "--namesakes", "--yes")

    assert done.out.startswith(f"Person {known.person} is erased.")
    assert list(files_with_a_word(tmp_path)) == ["kept.db"]
    restored = desk("restore", tmp_path / "kept.db")
    assert "is erased again" in restored.out
    assert list(files_with_a_word(tmp_path)) == ["kept.db"]
    assert "no such person" in desk.refused("person", "erase", known.person, "--yes")
    assert desk("check").status == 0


def test_what_this_computer_keeps_beside_the_database_tells_of_nobody_who_was_erased(
    desk: Line, known: Known, database: Database, tmp_path: Path
) -> None:
    address = settings.address(str(tmp_path / "desk.db"))
    about, other = (
        Draft("people.person", "Change", "page.people", "9:00", {"person": number}, {}, {}, {})
        for number in (known.person, known.other)
    )
    naming = about._replace(subject={}, now={"note": "Zwenka Quallenberg"})
    windows = [this_computer.drafts(address) for _ in range(2)]
    for window, forms in zip(windows, ([about, other], [naming]), strict=True):
        window.take()
        window.write(forms)
    for window in windows:
        window.leave()
    kept_lists.keep(database.where, last_lists.of(database))
    waits = Queued(
        key="1",
        deed=Deed.CHECK_IN,
        at=at(9),
        actor="ann",
        visitor="Bo",
        host="Zwenka Quallenberg",
    )
    this_computer.queue(database.where).keep(waits)

    assert desk("person", "erase", known.person, "--namesakes", "--yes").status == 0

    said = "".join(
        path.read_text("utf-8")
        for kind in ("state", "cache", "data")
        for path in settings.folder(kind).rglob("*.json")
    )
    assert "Quallenberg" not in said
    assert json.dumps(other.subject) in said
    assert json.dumps(about.subject) not in said
    assert kept_lists.found(database.where) is not None
    assert this_computer.queue(database.where).all() == []


def test_on_a_server_it_is_erased_again_after_a_restore(
    desk: Line, tmp_path: Path, new_server_database: Callable[[str], str]
) -> None:
    server = ("--database", new_server_database("template0"))
    made = house.opened(server[1])
    with made.write("ann") as tx:
        somebody = build.resident(tx, "Zwenka", "Quallenberg")
    made.close()
    desk.bare(*server, "backup", tmp_path / "copy.db")
    assert desk.bare(*server, "person", "erase", somebody.id, "--yes").status == 0

    said = desk.bare(*server, "restore", tmp_path / "copy.db")

    assert "is erased again" in said.out
    assert "nobody called" in desk.bare(*server, "person", "erase", "Zwenka Quallenberg").error


def test_single_entries_of_the_log_are_erased(desk: Line, known: Known, tmp_path: Path) -> None:
    assert "Nothing was erased yet" in desk("visitor", "erase", known.entry).out
    assert desk("visitor", "erase", known.entry, "--yes", "--json").json["erased"] == 1
    assert "no such visitor entry" in desk.refused("visitor", "erase", known.entry, "--yes")
    assert not {"qvisitor", "qplate"} & set(files_with_a_word(tmp_path)["desk.db"])


def test_who_is_meant_must_be_certain(desk: Line, database: Database) -> None:
    with database.write("ann") as tx:
        first, second = build.resident(tx, "Anna", "Meyer"), build.resident(tx, "Anna", "Meyer")
    database.close()

    several = desk.refused("person", "erase", "anna meyer", "--yes")
    nobody = desk.refused("person", "erase", "Bo", "--yes")

    assert several.endswith(f"{first.id}, {second.id}.")
    assert "nobody called Bo" in nobody
    house.opened(f"sqlite:///{desk.path}").close()


def test_what_is_held_is_listed_and_not_erased_until_that_is_lifted(
    desk: Line, known: Known
) -> None:
    visit = desk("hold", "visitor", known.entry, "--reason", "a case at court", "--json").json
    person = desk(
        "hold", "person", "Zwenka Quallenberg", "--reason", "the same case", "--json"
    ).json

    said = desk("hold", "list")
    assert f"{visit['hold']}  Visitor entry {known.entry}, since" in said.out
    assert f"Person {known.person}" in said.out
    assert "is there already" in desk.refused("hold", "visitor", known.entry, "--reason", "more")
    assert "a case at court" in desk.refused("visitor", "erase", known.entry, "--yes")

    for held in (visit, person):
        assert desk("hold", "lift", held["hold"]).status == 0
    assert desk("hold", "list").out == "Nothing is held for the law.\n"
    assert desk("visitor", "erase", known.entry, "--yes", "--json").json["erased"] == 1


def test_only_what_is_there_can_be_held(desk: Line, known: Known) -> None:
    assert "no such visitor entry" in desk.refused("hold", "visitor", 999, "--reason", "a case")
    assert "must not be empty" in desk.refused("hold", "visitor", known.entry, "--reason", " ")
    assert "no such hold" in desk.refused("hold", "lift", 999)


@pytest.mark.parametrize("place", ["desk.db.copies/old.db", "desk.db.replaced-7", "moved.db"])
def test_what_was_erased_is_not_back_under_another_name(
    desk: Line, known: Known, tmp_path: Path, place: str
) -> None:
    desk("backup", tmp_path / "kept.db")
    assert desk("person", "erase", known.person, "--namesakes", "--yes").status == 0
    old, new = tmp_path / place, tmp_path / "new" / "other.db"
    for folder in (old.parent, new.parent):
        folder.mkdir(exist_ok=True)
    (tmp_path / "kept.db").rename(old)
    if place == "moved.db":
        (tmp_path / "desk.db.erased").rename(tmp_path / "moved.db.erased")

    said = desk.bare("--database", new, "restore", old)

    assert "is erased again" in said.out
    assert files_with_a_word(new.parent) == {}
    assert (
        "no such person"
        in desk.bare("--database", new, "person", "erase", known.person, "--yes").error
    )
    assert tombstones.listed(new) == tombstones.listed(
        old if place == "moved.db" else tmp_path / "desk.db"
    )


def test_the_list_goes_along_to_a_server(
    desk: Line, known: Known, tmp_path: Path, new_server_database: Callable[[str], str]
) -> None:
    server = ("--database", new_server_database("template0"))
    desk("backup", tmp_path / "kept.db")
    assert desk("person", "erase", known.person, "--namesakes", "--yes").status == 0
    (tmp_path / "kept.db").rename(tmp_path / "desk.db.replaced-7")

    assert "is erased again" in desk.bare(*server, "restore", tmp_path / "desk.db.replaced-7").out

    assert "nobody called" in desk.bare(*server, "person", "erase", "Zwenka Quallenberg").error
