"""Whatever a caller was answered is there once, however often the server is killed meanwhile."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from desk.services import house
from desk.store import backup
from desk.store.database import Database
from tests import build
from tests.api.log_words import visit
from tests.api.wire_of import token
from tests.conftest import address_of
from tests.faults import killing
from tests.transfer.made import log


@pytest.mark.parametrize(
    ("kills", "writes"), [(3, 20), pytest.param(300, 10_000, marks=pytest.mark.long)]
)
def test_what_was_acknowledged_survives_every_kill_and_is_there_once(
    both: Database, tmp_path: Path, kills: int, writes: int
) -> None:
    with both.write("test") as tx:
        host = build.resident(tx)
    shown = {"authorization": f"Bearer {token(both, 'desk')}"}
    address = address_of(both)
    both.close()

    outcome = killing.run(address, tmp_path, shown, visit(host), kills=kills, writes=writes)

    with closing(house.opened(address)) as again:
        kept = [entry.subject for entry in log(again)]
        assert backup.check(again.engine) == []
    acknowledged = set(outcome.acknowledged)
    assert outcome.unexpected == []
    assert len(acknowledged) >= writes
    assert outcome.asked_again >= kills
    assert sorted(kept) == sorted(acknowledged)
    print(outcome.told())  # noqa: T201 - the figures, for who asks with -s
