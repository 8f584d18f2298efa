"""A server on a file that cannot be used ends with one sentence, and leaves it as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desk.domain.errors import Unusable
from desk.store.revisions import HEAD
from tests.api.live import served
from tests.faults.starts import WORDS, copied, refused
from tests.store.files import contents, opened
from tests.store.spoilt import UNUSABLE, be_empty, be_gone, be_half_brought_over
from tests.store.test_migrations import make_old

# The window tries all of them; a process of its own for each takes its time.
SOME = [
    pytest.param(*each, marks=[pytest.mark.long] if number % 6 else [])
    for number, each in enumerate(UNUSABLE)
]


@pytest.mark.parametrize(("spoil", "refusal"), SOME, ids=lambda each: each.__name__)
def test_a_file_that_cannot_be_used_is_one_sentence_and_stays_as_it_was(
    file: Path, tmp_path: Path, spoil: Callable[[Path], None], refusal: type[Unusable]
) -> None:
    spoil(file)
    before = contents(file.parent)

    said = refused("--database", file, home=tmp_path)

    assert said.startswith(f"{file} {WORDS[refusal]}")
    assert "othing in it was changed" in said or "Nothing was changed" in said
    assert contents(file.parent) == before


@pytest.mark.parametrize("spoil", [be_empty, be_gone], ids=lambda each: each.__name__)
def test_the_last_of_the_copies_beside_it_is_named_and_can_be_had(
    file: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    copy = copied(file)
    spoil(file)
    before = contents(file.parent)

    said = refused("--database", file, home=tmp_path)

    restore = f"desk restore {copy} --database {file}"
    assert f"A copy of 2030-02-04 09:00 UTC is there; {restore} goes back to it." in said
    assert contents(file.parent) == before


def test_without_its_folder_no_file_is_begun(tmp_path: Path) -> None:
    said = refused("--database", tmp_path / "none" / "desk.db", home=tmp_path)

    assert f"{tmp_path}/none/desk.db cannot be reached (there is no such folder)" in said
    assert not (tmp_path / "none").exists()


def test_a_name_that_no_file_can_have_is_said(tmp_path: Path) -> None:
    said = refused("--database", tmp_path / ("x" * 300), home=tmp_path)

    assert "cannot be reached (File name too long)" in said


def test_a_folder_whose_link_leads_to_itself_is_said(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")

    assert "there is no such folder" in refused("--database", tmp_path / "loop/d.db", home=tmp_path)


def test_half_a_change_of_the_tables_is_taken_back(file: Path, tmp_path: Path) -> None:
    be_half_brought_over(file)
    before = file.read_bytes()

    said = refused("--database", file, home=tmp_path)

    assert "its tables are not those of revision 0005" in said
    assert file.read_bytes() == before
    assert not file.with_name("desk.db-wal").exists()


def test_an_older_file_is_copied_before_it_is_brought_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    make_old(f"sqlite:///{file}")
    with opened(file) as connection:
        people = connection.execute("SELECT count(*) FROM person").fetchone()

    with served(file, tmp_path) as live:
        assert live.ask("GET", "/health")[0] == 200
        assert live.end() == 0

    for each, revision in ((file, HEAD), (file.with_name(f"old.db.before-{HEAD}"), "0001")):
        with opened(each) as connection:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            assert (found, connection.execute("SELECT count(*) FROM person").fetchone()) == (
                (revision,),
                people,
            )
