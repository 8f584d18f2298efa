"""What waits for the server is on the disk, in its order, and for nobody else to read."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from desk.domain.errors import BadFile
from desk.domain.queued import Deed, Queued
from desk.store.queue_folder import QueueFolder
from tests.conftest import at

FIRST = Queued(key="b", deed=Deed.CHECK_OUT, at=at(9), actor="ann", visitor="Ada Lind", entry_id=3)
SECOND = Queued(key="a", deed=Deed.CHECK_IN, at=at(10), actor="ann", visitor="Ελένη", host="G O")


def test_what_waits_is_there_again_in_its_order(tmp_path: Path) -> None:
    for each in (SECOND, FIRST):
        QueueFolder(tmp_path / "queue").keep(each)

    assert QueueFolder(tmp_path / "queue").all() == [FIRST, SECOND]


def test_what_has_become_of_a_deed_replaces_it(tmp_path: Path) -> None:
    folder = QueueFolder(tmp_path)
    folder.keep(FIRST)

    folder.keep(replace(FIRST, refused="Ada Lind is not inside."))
    assert [each.refused for each in folder.all()] == ["Ada Lind is not inside."]

    folder.remove(FIRST)
    assert folder.all() == []


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "queue"
    QueueFolder(folder).keep(FIRST)

    [file] = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"deed": "dance"}'])
def test_a_file_that_is_something_else_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "c.json").write_text(text)

    with pytest.raises(BadFile, match=r"c\.json"):
        QueueFolder(tmp_path).all()
