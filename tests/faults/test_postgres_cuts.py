"""However often the line to PostgreSQL is cut, what was acknowledged is there, and there once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desk.services import house
from tests import build
from tests.api.live import served
from tests.api.log_words import visit
from tests.api.wire_of import token
from tests.faults.cables import Cable
from tests.faults.cutting import Cutting
from tests.transfer.made import log

BACK = 2.0  # seconds


@pytest.mark.parametrize("cuts", [20, pytest.param(300, marks=pytest.mark.long)])
def test_what_was_acknowledged_is_there_once_however_often_the_line_is_cut(
    new_server_database: Callable[[str], str], tmp_path: Path, cuts: int
) -> None:
    address = new_server_database("furnished")
    with closing(house.opened(address)) as database:
        with database.write("test") as tx:
            host = build.resident(tx)
        shown = {"authorization": f"Bearer {token(database, 'desk')}"}
    cable = Cable(address)

    with served(cable.address, tmp_path) as live:
        outcome = Cutting(live, cable, shown, visit(host)).run(cuts)
    cable.pull()

    with closing(house.opened(address)) as again:
        kept = [entry.subject for entry in log(again)]
    print(outcome.told())  # noqa: T201 - the figures, for who asks with -s
    assert outcome.unexpected == []
    assert len(outcome.back) == cuts
    assert outcome.at_commit == cuts / 2
    assert outcome.asked_again >= cuts / 2
    assert sorted(kept) == sorted(outcome.acknowledged)
    assert max(outcome.back) <= BACK
