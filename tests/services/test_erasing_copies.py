"""What was erased is taken out of every copy that may hold it, and out of no other."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from desk import upkeep
from desk.services import house
from desk.services.traces import Outcome
from desk.store import backup, kept_copies
from desk.store.database import Database
from tests import build
from tests.conftest import Clock
from tests.services import somebody
from tests.services.somebody import erased, files_with_a_word
from tests.store.files import leave_traces


def state(of: Path) -> tuple[int, int, bytes]:
    """Which file that is, when it was last written, and what stands in it; reading changes none."""
    found = of.stat()
    return found.st_ino, found.st_mtime_ns, of.read_bytes()


def test_a_copy_from_before_is_left_as_it_is(
    database: Database, tmp_path: Path, clock: Clock
) -> None:
    with database.write("ann") as tx:
        build.resident(tx, "Grace", "Okafor")
    upkeep.keep_copy(database)
    clock.advance(timedelta(hours=1))
    known = somebody.settle_in(database)
    upkeep.keep_copy(database)
    later, before = kept_copies.listed(tmp_path / "desk.db")
    untouched = state(before.path)

    done = erased(database, known.person)

    assert done == Outcome(rewritten=1, removed=0, log_emptied=True)
    assert files_with_a_word(tmp_path) == {}
    assert state(before.path) == untouched
    with closing(house.opened(f"sqlite:///{later.path}", clock=clock)) as copy:
        assert backup.check(copy.engine) == []


def test_pieces_that_a_row_has_left_where_it_stood_before_are_in_no_copy(
    database: Database, tmp_path: Path
) -> None:
    known = somebody.settle_in(database)
    leave_traces(tmp_path / "desk.db", somebody.LAST)
    upkeep.keep_copy(database)

    erased(database, known.person)

    assert files_with_a_word(tmp_path) == {}
