from __future__ import annotations

import json
from pathlib import Path

from tests.commands.conftest import Line
from tests.transfer.made import DATA

EXAMPLE = DATA / "directory.json"


def test_a_directory_comes_in_and_its_ids_are_told(desk: Line) -> None:
    answer = desk("directory", "import", EXAMPLE, "--json").json
    words = desk("directory", "import", EXAMPLE).out

    assert answer["providers"] == {"smith": {"id": 456}}
    assert answer["residents"]["r1"]["guid"] == "3fa85f64-5717-4562-b3fc-2c963f66afa6"
    assert words == (
        "Taken in: 1 site, 1 provider, 2 appointment types, 1 variation, 1 patient, 1 resident.\n"
    )


def test_a_dry_run_tells_the_ids_and_changes_nothing(desk: Line, tmp_path: Path) -> None:
    foretold = desk("directory", "import", EXAMPLE, "--dry-run", "--json").json

    assert list(tmp_path.iterdir()) == []
    assert desk("directory", "import", EXAMPLE, "--json").json == foretold

    more = tmp_path / "more.json"
    more.write_text('{"providers": [{"key": "jones", "last_name": "Jones"}]}')
    again = desk("directory", "import", more, "--dry-run", "--json").json
    desk("directory", "export", tmp_path / "out.json")
    document = json.loads((tmp_path / "out.json").read_text("utf-8"))

    assert again["providers"] == {"jones": {"id": 457}}
    assert [provider["key"] for provider in document["providers"]] == ["smith"]


def test_what_goes_out_comes_in_as_the_same(desk: Line, tmp_path: Path) -> None:
    desk("directory", "import", EXAMPLE)
    first, second = tmp_path / "first.json", tmp_path / "second.json"

    said = desk("directory", "export", first, "--json").json
    elsewhere = ("--database", tmp_path / "other.db")
    desk.bare("directory", "import", first, *elsewhere)
    desk.bare("directory", "export", second, *elsewhere)

    assert (said["sites"], said["residents"]) == (1, 1)
    assert first.read_text("utf-8") == second.read_text("utf-8")


def test_what_is_not_known_is_told_and_the_rest_taken(desk: Line, tmp_path: Path) -> None:
    path = tmp_path / "more.json"
    path.write_text('{"rooms": [], "providers": [{"key": "a", "last_name": "A", "shoe": 42}]}')

    said = desk("directory", "import", path)

    assert said.status == 0
    assert said.error == "Not known, and left out: rooms, providers[0].shoe.\n"


def test_a_mistake_is_one_sentence_with_its_place(desk: Line, tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text('{"providers": [{"key": "a", "last_name": "A", "email": 3}]}')

    line = desk.refused("directory", "import", path)

    assert line == (
        f"{path} cannot be read (providers[0].email must be a text or null)."
        " Nothing was changed; correct the file, or choose another one."
    )
