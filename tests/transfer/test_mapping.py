from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.errors import BadFile
from desk.transfer import csv_rows, mapping_files
from desk.transfer.mapping import FIELDS, Kind, Mapping, Source, plain
from tests.transfer.made import DATA, HEADING, RECORDS

columns = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
sources = st.builds(
    Source,
    columns=st.lists(columns, max_size=3).map(tuple),
    between=st.sampled_from([" ", ", ", " / ", '"']),
    split=st.sampled_from(["", ";", "|"]),
    otherwise=st.sampled_from(["", "Visit", "é\\"]),
)
mappings = st.builds(
    Mapping,
    name=columns.filter(str.strip),
    kind=st.just(Kind.VISITORS),
    title=columns,
    fields=st.dictionaries(st.sampled_from(FIELDS[Kind.VISITORS]), sources, max_size=5),
    one_entry=st.lists(columns, max_size=2).map(tuple),
    times=st.sampled_from([("iso",), ("%d/%m/%Y", "iso"), ("%b %d %Y %I:%M%p",)]),
    also_called=st.dictionaries(columns, st.lists(columns, max_size=2).map(tuple), max_size=2),
    leave_open=st.booleans(),
    notes=st.just({"cancelled": "Off since {cancelled}."}),
)


@pytest.mark.parametrize("path", mapping_files.shipped(), ids=lambda path: path.stem)
def test_every_shipped_mapping_can_be_read(path: Path) -> None:
    mapping = mapping_files.load(path)

    assert mapping.name == path.stem
    assert mapping.title


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_one_mapping_serves_every_month_of_the_records(path: Path) -> None:
    with csv_rows.opened(path) as file:
        found = mapping_files.by_heading(file.heading, Kind.VISITORS, str(path))

    assert found.name == "white-house"


def test_a_mapping_is_found_by_the_heading() -> None:
    exported = ["id", *HEADING, "totalPeople"]
    by_hand = ["Visitor", "HOST", "Purpose", "arrival"]

    assert mapping_files.by_heading(exported, Kind.VISITORS, "f").name == "desk"
    assert mapping_files.by_heading(by_hand, Kind.VISITORS, "f").name == "desk"
    assert mapping_files.by_heading(["Surname", "Phone"], Kind.PEOPLE, "f").name == "people"


def test_missing_columns_are_named() -> None:
    with csv_rows.opened(DATA / "records-march.csv") as file:
        heading = [column for column in file.heading if column not in {"UIN", "NAMELAST"}]

    with pytest.raises(BadFile, match="columns are missing: UIN, NAMELAST"):
        mapping_files.by_heading(heading, Kind.VISITORS, "f")
    with pytest.raises(BadFile, match="column is missing: arrivalDate"):
        mapping_files.by_heading(HEADING[:3], Kind.VISITORS, "f")
    with pytest.raises(BadFile, match="column is missing: name"):
        mapping_files.by_heading(["phone"], Kind.PEOPLE, "f")


def test_a_file_of_something_else_is_refused() -> None:
    with pytest.raises(BadFile, match="its columns are not known"):
        mapping_files.by_heading(["Price", "Colour of fish"], Kind.PEOPLE, "f")


def test_two_columns_of_one_name_are_refused() -> None:
    mapping = mapping_files.chosen("desk", Kind.VISITORS)

    with pytest.raises(BadFile, match="more than one column"):
        mapping.fit([*HEADING, "Subject"], "f")


def test_headings_are_alike_whatever_their_spelling() -> None:
    assert {plain(text) for text in ("visitorName", "Visitor name", "VISITOR_NAME ")} == {
        "visitorname"
    }


@given(mapping=mappings)
def test_a_saved_mapping_is_read_as_it_was(
    mapping: Mapping, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("mapping") / "folder" / "gate.toml"

    mapping_files.save(mapping, path)

    assert mapping_files.load(path) == mapping


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("name = ", "Invalid value"),
        ("title = 'x'", "name must not be empty"),
        ("name = 'x'\nkind = 'cars'", "kind must be visitors or people"),
        ("name = 'x'\nfield = 1", "field is not known"),
        ("name = 'x'\n[fields]\nshoe = 'A'", "fields.shoe is not known"),
        ("name = 'x'\n[fields]\nvisitor = 1", "fields.visitor must be"),
        ("name = 'x'\n[fields]\nvisitor = [1]", "visitor must be a list of texts"),
        ("name = 'x'\n[fields]\nvisitor = {column = 'A'}", "fields.visitor.column is not known"),
        ("name = 'x'\ntimes = ['%Q']", "times: %Q"),
        ("name = 'x'\nleave_open = 'no'", "leave_open must be true or false"),
        ("name = 'x'\nalso_called = 3", "also_called must be a table"),
        ("name = 'x'\n[notes]\nlate = 'x'", "notes.late is not known"),
        ("name = 'x'\n[notes]\ncancelled = '{when}'", "notes.cancelled has braces"),
    ],
)
def test_a_mistake_in_a_mapping_is_named(tmp_path: Path, text: str, mistake: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text)

    with pytest.raises(BadFile) as refused:
        mapping_files.load(path)

    assert mistake in refused.value.detail


def test_a_saved_mapping_wins_over_a_shipped_one_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    mine = Mapping(name="desk", kind=Kind.VISITORS, title="Mine")
    mapping_files.save(mine, mapping_files.folder() / "mine.toml")
    (mapping_files.folder() / "half.toml").write_text("name = ")

    assert mapping_files.chosen("desk", Kind.VISITORS) == mine


def test_a_mapping_must_be_there_and_of_the_kind(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="there is no mapping of that name; there are desk,"):
        mapping_files.chosen("gate", Kind.VISITORS)
    with pytest.raises(BadFile, match="there is no such file"):
        mapping_files.chosen(str(tmp_path / "gate.toml"), Kind.VISITORS)
    with pytest.raises(BadFile, match="a mapping for people, not for visitors"):
        mapping_files.chosen(str(mapping_files.shipped()[1]), Kind.VISITORS)
